import type { StructuredOutput } from "./output";
import type { ProviderReason } from "./provider-choice";

/** Why generation ended. `truncated` is never reported by an engine as a success: it is an error. */
export type FinishReason = "stop" | "length" | "content-filter" | "refusal" | "tool-calls";

/** Tokens as counted by the engine or the server; absent where it did not say. */
export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  cachedInputTokens?: number;
  audioInputTokens?: number;
  imageInputTokens?: number;
  reasoningTokens?: number;
  audioOutputTokens?: number;
  /** The sum the provider itself names (OpenRouter does). */
  costUsd?: number;
}

/**
 * Which hardware path really ran. `script` is plain TypeScript (linear models), `browser` the browser's own model, which
 * does not tell, `remote` a server.
 */
export type ExecutionProvider = "webgpu" | "wasm" | "script" | "browser" | "remote";

/** What an engine says of itself, kept apart from what `measure` took. Values in the unit of their name. */
export type ReportedFigures = Readonly<Record<string, number | string>>;

/** Phases of `load-progress` that engines share, in the words that are shown; an engine may have others of its own. */
export const LOAD_PHASES = {
  /** Another tab has the files of the same model in hand (row L9). */
  waiting: "Waiting for another tab",
  downloading: "Downloading",
  /** Files from disk. */
  copying: "Copying",
  checking: "Checking",
  loading: "Loading",
} as const;

/** One step of a run. A failure throws; there is no error event. Nothing follows `end`. */
export type InferenceEvent =
  /** Bytes or shares done while loading; `loaded` and `total` share a unit; `total` 0 means unknown. */
  | { type: "load-progress"; phase: string; loaded: number; total: number }
  /** The model is in memory; `executionProvider` says which path won, `reason` why, where there was a choice. */
  | { type: "load-end"; executionProvider: ExecutionProvider; reason?: ProviderReason }
  /** A retry is waited for; shown as a countdown. */
  | { type: "retry-wait"; attempt: number; delayMs: number; reason: string }
  | { type: "text-delta"; text: string; tokens?: number }
  /** Thinking of a reasoning model; never part of the answer. */
  | { type: "reasoning-delta"; text: string }
  | { type: "output"; output: StructuredOutput }
  | { type: "end"; finishReason: FinishReason; usage: Usage; reported?: ReportedFigures };
