import { answerRoomTokens } from "../core/context-window";
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
  const isRead = model.kind === "language-model" || request.output === "text";
  if (isRead && isTooLong(request, signals, model)) return "context-too-long";
  return null;
}

/** Why the cloud may not or cannot take it, or null when it can. */
export function cloudObstacle(
  request: InferenceRequest,
  signals: RouteSignals,
  model: ModelRecord | null,
): RouteReason | null {
  if (request.task === "own") return "own-stays";
  if (signals.sensitive) return "sensitive-stays";
  if (signals.privacyRule === "never" && hasPrivateText(signals)) return "private-stays";
  if (!signals.cloudReady || model === null) {
    return signals.cloudMissing === "no-key" ? "no-cloud-key" : "no-cloud-model";
  }
  if (!signals.online) return "offline";
  // After the network: what looks through the text may need it once.
  if (signals.privacyUnchecked) return "privacy-unchecked";
  if (signals.budget?.isPriceUnknown) return "price-unknown";
  if (signals.budget?.spent !== undefined) return "budget-spent";
  if (signals.attachmentTypes.some((type) => !model.modalities.includes(type)))
    return "cloud-rejects-attachment";
  if (isTooLong(request, signals, model)) return "cloud-context-too-long";
  return null;
}

/** Whether detectors found identifying text. */
export function hasPrivateText({ privateLabels = [] }: RouteSignals): boolean {
  return privateLabels.length > 0;
}

/**
 * Whether what must be read leaves no room for an answer; turns that may be left out are not counted. An unknown window
 * is not an obstacle.
 */
function isTooLong(
  { params }: InferenceRequest,
  { inputTokens, leastTokens = inputTokens }: RouteSignals,
  { contextWindow }: ModelRecord,
): boolean {
  return contextWindow !== undefined && leastTokens + answerRoomTokens(params, contextWindow) > contextWindow;
}
