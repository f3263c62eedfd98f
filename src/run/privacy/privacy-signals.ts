import { InferenceError } from "../../core/errors";
import type { ModelRecord } from "../../core/model";
import type { PrivacyRule } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";
import type { RoutePolicy, RouteSignals } from "../../core/route";
import type { RunDependencies } from "../run-dependencies";
import { originOf, privacyRule } from "./privacy-rule";
import { privateLabels } from "./protect-request";

/** The part of the signals that is about private text. */
export type PrivacySignals = Pick<RouteSignals, "privateLabels" | "privacyRule" | "privacyUnchecked">;

type SignalDependencies = Pick<RunDependencies, "privacy" | "cloudSide" | "isOnline">;

/**
 * The rule for a text that may leave for the cloud as it is set up now; null where it cannot, or where no endpoint can be
 * reached. Of several endpoints' rules the first that asks for a look; {@link privacySignalsAt} has each one's own.
 */
export function ruleOnTheWay(
  request: InferenceRequest,
  { mode }: RoutePolicy,
  { privacy, cloudSide, isOnline }: SignalDependencies,
): PrivacyRule | null {
  const { endpoints, missing } = cloudSide();
  const mayLeave = mode !== "local" && request.sensitivity !== "sensitive" && request.task !== "own";
  if (!mayLeave || missing !== undefined) return null;
  const reached = endpoints.filter(({ loopback }) => loopback || isOnline());
  if (reached.length === 0) return null;
  const rules = reached.map(({ model }) => privacyRule(request, originOf(model), privacy.settings()));
  return rules.find((rule) => rule !== "as-is") ?? "as-is";
}

/**
 * What the router needs to know of private text. Nothing is looked for where the text cannot leave anyway (`rule` is
 * null), or may leave as it is. A check that fails is told as such: nobody knows what the text holds.
 * @throws InferenceError `cancelled`.
 */
export async function privacySignals(
  request: InferenceRequest,
  rule: PrivacyRule | null,
  { privacy }: Pick<RunDependencies, "privacy">,
  signal: AbortSignal,
): Promise<PrivacySignals> {
  if (rule === null) return {};
  if (rule === "as-is") return { privacyRule: rule };
  try {
    return { privacyRule: rule, privateLabels: await privateLabels(request, privacy, signal) };
  } catch (thrown) {
    const error = InferenceError.from(thrown);
    if (error.code === "cancelled") throw error;
    return { privacyRule: rule, privacyUnchecked: true };
  }
}

/** The same signals for another endpoint, whose rule may be another. */
export function privacySignalsAt(
  model: ModelRecord,
  request: InferenceRequest,
  found: PrivacySignals,
  { privacy }: Pick<RunDependencies, "privacy">,
): PrivacySignals {
  if (found.privacyRule === undefined) return found;
  const rule = privacyRule(request, originOf(model), privacy.settings());
  return rule === "as-is" ? { privacyRule: rule } : { ...found, privacyRule: rule };
}
