import { sentencesOption } from "../shared/length-option";
import { optionNumber } from "../shared/option";
import { textWork, tokensForCharacters } from "../shared/prompts";
import { parseQuotes, QUOTES_FORMAT, QUOTES_INSTRUCTION } from "../shared/quotes";
import type { TaskDefinition } from "../task-definition";

/** Lists the sentences that say something on their own: decisions, figures, requests, results. */
export const keyPoints: TaskDefinition = {
  id: "key-points",
  label: "Key points",
  description: "Lists the sentences that carry the points, as exact quotes you can find in the text.",
  placeholder: "Paste notes, a mail thread or an article…",
  options: [{ ...sentencesOption, label: "Points", default: "6" }],
  acceptsAttachments: false,
  output: () => "quotes",
  messages: (input) =>
    textWork(
      `Choose the ${optionNumber(input, { ...sentencesOption, default: "6" })} sentences that carry the key points: ` +
        `decisions, results, figures, dates, requests. ${QUOTES_INSTRUCTION}`,
      input.text,
    ),
  params: ({ text }) => ({
    temperature: 0,
    maxOutputTokens: 256 + tokensForCharacters(text.length),
    responseFormat: QUOTES_FORMAT,
  }),
  parse: async (answer, { text }) => parseQuotes(answer, text),
};
