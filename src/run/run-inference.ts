import { InferenceError } from "../core/errors";
import type { Location } from "../core/model";
import type { InferenceRequest } from "../core/request";
import { type RoutePolicy, targetOfLeg } from "../core/route";
import type { RunEvent } from "../core/run";
import { noRouteError } from "./no-route-error";
import { planRun } from "./plan-run";
import type { RunDependencies } from "./run-dependencies";
import { LegFailure, streamLeg } from "./stream-leg";

/** What a run is asked. */
export interface RunInput {
  request: InferenceRequest;
  policy: RoutePolicy;
  /** The side of a Compare that this run is. */
  pane?: Location;
}

/**
 * The one use case: decides, opens the egress door if and only if the side is the cloud, streams, measures, and tries
 * the decision's fallbacks in their order, each only on a retryable error of the one before and before the first
 * output. A GPU that was lost before the first output is given one reload first. The door is closed whatever happens.
 * @throws InferenceError whatever ended the run; `cancelled` when `signal` is aborted. Figures come before the throw.
 */
export async function* runInference(
  input: RunInput,
  dependencies: RunDependencies,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const { request } = input;
  try {
    const { decision, inputTokensExact } = await planRun(input, dependencies, signal);
    if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
    yield { type: "decision", decision };
    if (decision.signals.difficulty) dependencies.routeMemory.addScore(decision.signals.difficulty.score);
    if (!decision.target) throw noRouteError(decision);
    let target = decision.target;
    for (let leg = 0; ; leg++) {
      try {
        yield* streamLeg({ request, decision, inputTokensExact, signal, leg, target }, dependencies);
        return;
      } catch (thrown) {
        const next = targetOfLeg(decision, leg + 1);
        if (next === null || !(thrown instanceof LegFailure) || !mayFallBack(thrown, signal)) throw thrown;
        target = next;
      }
    }
  } catch (thrown) {
    throw thrown instanceof LegFailure ? thrown.error : InferenceError.from(thrown);
  } finally {
    dependencies.door.close(request.id);
    dependencies.door.forget(request.id);
  }
}

function mayFallBack({ error, hadOutput }: LegFailure, signal: AbortSignal): boolean {
  return error.retryable && !hadOutput && !signal.aborted;
}
