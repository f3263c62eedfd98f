/** Every task, in the order in which Work lists them; `chat` has a page of its own. */
export const TASK_IDS = [
  "proofread",
  "summarise",
  "key-points",
  "tone",
  "moderate",
  "sensitive",
  "language",
  "own",
  "rewrite",
  "reply",
  "translate",
  "continue",
  "ask",
  "prompt",
  "chat",
] as const;

/** One of {@link TASK_IDS}. */
export type TaskId = (typeof TASK_IDS)[number];

/** The tasks that Work offers. */
export const WORK_TASK_IDS: readonly TaskId[] = TASK_IDS.filter((id) => id !== "chat");
