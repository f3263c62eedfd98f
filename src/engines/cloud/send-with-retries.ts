import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import { type CallWatch, createCallWatch } from "./call-watch";
import { classifyResponse, cloudError } from "./classify-error";
import { readBodyStart } from "./read-body";
import type { StreamContext } from "./read-stream";
import { MAX_RETRIES, mayRetry, type RetryHints, readRetryHints, retryDelayMs } from "./retry";
import type { CloudTimeouts } from "./timeouts";

/** One call, as often as it takes. */
export interface CallPlan {
  /** Sends it once. */
  send(signal: AbortSignal): Promise<Response>;
  /** The person's own abort. */
  signal: AbortSignal;
  timeouts: CloudTimeouts;
  /** From 0 to 1. */
  random(): number;
  model: ModelRecord;
  apiKey: string;
}

/** A response whose status is a success, with its limits running. Dispose of the watch when done. */
export interface OpenAnswer extends StreamContext {
  response: Response;
}

/**
 * Sends until there is an answer, with at most two retries, and yields `retry-wait` before each wait. Once a response
 * with a success has begun nothing is sent again: it may already have been charged.
 * @throws InferenceError the last failure; `cancelled` at once when aborted.
 */
export async function* openAnswer(plan: CallPlan): AsyncGenerator<InferenceEvent, OpenAnswer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await sendOnce(plan);
    if ("response" in outcome) return outcome;
    const { error, hints } = outcome;
    if (attempt > MAX_RETRIES || !mayRetry(error, hints)) throw error;
    const delayMs = retryDelayMs(attempt, hints, plan.random());
    yield { type: "retry-wait", attempt, delayMs, reason: error.code };
    await pause(delayMs, plan);
  }
}

interface FailedAttempt {
  error: InferenceError;
  hints: RetryHints;
}

async function sendOnce(plan: CallPlan): Promise<OpenAnswer | FailedAttempt> {
  const { timeouts, signal } = plan;
  const watch = createCallWatch(signal, () => cancelled(plan));
  let kept = false;
  try {
    watch.arm("connect", timeouts.connectMs, () =>
      cloudError("connect-timeout", `no response within ${timeouts.connectMs} ms`, plan),
    );
    watch.arm("first-token", timeouts.firstTokenMs, () =>
      cloudError("first-token-timeout", `nothing of an answer within ${timeouts.firstTokenMs} ms`, plan),
    );
    const response = await watch.guard(plan.send(watch.signal));
    watch.disarm("connect");
    refuseRedirect(response, plan);
    if (!response.ok) return await readFailedResponse(response, watch, plan);
    kept = true;
    return { response, watch, timeouts, model: plan.model, apiKey: plan.apiKey };
  } catch (thrown) {
    const error =
      watch.failure ?? InferenceError.from(thrown, "network", { engine: "cloud", model: plan.model.id });
    return { error, hints: {} };
  } finally {
    if (!kept) watch.dispose();
  }
}

/** The door refuses redirects already; this holds whatever the door does. */
function refuseRedirect(response: Response, plan: CallPlan): void {
  const redirect = response.status >= 300 && response.status < 400;
  if (redirect || response.redirected || response.type === "opaqueredirect") {
    throw cloudError("redirect-refused", "the endpoint answered with a redirect; it was not followed", plan);
  }
}

async function readFailedResponse(
  response: Response,
  watch: CallWatch,
  plan: CallPlan,
): Promise<FailedAttempt> {
  const hints = readRetryHints(response.headers, Date.now());
  // A body that hangs must not hide the status: what came until the limit is enough.
  const stop = AbortSignal.any([watch.signal, AbortSignal.timeout(Math.min(5_000, plan.timeouts.idleMs))]);
  const body = await readBodyStart(response, stop);
  if (watch.failure?.code === "cancelled") throw watch.failure;
  return { error: classifyResponse({ status: response.status, body, ...hints }, plan), hints };
}

function cancelled(plan: CallPlan): InferenceError {
  return cloudError("cancelled", "cancelled", plan);
}

/** @throws InferenceError `cancelled` as soon as the person aborts. */
function pause(delayMs: number, plan: CallPlan): Promise<void> {
  const { signal } = plan;
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(cancelled(plan));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, delayMs);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}
