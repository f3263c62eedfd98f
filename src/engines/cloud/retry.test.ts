import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorCode, InferenceError } from "../../core/errors";
import { mayRetry, readRetryHints, retryDelayMs } from "./retry";

const NOW_MS = Date.parse("2026-11-25T12:00:00Z");
const hints = (headers: Record<string, string>) => readRetryHints(new Headers(headers), NOW_MS);

describe("what headers say about trying again", () => {
  it.each([
    [{}, {}],
    [{ "retry-after": "2" }, { retryAfterMs: 2000 }],
    [{ "retry-after": "0.5" }, { retryAfterMs: 500 }],
    [{ "retry-after": "Wed, 25 Nov 2026 12:00:03 GMT" }, { retryAfterMs: 3000 }],
    [{ "retry-after": "Wed, 25 Nov 2026 11:00:00 GMT" }, { retryAfterMs: 0 }],
    [{ "retry-after-ms": "70", "retry-after": "9" }, { retryAfterMs: 70 }],
    [{ "retry-after": "" }, {}],
    [{ "retry-after": "soon" }, {}],
    [{ "retry-after": "-1" }, {}],
    [{ "retry-after": "Infinity" }, {}],
    [{ "x-should-retry": "true" }, { shouldRetry: true }],
    [{ "x-should-retry": "false" }, { shouldRetry: false }],
    [{ "x-should-retry": "maybe" }, {}],
  ])("reads %j as %j", (headers, read) => {
    expect(hints(headers as Record<string, string>)).toEqual(read);
  });
});

describe("whether and when to try again", () => {
  it("decides by code and status", () => {
    const retried = (code: ErrorCode, status?: number) =>
      mayRetry(new InferenceError(code, "x", status === undefined ? {} : { status }), {});
    const withStatus = (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => retried(code, 500));
    expect(withStatus.sort()).toEqual(["network", "rate-limited", "server-error"]);
    const without = (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => retried(code));
    expect(without).toEqual(["network"]);
  });

  it("believes x-should-retry, both ways", () => {
    const bad = new InferenceError("bad-request", "x", { status: 400 });
    const server = new InferenceError("server-error", "x", { status: 500 });
    expect(mayRetry(bad, { shouldRetry: true })).toBe(true);
    expect(mayRetry(server, { shouldRetry: false })).toBe(false);
    expect(mayRetry(new InferenceError("network", "x", { retryable: false }), {})).toBe(false);
  });

  it("waits as asked up to a minute, else between 3/4 and all of a doubled backoff of at most 8 s", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.option(fc.nat(200_000), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, asked, random) => {
          const delayMs = retryDelayMs(attempt, asked === undefined ? {} : { retryAfterMs: asked }, random);
          if (asked !== undefined && asked > 0 && asked <= 60_000) {
            expect(delayMs).toBe(asked);
            return;
          }
          const whole = Math.min(8000, 500 * 2 ** (attempt - 1));
          expect(delayMs).toBeLessThanOrEqual(whole);
          expect(delayMs).toBeGreaterThanOrEqual(whole * 0.75);
        },
      ),
    );
  });
});
