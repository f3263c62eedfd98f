import type { Availability, ModelRecord } from "../core/model";
import type { InferenceRequest, Message } from "../core/request";
import type { DifficultySignal, RouteSignals } from "../core/route";
import type { TokenCount } from "../metrics/token-count/token-counter";
import { rankOf } from "../routing/calibration";
import type { RouteCandidates } from "../routing/decide-route";
import { difficultyOf } from "../routing/difficulty/difficulty";
import priorScores from "../routing/difficulty/prior-scores.json";
import { isFreeTask } from "../routing/expected-gap";
import { chooseLocalModel } from "./choose-local-model";
import { lastingMessages } from "./fit-context";
import type { PrivacySignals } from "./privacy/privacy-signals";
import type { RunDependencies } from "./run-dependencies";

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
  const cloud = dependencies.cloudSide();
  const mayLeaveOut = dependencies.overflowPolicy() !== "refuse";
  const lasting = mayLeaveOut ? lastingMessages(request.messages) : request.messages;
  const [local, count, textCount, lastingCount] = await Promise.all([
    chooseLocalModel(dependencies.localCandidates(request), (model) => availabilityOf(model, dependencies)),
    countSoon(textOf(request.messages), dependencies),
    countSoon(request.text, dependencies),
    lasting.length < request.messages.length ? countSoon(textOf(lasting), dependencies) : null,
  ]);
  const attachmentTokens =
    cloud.model && request.attachments.length > 0 ? dependencies.attachmentTokens(request, cloud.model) : 0;
  const learnt = dependencies.routeMemory.read();
  const correction = learnt.tasks[request.task]?.correction ?? 0;
  return {
    candidates: { local: local.model, cloud: cloud.model },
    inputTokensExact: count.exact && textCount.exact && attachmentTokens === 0,
    signals: {
      online: cloud.loopback || dependencies.isOnline(),
      cloudReady: cloud.model !== null && cloud.missing === undefined,
      ...(cloud.missing === undefined ? {} : { cloudMissing: cloud.missing }),
      local: local.availability?.state ?? "none",
      ...(local.availability?.state !== "ready" && local.availability?.reason !== undefined
        ? { localReason: local.availability.reason }
        : {}),
      inputTokens: count.tokens + attachmentTokens,
      textTokens: textCount.tokens,
      ...(lastingCount === null ? {} : { leastTokens: lastingCount.tokens + attachmentTokens }),
      attachmentTypes: [...new Set(request.attachments.map(({ type }) => type))],
      sensitive: request.sensitivity === "sensitive",
      ...privacy,
      ...(isFreeTask(request.task) ? { difficulty: judgeDifficulty(request, learnt.scores) } : {}),
      ...(correction === 0 ? {} : { taskCorrection: correction }),
      ...(local.model?.source.type === "hugging-face"
        ? { localLoaded: dependencies.resident.holds(local.model) }
        : {}),
      device: dependencies.deviceState(),
    },
  };
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
