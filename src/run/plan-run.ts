import type { Location, ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { Estimate, RouteDecision, RoutePolicy } from "../core/route";
import { estimateRun } from "../metrics/estimate";
import { decideRoute } from "../routing/decide-route";
import { gatherSignals } from "./gather-signals";
import { inputTokensOf } from "./input-tokens";
import { type PrivacySignals, privacySignals, ruleOnTheWay } from "./privacy/privacy-signals";
import type { RunDependencies } from "./run-dependencies";

/** A decision with what it was made from. */
export interface RunPlan {
  decision: RouteDecision;
  inputTokensExact: boolean;
}

/** What is to be decided. */
export interface PlanInput {
  request: InferenceRequest;
  policy: RoutePolicy;
  pane?: Location;
}

/** How long a preview waits for the search for private text before it shows what is known without it, in ms. */
const PREVIEW_WAIT_MS = 150;

/**
 * Gathers signals, estimates both sides and decides. Sends nothing.
 * @throws InferenceError `cancelled`.
 */
export async function planRun(
  input: PlanInput,
  dependencies: RunDependencies,
  signal: AbortSignal,
): Promise<RunPlan> {
  return planWith(
    input,
    await privacySignals(
      input.request,
      ruleOnTheWay(input.request, input.policy, dependencies),
      dependencies,
      signal,
    ),
    dependencies,
  );
}

/**
 * What the page shows before a run: the decision, and where private text is still being looked for, the decision without
 * that before it. Sends nothing.
 * @throws InferenceError `cancelled`.
 */
export async function* previewRun(
  input: PlanInput,
  dependencies: RunDependencies,
  signal: AbortSignal,
): AsyncGenerator<RouteDecision> {
  const rule = ruleOnTheWay(input.request, input.policy, dependencies);
  const looking = privacySignals(input.request, rule, dependencies, signal);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PREVIEW_WAIT_MS);
  });
  const soon = await Promise.race([looking, waited]).finally(() => clearTimeout(timer));
  if (soon === null)
    yield (await planWith(input, rule === null ? {} : { privacyRule: rule }, dependencies)).decision;
  yield (await planWith(input, await looking, dependencies)).decision;
}

async function planWith(
  input: PlanInput,
  privacy: PrivacySignals,
  dependencies: RunDependencies,
): Promise<RunPlan> {
  const { request, policy, pane } = input;
  const { signals, candidates, inputTokensExact } = await gatherSignals(request, privacy, dependencies);
  const pastRuns = dependencies.pastRuns.samples();
  const estimateOf = (location: Location, model: ModelRecord | null): Estimate | null => {
    if (model === null) return null;
    const trialTokensPerSecond =
      location === "local" ? dependencies.trialTokensPerSecond(model.id) : undefined;
    return estimateRun({
      task: request.task,
      model,
      location,
      inputTokens: inputTokensOf(signals, model),
      ...(request.params.maxOutputTokens === undefined
        ? {}
        : { maxOutputTokens: request.params.maxOutputTokens }),
      ...(trialTokensPerSecond === undefined ? {} : { trialTokensPerSecond }),
      pastRuns,
      costUsd: (usage) => dependencies.costUsd(model, usage),
    });
  };
  const estimates = {
    local: estimateOf("local", candidates.local),
    // What the person taught has no cloud side, whatever is set up there.
    cloud: request.task === "own" ? null : estimateOf("cloud", candidates.cloud),
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
