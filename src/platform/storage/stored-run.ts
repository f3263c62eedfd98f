import type { WireError } from "../../core/errors";
import type { RouteDecision, RouteTarget } from "../../core/route";
import type { Run } from "../../core/run";
import { withoutSecrets } from "./without-secrets";

/** Keys as providers write them, should a server repeat one in its error. */
const SECRETS = [/\b(?:sk|pk|rk|xai|gsk|hf|AIza)[-_]?[A-Za-z0-9_-]{16,}/g, /\bBearer\s+\S+/gi];

/**
 * The run as it is kept: without the data of attachments (name and size stay), without the answer's schema,
 * and without anything in an error or in an endpoint's address that looks like a key. Plain data, safe for a structured
 * clone.
 */
export function toStoredRun(run: Run): Run {
  const { responseFormat: _, ...params } = run.request.params;
  return {
    ...run,
    request: {
      ...run.request,
      params,
      attachments: run.request.attachments.map((attachment) => ({ ...attachment, data: "" })),
    },
    decision: run.decision === null ? null : withoutSecretAddresses(run.decision),
    error: run.error === null ? null : withoutKeys(run.error),
  };
}

function withoutSecretAddresses(decision: RouteDecision): RouteDecision {
  const { target, fallbacks } = decision;
  return {
    ...decision,
    target: target && withCleanAddress(target),
    fallbacks: fallbacks.map(withCleanAddress),
  };
}

function withCleanAddress(target: RouteTarget): RouteTarget {
  const { source } = target.model;
  if (source.type !== "provider" || source.baseUrl === undefined) return target;
  return {
    ...target,
    model: { ...target.model, source: { ...source, baseUrl: withoutSecrets(source.baseUrl) } },
  };
}

function withoutKeys(error: WireError): WireError {
  return {
    ...error,
    message: mask(error.message),
    ...(error.detail === undefined ? {} : { detail: mask(error.detail) }),
  };
}

function mask(text: string): string {
  return SECRETS.reduce((masked, pattern) => masked.replace(pattern, "[removed]"), text);
}
