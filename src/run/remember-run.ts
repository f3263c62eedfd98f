import type { RunMetrics } from "../core/metrics";
import type { InferenceRequest } from "../core/request";
import type { RouteTarget } from "../core/route";
import type { RunDependencies } from "./run-dependencies";

/** Keeps a finished run's figures, without its text, for later estimates. Runs without an answer teach nothing. */
export function rememberRun(
  request: InferenceRequest,
  target: RouteTarget,
  metrics: RunMetrics,
  { pastRuns, clock }: Pick<RunDependencies, "pastRuns" | "clock">,
): void {
  if (metrics.ttftMs === undefined) return;
  pastRuns.add({
    task: request.task,
    modelId: target.model.id,
    location: target.location,
    inputTokens: metrics.inputTokens ?? 0,
    outputTokens: metrics.outputTokens ?? 0,
    e2eMs: metrics.e2eMs,
    ttftMs: metrics.ttftMs,
    at: clock.dateMs(),
  });
}
