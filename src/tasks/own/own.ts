import { noStructure } from "../shared/plain-text";
import type { TaskDefinition, TaskOption } from "../task-definition";

const specialistOption = {
  id: "specialist",
  label: "Specialist",
  type: "specialist",
  default: "",
} as const satisfies TaskOption;

/**
 * Uses a specialist that the person taught in the page. No language model and no cloud does this task, so that nothing
 * is written for one to read.
 */
export const own: TaskDefinition = {
  id: "own",
  label: "My specialist",
  description: "Sorts a text, or marks what is in it, the way you taught it. Never leaves this device.",
  placeholder: "Paste a text for your specialist…",
  options: [specialistOption],
  acceptsAttachments: false,
  output: () => "labels",
  messages: () => [],
  params: () => ({}),
  parse: noStructure,
};
