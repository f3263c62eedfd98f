import type { Location, ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { Estimate, RouteDecision, RoutePolicy } from "../core/route";
import { estimateRun } from "../metrics/estimate";
import { decideRoute } from "../routing/decide-route";
import { gatherSignals } from "./gather-signals";
import { inputTokensOf } from "./input-tokens";
import type { RunDependencies } from "./run-dependencies";

/** A decision with what it was made from. */
export interface RunPlan {
  decision: RouteDecision;
  inputTokensExact: boolean;
}

/** Gathers signals, estimates both sides and decides. Sends nothing; also what the page shows before a run. */
export async function planRun(
  input: { request: InferenceRequest; policy: RoutePolicy; pane?: Location },
  dependencies: RunDependencies,
): Promise<RunPlan> {
  const { request, policy, pane } = input;
  const { signals, candidates, inputTokensExact } = await gatherSignals(request, dependencies);
  const pastRuns = dependencies.pastRuns.samples();
  const estimateOf = (location: Location, model: ModelRecord | null): Estimate | null =>
    model &&
    estimateRun({
      task: request.task,
      model,
      location,
      inputTokens: inputTokensOf(signals, model),
      ...(request.params.maxOutputTokens === undefined
        ? {}
        : { maxOutputTokens: request.params.maxOutputTokens }),
      pastRuns,
      costUsd: (usage) => dependencies.costUsd(model, usage),
    });
  const estimates = {
    local: estimateOf("local", candidates.local),
    cloud: estimateOf("cloud", candidates.cloud),
  };
  const decision = decideRoute({
    request,
    policy,
    signals,
    candidates,
    estimates,
    ...(pane === undefined ? {} : { pane }),
  });
  return { decision, inputTokensExact };
}
