import { InferenceError } from "../core/errors";

/** Time as the app measures it, so that tests can drive it. */
export interface Clock {
  /** Monotonic, ms; unaffected by changes of the wall clock. */
  nowMs(): number;
  /** Wall clock, ms since the epoch; only for dates. */
  dateMs(): number;
}

/** The browser's clocks. */
export const systemClock: Clock = { nowMs: () => performance.now(), dateMs: () => Date.now() };

/**
 * Waits.
 * @throws InferenceError `cancelled` as soon as `signal` is aborted.
 */
export function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = () => {
      clearTimeout(timer);
      reject(new InferenceError("cancelled", "cancelled while waiting"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", cancelled);
      resolve();
    }, delayMs);
    if (signal.aborted) cancelled();
    else signal.addEventListener("abort", cancelled, { once: true });
  });
}
