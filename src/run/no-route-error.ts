import { type ErrorCode, InferenceError } from "../core/errors";
import type { RouteDecision, RouteReason } from "../core/route";

/** The error that tells best what to do about a reason, most helpful first. */
const CODE_OF_REASON: readonly (readonly [RouteReason, ErrorCode])[] = [
  ["own-stays", "egress-denied"],
  ["sensitive-stays", "egress-denied"],
  ["private-stays", "egress-denied"],
  ["private-here", "egress-denied"],
  ["privacy-unchecked", "detector-failed"],
  ["budget-spent", "budget-spent"],
  ["price-unknown", "price-unknown"],
  ["cloud-rejects-attachment", "attachment-unsupported"],
  ["local-not-downloaded", "model-not-downloaded"],
  ["no-cloud-key", "auth"],
  ["offline", "network"],
  ["no-cloud-model", "model-missing"],
  ["attachments-need-cloud", "attachment-unsupported"],
  ["context-too-long", "context-overflow"],
  ["cloud-context-too-long", "context-overflow"],
  ["local-unavailable", "webgpu-unavailable"],
  ["no-local-model", "model-missing"],
];

/**
 * Why a decision without a target cannot run, as an error that is not retryable. The side that the person forced
 * speaks first, since the other side's obstacle is not theirs to mend.
 */
export function noRouteError(decision: RouteDecision): InferenceError {
  const reasons = decision.reasons;
  const code = CODE_OF_REASON.find(([reason]) => reasons.includes(reason))?.[1] ?? "no-route";
  const { localReason } = decision.signals;
  return new InferenceError(code, `no route: ${reasons.join(", ")}`, {
    retryable: false,
    ...(localReason !== undefined && reasons.some((reason) => reason.startsWith("local-"))
      ? { detail: localReason }
      : {}),
  });
}
