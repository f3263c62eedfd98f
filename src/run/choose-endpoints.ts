import type { InferenceRequest } from "../core/request";
import type { RestingEndpoint, RouteSignals } from "../core/route";
import { cloudObstacle } from "../routing/obstacles";
import { hostOf } from "./describe-attempt";
import type { CloudEndpoint } from "./run-dependencies";

/** Which endpoint a request would go to, which ones stand in for it, and which are left aside for now. */
export interface EndpointChoice {
  /** The first even where it cannot take the request, so that its obstacle can be told; null where there is none. */
  first: CloudEndpoint | null;
  others: readonly CloudEndpoint[];
  resting: readonly RestingEndpoint[];
}

/**
 * The endpoints that can take a request, in their order. One that failed lately rests while another can do it; where
 * all of them rest, the one whose rest ends first is asked first: a try is better than none.
 */
export function chooseEndpoints(
  request: InferenceRequest,
  endpoints: readonly CloudEndpoint[],
  signalsFor: (endpoint: CloudEndpoint) => RouteSignals,
): EndpointChoice {
  const able = endpoints.filter(
    (endpoint) => cloudObstacle(request, signalsFor(endpoint), endpoint.model) === null,
  );
  const awake = able.filter(({ restSeconds }) => restSeconds === 0);
  const asleep = able.filter(({ restSeconds }) => restSeconds > 0);
  if (awake.length === 0) {
    const [first, ...others] = asleep.toSorted((one, other) => one.restSeconds - other.restSeconds);
    return { first: first ?? endpoints[0] ?? null, others, resting: [] };
  }
  const [first = null, ...others] = awake;
  return {
    first,
    others,
    resting: asleep.map(({ model, restSeconds }) => ({
      host: hostOf(model) ?? model.label,
      modelLabel: model.label,
      secondsLeft: restSeconds,
    })),
  };
}
