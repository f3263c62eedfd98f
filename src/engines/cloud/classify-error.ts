import { type ErrorCode, InferenceError, type InferenceErrorDetails } from "../../core/errors";
import type { ModelRecord } from "../../core/model";
import { withoutKey } from "./endpoint";
import { readErrorBody, type WireFailure } from "./mapping";
import { isRetired } from "./retirement";

/** What stands around a failure. */
export interface FailureContext {
  model?: ModelRecord;
  apiKey: string;
}

/** An error response, its body read as text. */
export interface ErrorResponse {
  status: number;
  body: string;
  retryAfterMs?: number;
  /** What `x-should-retry` said. */
  shouldRetry?: boolean;
}

/** Codes that mean money, whatever the status: waiting does not help. Words in messages are not trusted for this. */
const BILLING_CODES =
  /^(?:insufficient_quota|billing_hard_limit_reached|billing_not_active|insufficient_(?:credits?|balance|funds)|quota_exhausted|credits?_exhausted|payment_required)$/i;
const KEY_CODES =
  /^(?:invalid_api_key|incorrect_api_key|api_key_invalid|authentication_error|unauthorized)$/i;
const RETIRED_CODES = /^(?:model_decommissioned|model_deprecated|model_retired|model_shut_?down)$/i;
const UNKNOWN_MODEL_CODES = /^(?:model_not_found|unknown_model|invalid_model|DeploymentNotFound)$/i;
const LENGTH_CODES = /^(?:context_length_exceeded|string_above_max_length|exceed_context_size_error)$/i;

const RETIRED_WORDS =
  /\b(?:deprecated|decommissioned|retired|sunset|shut ?down|discontinued|no longer (?:available|supported|served))\b/i;
const UNKNOWN_MODEL_WORDS =
  /\bmodel\b.{0,120}\b(?:not found|does(?: not|n't) exist|not exist|is not a valid|unknown)|\b(?:unknown|no such|invalid|not a valid) model\b|\bmodel\b.{0,20}\bnot found\b/is;

/** The error of a response whose status is not a success. The key is in none of its parts. */
export function classifyResponse(response: ErrorResponse, context: FailureContext): InferenceError {
  const failure = readErrorBody(parseJson(response.body)) ?? { message: response.body, codes: [] };
  const code = codeOf(response.status, failure, context.model);
  return cloudError(code, `the endpoint answered with status ${response.status}`, context, {
    status: response.status,
    detail: describeFailure(failure),
    ...(response.retryAfterMs === undefined ? {} : { retryAfterMs: response.retryAfterMs }),
    ...(response.shouldRetry === false ? { retryable: false } : {}),
  });
}

/** The error of a failure inside an answer whose status was a success. */
export function classifyFailure(failure: WireFailure, context: FailureContext): InferenceError {
  const found =
    failure.status === undefined ? codeByName(failure) : codeOf(failure.status, failure, context.model);
  // Only what calls for another next step than "try again" leaves the common code.
  const code: ErrorCode =
    found === undefined || found === "server-error" || found === "bad-request" ? "stream-error" : found;
  return cloudError(code, "the endpoint reported an error inside its answer", context, {
    detail: describeFailure(failure),
    ...(failure.status === undefined ? {} : { status: failure.status }),
  });
}

/** An error of this engine, with the key taken out of what came from outside. */
export function cloudError(
  code: ErrorCode,
  message: string,
  context: FailureContext,
  details: InferenceErrorDetails = {},
): InferenceError {
  return new InferenceError(code, message, {
    engine: "cloud",
    ...(context.model === undefined ? {} : { model: context.model.id }),
    ...details,
    ...(details.detail === undefined ? {} : { detail: withoutKey(details.detail, context.apiKey) }),
  });
}

function codeOf(status: number, failure: WireFailure, model: ModelRecord | undefined): ErrorCode {
  const named = codeByName(failure);
  if (named !== undefined)
    return model !== undefined && named === "model-unknown" && isRetired(model) ? "model-retired" : named;
  if (status === 401) return "auth";
  if (status === 402) return "quota-exhausted";
  if (status === 403) return "forbidden";
  if (status === 410) return "model-retired";
  if (status === 429) return "rate-limited";
  if (status === 408 || status === 409 || status >= 500) return "server-error";
  if (status === 404 || status === 400 || status === 422) {
    if (RETIRED_WORDS.test(failure.message)) return "model-retired";
    if (UNKNOWN_MODEL_WORDS.test(failure.message)) {
      return model !== undefined && isRetired(model) ? "model-retired" : "model-unknown";
    }
  }
  return "bad-request";
}

function codeByName({ codes, message }: WireFailure): ErrorCode | undefined {
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  if (has(BILLING_CODES)) return "quota-exhausted";
  if (has(KEY_CODES)) return "auth";
  if (has(RETIRED_CODES)) return "model-retired";
  if (has(UNKNOWN_MODEL_CODES)) return RETIRED_WORDS.test(message) ? "model-retired" : "model-unknown";
  if (has(LENGTH_CODES)) return "context-overflow";
  return undefined;
}

function describeFailure({ message, codes }: WireFailure): string {
  return codes.length === 0 ? message : `${message} (${codes.join(", ")})`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
