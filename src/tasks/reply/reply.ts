import { optionValue } from "../shared/option";
import { noStructure, plainText } from "../shared/plain-text";
import { textWork } from "../shared/prompts";
import type { TaskDefinition, TaskOption } from "../task-definition";

const mannerOption = {
  id: "manner",
  label: "Manner",
  type: "select",
  values: [
    { value: "polite and brief", label: "Polite and brief" },
    { value: "warm", label: "Warm" },
    { value: "formal", label: "Formal" },
    { value: "firm but polite", label: "Firm" },
  ],
  default: "polite and brief",
} as const satisfies TaskOption;

const pointsOption = {
  id: "points",
  label: "What to say",
  type: "text",
  placeholder: "For example: yes to Tuesday, ask for the budget",
  default: "",
  required: false,
} as const satisfies TaskOption;

/** Drafts an answer to a message. */
export const reply: TaskDefinition = {
  id: "reply",
  label: "Draft reply",
  description: "Drafts an answer to a message, saying what you want said.",
  placeholder: "Paste the message you want to answer…",
  options: [mannerOption, pointsOption],
  acceptsAttachments: true,
  output: plainText,
  messages: (input) => {
    const points = optionValue(input, pointsOption);
    return textWork(
      `Draft a reply to the message, in its language, in a manner that is ${optionValue(input, mannerOption)}.` +
        (points === "" ? "" : ` The reply must say: ${points}.`) +
        " Invent no facts; leave [gaps] where something is missing. Give only the reply.",
      input.text,
    );
  },
  params: () => ({ temperature: 0.5, maxOutputTokens: 700 }),
  parse: noStructure,
};
