import type { RunMetrics } from "../core/metrics";
import type { MetricDefinition, MetricUnit } from "../metrics/definitions";
import { WORK_COPY } from "./copy/work";
import { formatBytes, formatCount, formatMs, formatRate, formatUsd } from "./format";

const FORMATS: Readonly<Record<MetricUnit, (value: number) => string>> = {
  ms: formatMs,
  tokens: formatCount,
  "tokens-per-second": formatRate,
  usd: formatUsd,
  bytes: formatBytes,
};

/** A figure as it is shown: with its unit, ≈ where it is our own count, a dash or a word where there is none. */
export function formatMetric(definition: MetricDefinition, metrics: RunMetrics): string {
  const value = definition.value(metrics);
  if (value === undefined) return definition.isInapplicable?.(metrics) ? "–" : WORK_COPY.unknown;
  const figure = FORMATS[definition.unit](value);
  if (definition.countsTokens === true && metrics.tokensEstimated) return `≈ ${figure}`;
  return definition.unit === "usd" && metrics.energyUsd !== undefined
    ? `${figure} + ${formatUsd(metrics.energyUsd)} energy`
    : figure;
}
