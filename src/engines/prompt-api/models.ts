import type { ModelRecord } from "../../core/model";
import { TASK_IDS } from "../../core/task";

/**
 * The language model of the browser itself. Its size is the browser's business; the window is what Chrome's sessions
 * say, and each session tells its own.
 */
export const PROMPT_API_MODEL: ModelRecord = {
  id: "prompt-api/built-in",
  label: "The browser's built-in model",
  engine: "prompt-api",
  kind: "language-model",
  tasks: TASK_IDS,
  source: { type: "none" },
  downloadBytes: 0,
  languages: ["en", "es", "ja"],
  contextWindow: 9216,
  requiredFeatures: [],
  modalities: ["text"],
  license: "Terms of the browser's maker",
  licenseUrl: "https://policies.google.com/terms/generative-ai/use-policy",
};
