import { optionValue } from "../shared/option";
import { noStructure, plainText } from "../shared/plain-text";
import { textWork, tokensForCharacters } from "../shared/prompts";
import type { TaskDefinition, TaskOption } from "../task-definition";

const LANGUAGES = [
  "English",
  "German",
  "French",
  "Spanish",
  "Italian",
  "Portuguese",
  "Dutch",
  "Polish",
  "Czech",
  "Swedish",
  "Danish",
  "Norwegian",
  "Finnish",
  "Greek",
  "Turkish",
  "Ukrainian",
  "Russian",
  "Arabic",
  "Hebrew",
  "Hindi",
  "Chinese (simplified)",
  "Chinese (traditional)",
  "Japanese",
  "Korean",
  "Vietnamese",
] as const;

const targetOption = {
  id: "target",
  label: "Into",
  type: "select",
  values: LANGUAGES.map((name) => ({ value: name, label: name })),
  default: "English",
} as const satisfies TaskOption;

/** Translates into the chosen language. */
export const translate: TaskDefinition = {
  id: "translate",
  label: "Translate",
  description: "Translates a text, keeping its formatting.",
  placeholder: "Paste a text to translate…",
  options: [targetOption],
  acceptsAttachments: false,
  output: plainText,
  messages: (input) =>
    textWork(
      `Translate the text into ${optionValue(input, targetOption)}. Keep formatting, numbers and names. ` +
        "Give only the translation.",
      input.text,
    ),
  params: ({ text }) => ({ temperature: 0.2, maxOutputTokens: 256 + 3 * tokensForCharacters(text.length) }),
  parse: noStructure,
};
