import { InferenceError } from "../../core/errors";
import type { InferenceRequest } from "../../core/request";
import type { RoutePolicy, RouteSignals } from "../../core/route";
import type { RunDependencies } from "../run-dependencies";
import { originOf, privacyRule } from "./privacy-rule";
import { privateLabels } from "./protect-request";

/** The part of the signals that is about private text. */
export type PrivacySignals = Pick<RouteSignals, "privateLabels" | "privacyRule" | "privacyUnchecked">;

/**
 * What the router needs to know of private text. Nothing is looked for where the text cannot leave anyway, or may leave
 * as it is. A check that fails is told as such: nobody knows what the text holds.
 * @throws InferenceError `cancelled`.
 */
export async function privacySignals(
  request: InferenceRequest,
  { mode }: RoutePolicy,
  { privacy, cloudSide }: Pick<RunDependencies, "privacy" | "cloudSide">,
  signal: AbortSignal,
): Promise<PrivacySignals> {
  const cloud = cloudSide();
  const mayLeave = mode !== "local" && request.sensitivity !== "sensitive" && request.task !== "own";
  if (!mayLeave || cloud.model === null || cloud.missing !== undefined) return {};
  const rule = privacyRule(request, originOf(cloud.model), privacy.settings());
  if (rule === "as-is") return { privacyRule: rule };
  try {
    return { privacyRule: rule, privateLabels: await privateLabels(request, privacy, signal) };
  } catch (thrown) {
    const error = InferenceError.from(thrown);
    if (error.code === "cancelled") throw error;
    return { privacyRule: rule, privacyUnchecked: true };
  }
}
