import { optionValue } from "../shared/option";
import { noStructure, plainText } from "../shared/plain-text";
import { textWork, tokensForCharacters } from "../shared/prompts";
import type { TaskDefinition, TaskOption } from "../task-definition";

const styleOption = {
  id: "style",
  label: "Style",
  type: "select",
  values: [
    { value: "clearer", label: "Clearer" },
    { value: "shorter", label: "Shorter" },
    { value: "more formal", label: "More formal" },
    { value: "friendlier", label: "Friendlier" },
    { value: "simpler", label: "Simpler words" },
  ],
  default: "clearer",
} as const satisfies TaskOption;

/** Says the same in another way. */
export const rewrite: TaskDefinition = {
  id: "rewrite",
  label: "Rewrite",
  description: "Says the same clearer, shorter, more formally, friendlier or in simpler words.",
  placeholder: "Paste a text to rewrite…",
  options: [styleOption],
  acceptsAttachments: false,
  output: plainText,
  messages: (input) =>
    textWork(
      `Rewrite the text so that it is ${optionValue(input, styleOption)}. Keep its meaning, facts, language and ` +
        "formatting. Give only the new text.",
      input.text,
    ),
  params: ({ text }) => ({ temperature: 0.3, maxOutputTokens: 256 + 2 * tokensForCharacters(text.length) }),
  parse: noStructure,
};
