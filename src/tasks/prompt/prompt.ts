import { optionNumber, optionValue } from "../shared/option";
import { noStructure, plainText } from "../shared/plain-text";
import type { TaskDefinition, TaskOption } from "../task-definition";

const maxTokensOption = {
  id: "maxTokens",
  label: "Tokens at most",
  type: "number",
  min: 1,
  max: 16_384,
  step: 1,
  default: "1024",
} as const satisfies TaskOption;

const temperatureOption = {
  id: "temperature",
  label: "Temperature",
  type: "number",
  min: 0,
  max: 2,
  step: 0.1,
  default: "0.7",
} as const satisfies TaskOption;

const seedOption = {
  id: "seed",
  label: "Seed",
  type: "text",
  placeholder: "a whole number, for repeatable answers",
  default: "",
  required: false,
} as const satisfies TaskOption;

/** Sends the text to a language model as it is, with no instructions of ours. */
export const prompt: TaskDefinition = {
  id: "prompt",
  label: "Free prompt",
  description: "Gives your text to a language model exactly as you wrote it.",
  placeholder: "Write anything…",
  options: [maxTokensOption, temperatureOption, seedOption],
  acceptsAttachments: true,
  output: plainText,
  messages: ({ text }) => [{ role: "user", content: text }],
  params: (input) => {
    const seed = optionValue(input, seedOption);
    return {
      temperature: optionNumber(input, temperatureOption),
      maxOutputTokens: Math.round(optionNumber(input, maxTokensOption)),
      ...(/^\d{1,9}$/.test(seed) ? { seed: Number(seed) } : {}),
    };
  },
  parse: noStructure,
};
