import { optionValue } from "../shared/option";
import { noStructure, plainText } from "../shared/plain-text";
import { textWork } from "../shared/prompts";
import type { TaskDefinition, TaskOption } from "../task-definition";

/** Characters of the end of the text that a model reads: what the smallest context window takes beside an answer. */
const MOST_CHARACTERS = 1200;

const lengthOption = {
  id: "length",
  label: "Length",
  type: "select",
  values: [
    { value: "25", label: "A sentence" },
    { value: "70", label: "A few sentences" },
    { value: "150", label: "A paragraph" },
  ],
  default: "70",
} as const satisfies TaskOption;

/** Goes on where the text ends. A model that only continues texts gets the text alone, others are told what to do. */
export const continueText: TaskDefinition = {
  id: "continue",
  label: "Continue",
  description:
    "Writes on where your text ends, from its last 1,200 characters. The built-in writer is small: it offers wording, not facts, in English only.",
  placeholder: "Begin a mail, a note or a story…",
  options: [lengthOption],
  acceptsAttachments: false,
  output: plainText,
  messages: (input) =>
    textWork(
      `The text ends unfinished. Write what comes next, about ${optionValue(input, lengthOption)} words, in its language ` +
        "and style. Give only the continuation, and repeat nothing of the text.",
      endOf(input.text),
    ),
  params: (input) => ({ temperature: 0.7, maxOutputTokens: Number(optionValue(input, lengthOption)) }),
  parse: noStructure,
};

/** The end of a text, from a whole word on, without the spaces after it. */
function endOf(text: string): string {
  const whole = text.replace(/[ \t]+$/, "");
  if (whole.length <= MOST_CHARACTERS) return whole;
  const end = whole.slice(-MOST_CHARACTERS);
  return end.slice(end.search(/\s/) + 1);
}
