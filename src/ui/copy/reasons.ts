import type { Location } from "../../core/model";
import type { RouteMode, RouteReason } from "../../core/route";

/** What the two sides are called. */
export const LOCATION_LABELS: Readonly<Record<Location, string>> = { local: "On device", cloud: "Cloud" };

/** The Route control, in its order. */
export const ROUTE_LABELS: Readonly<Record<RouteMode, string>> = {
  auto: "Auto",
  local: "On device",
  cloud: "Cloud",
  compare: "Compare",
};

/** What each mode does, in a sentence. */
export const ROUTE_HELP: Readonly<Record<RouteMode, string>> = {
  auto: "On this device, unless the cloud is clearly worth more; the receipt says why.",
  local: "Nothing leaves this device.",
  cloud: "Your text is sent to the endpoint in Settings.",
  compare: "Both at once, measured alike. Your text is sent to the endpoint in Settings.",
};

/** Why a side was chosen or ruled out. A missing reason does not compile. */
export const REASON_COPY: Readonly<Record<RouteReason, string>> = {
  "forced-local": "You chose On device.",
  "forced-cloud": "You chose Cloud.",
  escalated: "This device’s answer looked wrong, and by your rule the cloud is asked then.",
  "compare-pane": "You chose Compare, so each side answers.",
  "not-needed": "The other side does it.",
  "specialist-serves": "A specialist on this device does this task.",
  "local-model-ready": "A language model is ready on this device.",
  "attachments-need-cloud": "No model on this device takes the attachment.",
  "no-local-model": "No model on this device does this task.",
  "local-not-downloaded": "The language model for this device has not been downloaded.",
  "local-unavailable": "The model cannot run on this device.",
  "context-too-long": "The text is longer than the local model's context window.",
  "own-stays": "What you taught here is used here alone.",
  "sensitive-stays": "You marked the text to be kept on this device.",
  "private-stays": "Private text was found, and your rule is that it never leaves this device.",
  "privacy-unchecked": "The text could not be looked through for private text, so it stays here.",
  offline: "There is no network.",
  "no-cloud-key": "No API key has been entered.",
  "no-cloud-model": "No cloud model has been chosen.",
  "cloud-rejects-attachment": "The cloud model does not take the attachment.",
  "budget-spent": "Your budget leaves no room for it.",
  "price-unknown": "A budget is set, and the price of the cloud model is not known.",
  "cloud-context-too-long": "The text is longer than the cloud model's context window.",
  "fallback-not-allowed": "Settings do not allow the other side to take over.",
  "cloud-worth-more": "Both sides could, and the cloud is worth more by your wishes in Settings.",
  outweighed: "It could, but is worth less by your wishes in Settings.",
  "private-here": "Private text was found, so this device answers.",
};
