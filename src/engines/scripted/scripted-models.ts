import type { ModelRecord } from "../../core/model";
import { TASK_IDS } from "../../core/task";

/** A scripted language model for every task, for tests and screenshots. */
export const SCRIPTED_MODEL: ModelRecord = {
  id: "scripted/language-model",
  label: "Scripted model",
  engine: "scripted",
  kind: "language-model",
  tasks: TASK_IDS,
  source: { type: "none" },
  downloadBytes: 0,
  contextWindow: 8192,
  requiredFeatures: [],
  modalities: ["text"],
  license: "Apache-2.0",
};

/** A scripted specialist for every task, for tests and screenshots. */
export const SCRIPTED_SPECIALIST: ModelRecord = {
  ...SCRIPTED_MODEL,
  id: "scripted/specialist",
  label: "Scripted specialist",
  kind: "specialist",
};
