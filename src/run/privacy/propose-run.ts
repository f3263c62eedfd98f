import { InferenceError } from "../../core/errors";
import type { InferenceRequest } from "../../core/request";
import type { RoutePolicy } from "../../core/route";
import type { OutboundProposal } from "../../core/run-privacy";
import { cloudObstacle } from "../../routing/obstacles";
import { fitLeg } from "../fit-leg";
import { gatherSignals } from "../gather-signals";
import { inputTokensOf } from "../input-tokens";
import type { RunDependencies } from "../run-dependencies";
import { boundToBudget } from "../spending";
import { proposalOf } from "./clear-for-cloud";
import { originOf, privacyRule } from "./privacy-rule";
import { privacySignals, ruleOnTheWay } from "./privacy-signals";
import { protectRequest } from "./protect-request";

const CLOUD: RoutePolicy = { mode: "cloud", allowCloudFallback: false, allowLocalFallback: false };

/**
 * What would leave for the endpoint that a run in the cloud would ask first, by the steps that the run takes: the same
 * sentences, the same limit on the answer, the same masks. Sends and reserves nothing.
 * @throws InferenceError `no-route` without an endpoint, and as `fitLeg`, `boundToBudget` and `protectRequest` do.
 */
export async function proposeRun(
  request: InferenceRequest,
  dependencies: RunDependencies,
  signal: AbortSignal,
): Promise<OutboundProposal> {
  const found = await privacySignals(
    request,
    ruleOnTheWay(request, CLOUD, dependencies),
    dependencies,
    signal,
  );
  const { candidates, signals, inputTokensExact } = await gatherSignals(request, found, dependencies);
  const model = candidates.cloud;
  if (model === null) throw new InferenceError("no-route", "no endpoint is set up");
  const obstacle = cloudObstacle(request, signals, model);
  if (obstacle === "budget-spent" || obstacle === "price-unknown")
    throw new InferenceError(obstacle, "a run would be refused");
  const engine = await dependencies.loadEngine(model.engine);
  const counted = { tokens: inputTokensOf(signals, model), isExact: inputTokensExact };
  const fitted = await fitLeg(request, { engine, model }, counted, dependencies, signal);
  const { inputTokens } = fitted.size;
  const bounded = await boundToBudget(fitted.request, { engine, model, inputTokens }, dependencies);
  const rule = privacyRule(bounded, originOf(model), dependencies.privacy.settings());
  return proposalOf(await protectRequest(bounded, rule, dependencies, signal), engine, model);
}
