import type { Availability, ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { RouteSignals } from "../core/route";
import type { RouteCandidates } from "../routing/decide-route";
import { chooseLocalModel } from "./choose-local-model";
import type { RunDependencies } from "./run-dependencies";

/** Facts for a decision, and what they are about. */
export interface GatheredSignals {
  signals: RouteSignals;
  candidates: RouteCandidates;
  inputTokensExact: boolean;
}

/** Asks everything a decision needs. Sends nothing; a question that fails counts as the cautious answer. */
export async function gatherSignals(
  request: InferenceRequest,
  dependencies: RunDependencies,
): Promise<GatheredSignals> {
  const cloud = dependencies.cloudSide();
  const [local, count] = await Promise.all([
    chooseLocalModel(dependencies.localCandidates(request), (model) => availabilityOf(model, dependencies)),
    dependencies.countTokens(request.messages.map((message) => message.content).join("\n")),
  ]);
  const attachmentTokens =
    cloud.model && request.attachments.length > 0 ? dependencies.attachmentTokens(request, cloud.model) : 0;
  return {
    candidates: { local: local.model, cloud: cloud.model },
    inputTokensExact: count.exact && attachmentTokens === 0,
    signals: {
      online: cloud.loopback || dependencies.isOnline(),
      cloudReady: cloud.model !== null && cloud.missing === undefined,
      ...(cloud.missing === undefined ? {} : { cloudMissing: cloud.missing }),
      local: local.availability?.state ?? "none",
      ...(local.availability?.state !== "ready" && local.availability?.reason !== undefined
        ? { localReason: local.availability.reason }
        : {}),
      inputTokens: count.tokens + attachmentTokens,
      attachmentTypes: [...new Set(request.attachments.map(({ type }) => type))],
      sensitive: request.sensitivity === "sensitive",
    },
  };
}

async function availabilityOf(model: ModelRecord, dependencies: RunDependencies): Promise<Availability> {
  try {
    const engine = await dependencies.loadEngine(model.engine);
    return await engine.availability(model);
  } catch (thrown) {
    return { state: "unavailable", reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
