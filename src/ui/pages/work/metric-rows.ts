import type { RunMetrics } from "../../../core/metrics";
import { WORK_COPY } from "../../copy/work";
import { formatBytes, formatCount, formatMs, formatRate, formatUsd } from "../../format";

/** One row of a pane's figures. */
export interface MetricRow {
  /** A stable name; automation looks for the first seven. */
  label: string;
  /** What it is and how it is taken. */
  help: string;
  /** The figure to compare and to draw; undefined where it is not known. */
  value(metrics: RunMetrics): number | undefined;
  format(value: number, metrics: RunMetrics): string;
  /** What stands where there is no figure; "unknown" unless told otherwise. */
  missing?(metrics: RunMetrics): string;
  /** Which of two is better, and the word for it; null where neither is. */
  better: { direction: "lower" | "higher"; word: string } | null;
  /** In the short list, or behind "More figures". */
  place: "short" | "more";
}

const estimated = (text: string, metrics: RunMetrics) => (metrics.tokensEstimated ? `≈ ${text}` : text);

/** Every figure of a run, in order. */
export const METRIC_ROWS: readonly MetricRow[] = [
  {
    label: "TTFT",
    help: "Time to first token: from submit, once the model is loaded, to the first text or result.",
    value: (metrics) => metrics.ttftMs,
    format: formatMs,
    better: { direction: "lower", word: WORK_COPY.winnerFaster },
    place: "short",
  },
  {
    label: "Total",
    help: "From submit, once the model is loaded, to the end.",
    value: (metrics) => metrics.e2eMs,
    format: formatMs,
    better: { direction: "lower", word: WORK_COPY.winnerFaster },
    place: "short",
  },
  {
    label: "Tokens per second",
    help: "1000 / TPOT: how fast tokens follow the first one.",
    value: (metrics) => metrics.decodeTokensPerSecond,
    format: (value, metrics) => estimated(formatRate(value), metrics),
    // A rate needs two tokens; a specialist answers in one piece.
    missing: ({ outputTokens = 0 }) => (outputTokens < 2 ? "–" : WORK_COPY.unknown),
    better: { direction: "higher", word: WORK_COPY.winnerHigher },
    place: "short",
  },
  {
    label: "Tokens in",
    help: "Tokens read. ≈ marks our own count, where the model or server gave none.",
    value: (metrics) => metrics.inputTokens,
    format: (value, metrics) => estimated(formatCount(value), metrics),
    better: null,
    place: "short",
  },
  {
    label: "Tokens out",
    help: "Tokens written. ≈ marks our own count, where the model or server gave none.",
    value: (metrics) => metrics.outputTokens,
    format: (value, metrics) => estimated(formatCount(value), metrics),
    better: null,
    place: "short",
  },
  {
    label: "Cost",
    help: "In US dollars, from the provider's own figure or the price table. On this device $0, energy apart.",
    value: (metrics) => metrics.costUsd,
    format: (value, metrics) =>
      metrics.energyUsd === undefined
        ? formatUsd(value)
        : `${formatUsd(value)} + ${formatUsd(metrics.energyUsd)} energy`,
    better: { direction: "lower", word: WORK_COPY.winnerCheaper },
    place: "short",
  },
  {
    label: "Sent",
    help: "Bytes of request bodies that left this device, retries included.",
    value: (metrics) => metrics.uploadedBytes,
    format: formatBytes,
    better: { direction: "lower", word: WORK_COPY.winnerFewer },
    place: "short",
  },
  {
    label: "Load",
    help: "From the start of the run until the model was in memory. Not part of TTFT or Total.",
    value: (metrics) => metrics.loadMs,
    format: formatMs,
    better: null,
    place: "more",
  },
  {
    label: "Time per token",
    help: "TPOT: (Total − TTFT) / (tokens out − 1).",
    value: (metrics) => metrics.tpotMs,
    format: (value, metrics) => estimated(formatMs(value), metrics),
    better: null,
    place: "more",
  },
  {
    label: "Gap, median",
    help: "Half of the gaps between pieces of text were shorter. A cloud piece may hold several tokens.",
    value: (metrics) => metrics.itlMs?.p50,
    format: formatMs,
    better: null,
    place: "more",
  },
  {
    label: "Gap, 95th percentile",
    help: "One gap in twenty was longer.",
    value: (metrics) => metrics.itlMs?.p95,
    format: formatMs,
    better: null,
    place: "more",
  },
  {
    label: "Cached tokens in",
    help: "Tokens in that the endpoint had in its cache.",
    value: (metrics) => metrics.cachedInputTokens,
    format: formatCount,
    better: null,
    place: "more",
  },
  {
    label: "Thinking tokens",
    help: "Tokens out that were thinking, charged like the others.",
    value: (metrics) => metrics.reasoningTokens,
    format: formatCount,
    better: null,
    place: "more",
  },
];

/** Which of two panes wins a row: the word for the winner, "even", or nothing where there is no better or worse. */
export function rowVerdict(
  row: MetricRow,
  mine: RunMetrics | null,
  other: RunMetrics | null,
): { wins: boolean; word: string } | null {
  if (row.better === null || mine === null || other === null) return null;
  const one = row.value(mine);
  const two = row.value(other);
  if (one === undefined || two === undefined) return null;
  if (one === two) return { wins: false, word: WORK_COPY.tie };
  const wins = row.better.direction === "lower" ? one < two : one > two;
  return wins ? { wins, word: row.better.word } : null;
}
