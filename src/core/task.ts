/** The tasks of the page, in the order in which it lists them. */
export const TASK_IDS = [
  "proofread",
  "summarise",
  "key-points",
  "tone",
  "moderate",
  "sensitive",
  "language",
  "rewrite",
  "reply",
  "translate",
  "ask",
  "prompt",
] as const;

/** One of {@link TASK_IDS}. */
export type TaskId = (typeof TASK_IDS)[number];
