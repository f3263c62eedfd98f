import type { InferenceError } from "../core/errors";
import type { RunMetrics } from "../core/metrics";
import type { ModelRecord } from "../core/model";
import type { RouteTarget } from "../core/route";
import type { RunAttempt } from "../core/run";

/** How a leg went. */
export interface LegOutcome {
  /** Null where it answered. */
  error: InferenceError | null;
  metrics: RunMetrics | null;
  retries: number;
  ms: number;
  sentBytes: number;
}

/** A leg as the run keeps it and the receipt shows it. */
export function describeAttempt({ location, model }: RouteTarget, outcome: LegOutcome): RunAttempt {
  const { error, retries, ms, sentBytes } = outcome;
  const host = hostOf(model);
  const costUsd = costOf(outcome);
  return {
    location,
    modelId: model.id,
    modelLabel: model.label,
    ...(host === undefined ? {} : { host }),
    outcome: error === null ? "answered" : error.code,
    retries,
    ms: Math.max(0, ms),
    sentBytes,
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

/** The host of a model's endpoint, with its port; undefined for a model that has none. */
export function hostOf({ source }: ModelRecord): string | undefined {
  if (source.type !== "provider" || source.baseUrl === undefined || !URL.canParse(source.baseUrl))
    return undefined;
  return new URL(source.baseUrl).host;
}

/** A request that was refused with a status is not charged; of one that broke off nobody knows. */
function costOf({ error, metrics, sentBytes }: LegOutcome): number | undefined {
  if (sentBytes === 0 || (error?.status !== undefined && error.status >= 400)) return 0;
  return metrics?.costUsd;
}
