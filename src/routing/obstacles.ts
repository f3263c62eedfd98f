import type { ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { RouteReason, RouteSignals } from "../core/route";

/** Why the device cannot take this request, or null when it can. The first that applies, most telling first. */
export function localObstacle(
  request: InferenceRequest,
  signals: RouteSignals,
  model: ModelRecord | null,
): RouteReason | null {
  if (signals.attachmentTypes.some((type) => !model?.modalities.includes(type)))
    return "attachments-need-cloud";
  if (model === null || signals.local === "none") return "no-local-model";
  if (signals.local === "unavailable") return "local-unavailable";
  if (signals.local === "downloadable") return "local-not-downloaded";
  if (isTooLong(signals.inputTokens, model) && !(model.kind === "specialist" && request.output !== "text")) {
    return "context-too-long";
  }
  return null;
}

/** Why the cloud may not or cannot take it, or null when it can. */
export function cloudObstacle(signals: RouteSignals, model: ModelRecord | null): RouteReason | null {
  if (signals.sensitive) return "sensitive-stays";
  if (!signals.cloudReady || model === null) {
    return signals.cloudMissing === "no-key" ? "no-cloud-key" : "no-cloud-model";
  }
  if (!signals.online) return "offline";
  if (signals.attachmentTypes.some((type) => !model.modalities.includes(type)))
    return "cloud-rejects-attachment";
  if (isTooLong(signals.inputTokens, model)) return "cloud-context-too-long";
  return null;
}

/** A window that the prompt fills leaves no room for an answer. An unknown window is not an obstacle. */
function isTooLong(inputTokens: number, { contextWindow }: ModelRecord): boolean {
  return contextWindow !== undefined && inputTokens >= contextWindow;
}
