import type { Location } from "../../../core/model";
import type { Run } from "../../../core/run";

/** Sums over the runs of one side. Medians are over finished runs; null without any. Times in ms. */
export interface SideTotals {
  runs: number;
  finished: number;
  medianTtftMs: number | null;
  medianTotalMs: number | null;
  inputTokens: number;
  outputTokens: number;
  /** Of the runs whose cost is known. */
  costUsd: number;
  unknownCosts: number;
  sentBytes: number;
}

/** Adds up one side's runs. */
export function totalsOf(runs: readonly Run[], location: Location): SideTotals {
  const own = runs.filter((run) => run.location === location);
  const finished = own.filter((run) => run.status === "done");
  const measured = own.flatMap((run) => run.metrics ?? []);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    runs: own.length,
    finished: finished.length,
    medianTtftMs: median(finished.flatMap((run) => run.metrics?.ttftMs ?? [])),
    medianTotalMs: median(finished.flatMap((run) => run.metrics?.e2eMs ?? [])),
    inputTokens: sum(measured.map((metrics) => metrics.inputTokens ?? 0)),
    outputTokens: sum(measured.map((metrics) => metrics.outputTokens ?? 0)),
    costUsd: sum(measured.map((metrics) => metrics.costUsd ?? 0)),
    unknownCosts: measured.filter((metrics) => metrics.costUsd === undefined).length,
    sentBytes: sum(own.map((run) => run.uploadedBytes)),
  };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
