import type { TaskOption } from "../task-definition";

/** How many sentences a summary keeps; specialists read it by the id `sentences`. */
export const sentencesOption = {
  id: "sentences",
  label: "Sentences",
  type: "number",
  min: 1,
  max: 20,
  step: 1,
  default: "4",
  look: "slider",
} as const satisfies TaskOption;
