import { hasBudget } from "../core/budget";
import type { Availability, ModelRecord } from "../core/model";
import type { InferenceRequest, Message } from "../core/request";
import type { DifficultySignal, RouteSignals } from "../core/route";
import type { TokenCount } from "../metrics/token-count/token-counter";
import { rankOf } from "../routing/calibration";
import type { RouteCandidates } from "../routing/decide-route";
import { difficultyOf } from "../routing/difficulty/difficulty";
import priorScores from "../routing/difficulty/prior-scores.json";
import { isFreeTask } from "../routing/expected-gap";
import { chooseEndpoints } from "./choose-endpoints";
import { chooseLocalModel } from "./choose-local-model";
import { lastingMessages } from "./fit-context";
import { type PrivacySignals, privacySignalsAt } from "./privacy/privacy-signals";
import type { CloudEndpoint, RunDependencies } from "./run-dependencies";
import { budgetSignal } from "./spending";

/** Facts for a decision, and what they are about. */
export interface GatheredSignals {
  signals: RouteSignals;
  candidates: RouteCandidates;
  inputTokensExact: boolean;
}

/** A run never waits longer for an exact count; the first one loads a table of a megabyte. */
const COUNT_WAIT_MS = 200;

/**
 * Asks everything a decision needs but what `privacy` tells. Sends nothing; a question that fails counts as the cautious
 * answer.
 */
export async function gatherSignals(
  request: InferenceRequest,
  privacy: PrivacySignals,
  dependencies: RunDependencies,
): Promise<GatheredSignals> {
  const side = dependencies.cloudSide();
  const mayLeaveOut = dependencies.overflowPolicy() !== "refuse";
  const lasting = mayLeaveOut ? lastingMessages(request.messages) : request.messages;
  const [local, count, textCount, lastingCount, spent] = await Promise.all([
    chooseLocalModel(dependencies.localCandidates(request), (model) => availabilityOf(model, dependencies)),
    countSoon(textOf(request.messages), dependencies),
    countSoon(request.text, dependencies),
    lasting.length < request.messages.length ? countSoon(textOf(lasting), dependencies) : null,
    hasBudget(dependencies.spending.budget())
      ? dependencies.spending.ledger.totals().catch(() => null)
      : null,
  ]);
  const learnt = dependencies.routeMemory.read();
  const correction = learnt.tasks[request.task]?.correction ?? 0;
  const difficulty = isFreeTask(request.task) ? judgeDifficulty(request, learnt.scores) : null;
  const online = dependencies.isOnline();
  const signalsFor = (endpoint: CloudEndpoint | null): RouteSignals => {
    const attachmentTokens = attachmentTokensOf(request, endpoint, dependencies);
    const inputTokens = count.tokens + attachmentTokens;
    const budget =
      endpoint === null ? undefined : budgetSignal(request, endpoint.model, inputTokens, spent, dependencies);
    return {
      online: online || endpoint?.loopback === true,
      cloudReady: endpoint !== null && side.missing === undefined,
      ...(side.missing === undefined ? {} : { cloudMissing: side.missing }),
      local: local.availability?.state ?? "none",
      ...(local.availability?.state !== "ready" && local.availability?.reason !== undefined
        ? { localReason: local.availability.reason }
        : {}),
      inputTokens,
      textTokens: textCount.tokens,
      ...(lastingCount === null ? {} : { leastTokens: lastingCount.tokens + attachmentTokens }),
      attachmentTypes: [...new Set(request.attachments.map(({ type }) => type))],
      sensitive: request.sensitivity === "sensitive",
      ...(difficulty === null ? {} : { difficulty }),
      ...(correction === 0 ? {} : { taskCorrection: correction }),
      ...(local.model?.source.type === "hugging-face"
        ? { localLoaded: dependencies.resident.holds(local.model) }
        : {}),
      device: dependencies.deviceState(),
      ...(endpoint === null ? privacy : privacySignalsAt(endpoint.model, request, privacy, dependencies)),
      ...(budget === undefined ? {} : { budget }),
    };
  };
  const { first, others, resting } = chooseEndpoints(request, side.endpoints, signalsFor);
  return {
    candidates: {
      local: local.model,
      cloud: first?.model ?? null,
      otherClouds: others.map(({ model }) => model),
    },
    inputTokensExact:
      count.exact && textCount.exact && attachmentTokensOf(request, first, dependencies) === 0,
    signals: { ...signalsFor(first), ...(resting.length === 0 ? {} : { resting }) },
  };
}

function attachmentTokensOf(
  request: InferenceRequest,
  endpoint: CloudEndpoint | null,
  { attachmentTokens }: RunDependencies,
): number {
  return endpoint === null || request.attachments.length === 0
    ? 0
    : attachmentTokens(request, endpoint.model);
}

/** How hard the newest words of the person are. */
function judgeDifficulty({ messages, text }: InferenceRequest, own: readonly number[]): DifficultySignal {
  const asked = messages.findLast(({ role }) => role === "user")?.content ?? text;
  const { score, kind } = difficultyOf(asked);
  return { score, kind, rank: rankOf(score, own, priorScores) };
}

function textOf(messages: readonly Message[]): string {
  return messages.map((message) => message.content).join("\n");
}

async function availabilityOf(model: ModelRecord, dependencies: RunDependencies): Promise<Availability> {
  try {
    const engine = await dependencies.loadEngine(model.engine);
    return await engine.availability(model);
  } catch (thrown) {
    return { state: "unavailable", reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** The exact count where it comes soon, else the estimate. */
async function countSoon(
  text: string,
  { countTokens, estimateTokens }: Pick<RunDependencies, "countTokens" | "estimateTokens">,
): Promise<TokenCount> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const estimate = new Promise<TokenCount>((resolve) => {
    timer = setTimeout(() => resolve({ tokens: estimateTokens(text), exact: false }), COUNT_WAIT_MS);
  });
  try {
    return await Promise.race([countTokens(text), estimate]);
  } finally {
    clearTimeout(timer);
  }
}
