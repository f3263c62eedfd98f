import { InferenceError } from "../../core/errors";

/**
 * Resolves after `delayMs`; 0 still gives other tasks a turn, infinity waits for the abort alone.
 * @throws InferenceError `cancelled` as soon as `signal` is aborted.
 */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const abort = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      reject(new InferenceError("cancelled", "cancelled", { engine: "scripted" }));
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort);
    if (delayMs === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, delayMs);
  });
}

/** Resolves in a new task at once: a message is not held back to 4 ms as a nested timer is. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
