import type { ExecutionProvider, ReportedFigures } from "./event";
import type { ProviderReason } from "./provider-choice";

/** The figures of one run, taken alike on both sides. Absent means: could not be known. Times in ms. */
export interface RunMetrics {
  /** From the start of the run to `load-end`; not part of `ttftMs`. */
  loadMs: number;
  /** Submit (after load) to the first non-empty delta or output. */
  ttftMs?: number;
  /** (e2e - TTFT) / (output tokens - 1). */
  tpotMs?: number;
  /** Gaps between deltas. In the cloud a delta may hold several tokens, so there they are chunk gaps. */
  itlMs?: { p50: number; p95: number };
  /** Submit (after load) to the end. */
  e2eMs: number;
  /** 1000 / TPOT. */
  decodeTokensPerSecond?: number;
  inputTokens?: number;
  outputTokens?: number;
  cachedInputTokens?: number;
  reasoningTokens?: number;
  /** True where a token figure is ours because the engine or the server did not say. */
  tokensEstimated: boolean;
  executionProvider: ExecutionProvider;
  /** Why it was that one, where there was a choice. */
  providerReason?: ProviderReason;
  /** USD; absent = unknown. Local is 0 (energy apart). */
  costUsd?: number;
  /** Whether `costUsd` came from the provider, from our price table, or is local. */
  costSource: "provider" | "price-table" | "local" | "unknown";
  /** Local energy in USD, where the person set watts and price per kWh. */
  energyUsd?: number;
  /** Bytes of request bodies that left the device, retries included. */
  uploadedBytes: number;
  /** What the engine says of itself, kept apart. */
  reported?: ReportedFigures;
}
