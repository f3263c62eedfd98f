import { sentencesOption } from "../shared/length-option";
import { optionNumber, optionValue } from "../shared/option";
import { textWork, tokensForCharacters } from "../shared/prompts";
import { parseQuotes, QUOTES_FORMAT, QUOTES_INSTRUCTION } from "../shared/quotes";
import type { TaskDefinition, TaskInput, TaskOption } from "../task-definition";

const styleOption = {
  id: "style",
  label: "Style",
  type: "select",
  values: [
    { value: "quotes", label: "Exact sentences" },
    { value: "own-words", label: "In new words" },
  ],
  default: "quotes",
} as const satisfies TaskOption;

const inNewWords = (input: TaskInput) => optionValue(input, styleOption) === "own-words";

/** Shortens a text: exact sentences (a specialist can), or new words (a language model must). */
export const summarise: TaskDefinition = {
  id: "summarise",
  label: "Summarise",
  description: "Shortens a text to its most important sentences, or retells it in new words.",
  placeholder: "Paste a long text…",
  options: [sentencesOption, styleOption],
  acceptsAttachments: false,
  output: (input) => (inNewWords(input) ? "text" : "quotes"),
  messages: (input) => {
    const count = optionNumber(input, sentencesOption);
    return textWork(
      inNewWords(input)
        ? `Summarise the text in at most ${count} sentences, in the language of the text. Give only the summary.`
        : `Choose the ${count} sentences that together summarise the text best. ${QUOTES_INSTRUCTION}`,
      input.text,
    );
  },
  params: (input) =>
    inNewWords(input)
      ? { temperature: 0.2, maxOutputTokens: 80 * optionNumber(input, sentencesOption) }
      : {
          temperature: 0,
          maxOutputTokens: 256 + tokensForCharacters(input.text.length),
          responseFormat: QUOTES_FORMAT,
        },
  parse: async (answer, { text }) => parseQuotes(answer, text),
};
