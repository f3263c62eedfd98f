import type { RunMetrics } from "../core/metrics";

/** What a figure counts; it says how it is written and in which word one side is better. */
export type MetricUnit = "ms" | "tokens" | "tokens-per-second" | "usd" | "bytes";

/** One figure of a run: what it is, where it stands, and which of two is better. */
export interface MetricDefinition {
  /** A stable name; automation looks for the seven of the short list. */
  label: string;
  unit: MetricUnit;
  /** What it is and how it is taken, in words with the formula. */
  help: string;
  /** Undefined where it is not known. */
  value(metrics: RunMetrics): number | undefined;
  /** Whether a missing figure does not apply, rather than being unknown. */
  isInapplicable?(metrics: RunMetrics): boolean;
  /** Whether the figure stands on tokens that may be our own count. */
  countsTokens?: boolean;
  /** Which of two sides is better; null where neither is. */
  better: "lower" | "higher" | null;
  /** In the short list, or behind "More figures". */
  place: "short" | "more";
}

/** A specialist on this device writes no tokens; a language model or a server that does not say leaves them unknown. */
const writesNoTokens = ({ outputTokens, executionProvider }: RunMetrics): boolean =>
  outputTokens === undefined && executionProvider !== "remote";

/** Every figure of a run, in the order in which panels show them. */
export const METRIC_DEFINITIONS: readonly MetricDefinition[] = [
  {
    label: "TTFT",
    unit: "ms",
    help: "Time to first token: from submit, once the model is loaded, to the first text or result.",
    value: (metrics) => metrics.ttftMs,
    better: "lower",
    place: "short",
  },
  {
    label: "Total",
    unit: "ms",
    help: "From submit, once the model is loaded, to the end.",
    value: (metrics) => metrics.e2eMs,
    better: "lower",
    place: "short",
  },
  {
    label: "Tokens per second",
    unit: "tokens-per-second",
    help: "1000 / TPOT: how fast tokens follow the first one.",
    value: (metrics) => metrics.decodeTokensPerSecond,
    countsTokens: true,
    // A rate needs two tokens; a specialist answers in one piece.
    isInapplicable: ({ outputTokens = 0 }) => outputTokens < 2,
    better: "higher",
    place: "short",
  },
  {
    label: "Tokens in",
    unit: "tokens",
    help: "Tokens read. ≈ marks our own count, where the model or server gave none.",
    value: (metrics) => metrics.inputTokens,
    countsTokens: true,
    better: null,
    place: "short",
  },
  {
    label: "Tokens out",
    unit: "tokens",
    help: "Tokens written. ≈ marks our own count, where the model or server gave none.",
    value: (metrics) => metrics.outputTokens,
    countsTokens: true,
    isInapplicable: writesNoTokens,
    better: null,
    place: "short",
  },
  {
    label: "Cost",
    unit: "usd",
    help: "In US dollars, from the provider's own figure or the price table. On this device $0, energy apart.",
    value: (metrics) => metrics.costUsd,
    better: "lower",
    place: "short",
  },
  {
    label: "Sent",
    unit: "bytes",
    help: "Bytes of request bodies that left this device, retries included.",
    value: (metrics) => metrics.uploadedBytes,
    better: "lower",
    place: "short",
  },
  {
    label: "Load",
    unit: "ms",
    help: "From the start of the run until the model was in memory. Not part of TTFT or Total.",
    value: (metrics) => metrics.loadMs,
    better: null,
    place: "more",
  },
  {
    label: "Time per token",
    unit: "ms",
    help: "TPOT: (Total − TTFT) / (tokens out − 1).",
    value: (metrics) => metrics.tpotMs,
    countsTokens: true,
    better: null,
    place: "more",
  },
  {
    label: "Gap, median",
    unit: "ms",
    help: "Half of the gaps between pieces of text were shorter. A cloud piece may hold several tokens.",
    value: (metrics) => metrics.itlMs?.p50,
    better: null,
    place: "more",
  },
  {
    label: "Gap, 95th percentile",
    unit: "ms",
    help: "One gap in twenty was longer.",
    value: (metrics) => metrics.itlMs?.p95,
    better: null,
    place: "more",
  },
  {
    label: "Cached tokens in",
    unit: "tokens",
    help: "Tokens in that the endpoint had in its cache.",
    value: (metrics) => metrics.cachedInputTokens,
    better: null,
    place: "more",
  },
  {
    label: "Thinking tokens",
    unit: "tokens",
    help: "Tokens out that were thinking, charged like the others.",
    value: (metrics) => metrics.reasoningTokens,
    better: null,
    place: "more",
  },
];

/** How one side's figure stands against the other's. Null where there is no better or worse, or no figure. */
export function compareMetric(
  { better, value }: MetricDefinition,
  mine: RunMetrics,
  other: RunMetrics,
): "better" | "even" | "worse" | null {
  const one = value(mine);
  const two = value(other);
  if (better === null || one === undefined || two === undefined) return null;
  if (one === two) return "even";
  return (better === "lower" ? one < two : one > two) ? "better" : "worse";
}
