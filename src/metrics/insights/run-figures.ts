import type { ErrorCode } from "../../core/errors";
import type { RunMetrics } from "../../core/metrics";
import type { Location } from "../../core/model";
import type { RouteMode, RouteReason } from "../../core/route";
import type { Run, RunStatus } from "../../core/run";
import type { TaskId } from "../../core/task";

/**
 * What Insights needs of a run: figures and codes, nothing that was written. Ten thousand whole runs in memory would keep
 * the page busy with moving them about.
 */
export interface RunFigures {
  id: string;
  createdAt: number;
  task: TaskId;
  mode: RouteMode | null;
  location: Location | null;
  status: RunStatus;
  modelId: string | null;
  errorCode: ErrorCode | null;
  reasons: readonly RouteReason[];
  /** The side that the reasons speak of. */
  decidedFor: Location | null;
  /** Tokens of the prompt and of the answer that were expected of the cloud, by the decision. */
  promptTokens?: number;
  expectedOutputTokens?: number;
  metrics: Pick<
    RunMetrics,
    "loadMs" | "ttftMs" | "e2eMs" | "inputTokens" | "outputTokens" | "costUsd" | "energyUsd"
  > | null;
  uploadedBytes: number;
  attempts: number;
  /** Classes of what was taken out of the text before it was sent, one for each place. */
  redactedLabels: readonly string[];
}

/** The figures of a run. */
export function runFigures(run: Run): RunFigures {
  const { decision, metrics, location } = run;
  const promptTokens = decision?.signals.inputTokens;
  const expectedOutputTokens = decision?.estimates.cloud?.outputTokens;
  return {
    id: run.id,
    createdAt: run.createdAt,
    task: run.request.task,
    mode: decision?.policy.mode ?? null,
    location,
    status: run.status,
    modelId: run.answeredBy?.modelId ?? null,
    errorCode: run.error?.code ?? null,
    reasons: decision?.reasons ?? [],
    decidedFor: location ?? decision?.target?.location ?? null,
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(expectedOutputTokens === undefined ? {} : { expectedOutputTokens }),
    metrics: metrics === null ? null : figuresOf(metrics),
    uploadedBytes: run.uploadedBytes,
    attempts: run.attempts?.length ?? 1,
    redactedLabels: run.privacy?.redactions.map(({ label }) => label) ?? [],
  };
}

function figuresOf(metrics: RunMetrics): RunFigures["metrics"] {
  const { loadMs, ttftMs, e2eMs, inputTokens, outputTokens, costUsd, energyUsd } = metrics;
  return {
    loadMs,
    e2eMs,
    ...(ttftMs === undefined ? {} : { ttftMs }),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(energyUsd === undefined ? {} : { energyUsd }),
  };
}
