import type { WireError } from "../../core/errors";
import type { Run } from "../../core/run";

/** Keys as providers write them, should a server repeat one in its error. */
const SECRETS = [/\b(?:sk|pk|rk|xai|gsk|hf|AIza)[-_]?[A-Za-z0-9_-]{16,}/g, /\bBearer\s+\S+/gi];

/**
 * The run as it is kept: without the data of attachments (name and size stay), without the answer's schema,
 * and without anything in an error that looks like a key. Plain data, safe for a structured clone.
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
    error: run.error === null ? null : withoutKeys(run.error),
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
