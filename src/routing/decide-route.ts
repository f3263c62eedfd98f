import type { ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import {
  DEFAULT_WEIGHTS,
  type Estimate,
  type RouteAlternative,
  type RouteDecision,
  type RoutePolicy,
  type RouteReason,
  type RouteSignals,
  type RouteTarget,
  type RuledOut,
} from "../core/route";
import { cloudObstacle, hasPrivateText, localObstacle } from "./obstacles";
import { utilities } from "./utility";

/** The best model of each side for a request, if there is one. */
export interface RouteCandidates {
  local: ModelRecord | null;
  cloud: ModelRecord | null;
  /** Models at other endpoints, in the order in which they stand in for `cloud`. */
  otherClouds?: readonly ModelRecord[];
}

/** What `decideRoute` reads. */
export interface RouteQuestion {
  request: InferenceRequest;
  policy: RoutePolicy;
  /** The side of a Compare that this run is; absent in the other modes. */
  pane?: "local" | "cloud";
  signals: RouteSignals;
  candidates: RouteCandidates;
  estimates: { local: Estimate | null; cloud: Estimate | null };
}

/**
 * Where a run goes, and why. Pure and total. A side is out when it has an obstacle; a forced side is the only one
 * considered. In Auto, where one side can, it is taken; where both can, the device is taken if private text was found,
 * and the side worth more otherwise, the device where they are worth the same. A fallback to the other side exists in
 * Auto alone: whoever picked a side gets that side or an error. Endpoints stand in for each other.
 */
export function decideRoute(question: RouteQuestion): RouteDecision {
  const { request, policy, signals, candidates, estimates } = question;
  const obstacles: Record<"local" | "cloud", RouteReason | null> = {
    local: localObstacle(request, signals, candidates.local),
    cloud: cloudObstacle(request, signals, candidates.cloud),
  };
  // What Auto keeps here stays here, however the device's answer looks.
  if (policy.isEscalation && hasPrivateText(signals)) obstacles.cloud ??= "private-here";
  const forced = forcedSide(question);
  // Lengths are estimates here. They choose between two sides; where there is one, the model's own count decides.
  if (forced && isLength(obstacles[forced.location])) obstacles[forced.location] = null;
  if (isLength(obstacles.local) && obstacles.cloud !== null) obstacles.local = null;
  const side = {
    local: obstacles.local === null && candidates.local ? targetOf("local", candidates.local) : null,
    cloud: obstacles.cloud === null && candidates.cloud ? targetOf("cloud", candidates.cloud) : null,
  };
  const alternatives = utilities(
    request,
    signals,
    policy.weights ?? DEFAULT_WEIGHTS,
    [side.local, side.cloud]
      .filter((target) => target !== null)
      .map((target) => ({ ...target, estimate: estimates[target.location] })),
  );
  const otherClouds = (candidates.otherClouds ?? [])
    .filter((model) => cloudObstacle(request, signals, model) === null)
    .map((model) => targetOf("cloud", model));
  const decide = (parts: {
    target: RouteTarget | null;
    fallbacks?: readonly RouteTarget[];
    reasons: RouteReason[];
    ruledOut: RuledOut[];
  }): RouteDecision => ({
    requestId: request.id,
    target: parts.target,
    fallbacks: parts.fallbacks ?? [],
    reasons: parts.reasons,
    ruledOut: parts.ruledOut,
    alternatives,
    policy,
    signals,
    estimates,
  });

  if (forced) {
    const obstacle = obstacles[forced.location];
    const other = forced.location === "local" ? "cloud" : "local";
    return decide({
      target: side[forced.location],
      fallbacks: forced.location === "cloud" && side.cloud ? otherClouds : [],
      reasons: obstacle === null ? [forced.reason] : [forced.reason, obstacle],
      ruledOut: [
        ...(obstacle === null ? [] : [{ location: forced.location, reason: obstacle }]),
        { location: other, reason: forced.reason },
      ],
    });
  }

  const isPrivate = hasPrivateText(signals);
  if (side.local && side.cloud && !isPrivate && isCloudWorthMore(alternatives)) {
    return decide({
      target: side.cloud,
      fallbacks: policy.allowLocalFallback ? [...otherClouds, side.local] : otherClouds,
      reasons: ["cloud-worth-more"],
      ruledOut: [{ location: "local", reason: "outweighed" }],
    });
  }
  if (side.local) {
    const serves = side.local.model.kind === "specialist" ? "specialist-serves" : "local-model-ready";
    return decide({
      target: side.local,
      fallbacks: policy.allowCloudFallback && side.cloud ? [side.cloud, ...otherClouds] : [],
      reasons: isPrivate && side.cloud ? ["private-here", serves] : [serves],
      ruledOut: [{ location: "cloud", reason: obstacles.cloud ?? "not-needed" }],
    });
  }
  const ruledOutLocal: RuledOut[] =
    obstacles.local === null ? [] : [{ location: "local", reason: obstacles.local }];
  if (side.cloud) {
    return decide({
      target: side.cloud,
      fallbacks: otherClouds,
      reasons: ruledOutLocal.map(({ reason }) => reason),
      ruledOut: ruledOutLocal,
    });
  }
  const ruledOutCloud: RuledOut[] =
    obstacles.cloud === null ? [] : [{ location: "cloud", reason: obstacles.cloud }];
  const ruledOut = [...ruledOutLocal, ...ruledOutCloud];
  return decide({ target: null, reasons: ruledOut.map(({ reason }) => reason), ruledOut });
}

function isCloudWorthMore(alternatives: readonly RouteAlternative[]): boolean {
  const worth = (location: "local" | "cloud") =>
    alternatives.find((each) => each.location === location)?.utility ?? Number.NEGATIVE_INFINITY;
  return worth("cloud") > worth("local");
}

function isLength(reason: RouteReason | null): boolean {
  return reason === "context-too-long" || reason === "cloud-context-too-long";
}

function targetOf(location: "local" | "cloud", model: ModelRecord): RouteTarget {
  return { location, model };
}

function forcedSide({
  policy,
  pane,
}: RouteQuestion): { location: "local" | "cloud"; reason: RouteReason } | null {
  if (policy.mode === "local") return { location: "local", reason: "forced-local" };
  if (policy.mode === "cloud") {
    return { location: "cloud", reason: policy.isEscalation ? "escalated" : "forced-cloud" };
  }
  // A Compare without a pane cannot be: treat it as the side that sends nothing.
  if (policy.mode === "compare") return { location: pane ?? "local", reason: "compare-pane" };
  return null;
}
