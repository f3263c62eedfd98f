import type { ErrorCode, InferenceError } from "../../core/errors";

/** How often a call is tried again after the first time. */
export const MAX_RETRIES = 2;

/** The longest wait that a server may ask for; beyond it, and for none at all, our own backoff is used, as OpenAI's SDKs do. */
const LONGEST_ASKED_MS = 60_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;
/** Share of the backoff that chance may take off, so that many clients do not come back at once. */
const JITTER = 0.25;

/** Failures that only the person can mend. */
const NEVER_AGAIN: ReadonlySet<ErrorCode> = new Set(["auth", "forbidden", "quota-exhausted"]);

/** What the headers of a response say about trying again. Browsers hide them unless the server exposes them. */
export interface RetryHints {
  retryAfterMs?: number;
  shouldRetry?: boolean;
}

/** Reads `x-should-retry`, `retry-after-ms` and `retry-after` (seconds or an HTTP date). */
export function readRetryHints(headers: Headers, nowDateMs: number): RetryHints {
  const should = headers.get("x-should-retry");
  const afterMs = readWaitMs(headers, nowDateMs);
  return {
    ...(should === "true" || should === "false" ? { shouldRetry: should === "true" } : {}),
    ...(afterMs === undefined ? {} : { retryAfterMs: afterMs }),
  };
}

function readWaitMs(headers: Headers, nowDateMs: number): number | undefined {
  const exact = readNumber(headers.get("retry-after-ms"));
  if (exact !== undefined) return exact;
  const header = headers.get("retry-after");
  if (header === null) return undefined;
  const seconds = readNumber(header);
  if (seconds !== undefined) return seconds * 1000;
  // `Date.parse` makes a date of a bare number too, such as a negative number of seconds.
  const dateMs = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowDateMs);
}

function readNumber(text: string | null): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/**
 * Whether a call that failed before any answer may be made again: 408, 409, 429, 5xx and a connection that failed.
 * `x-should-retry` wins, but nothing makes a refused key or an empty account worth another try.
 */
export function mayRetry(error: InferenceError, hints: RetryHints): boolean {
  if (error.code === "network") return error.retryable;
  if (error.status === undefined || NEVER_AGAIN.has(error.code)) return false;
  if (hints.shouldRetry !== undefined) return hints.shouldRetry;
  return error.code === "rate-limited" || error.code === "server-error";
}

/** The wait before retry number `attempt` (from 1), in ms. `random` is from 0 to 1. */
export function retryDelayMs(attempt: number, hints: RetryHints, random: number): number {
  const asked = hints.retryAfterMs;
  if (asked !== undefined && asked > 0 && asked <= LONGEST_ASKED_MS) return Math.ceil(asked);
  const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  return Math.round(backoffMs * (1 - JITTER * random));
}
