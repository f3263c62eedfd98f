import type { InferenceError } from "../../core/errors";

/**
 * Watches over one call: the person's abort and our own time limits end it at once, whichever promise it waits for.
 * The first failure stands.
 */
export interface CallWatch {
  /** Aborted when the call has failed or was disposed of; give it to the request. */
  readonly signal: AbortSignal;
  readonly failure: InferenceError | null;
  /** Fails the call with `error()` after `limitMs` unless disarmed or armed anew under the same name. */
  arm(name: string, limitMs: number, error: () => InferenceError): void;
  disarm(name: string): void;
  /** `promise`, or the failure as soon as there is one. Only one may be waited for at a time. */
  guard<T>(promise: Promise<T>): Promise<T>;
  /** Stops all limits and ends the request if it is still open. */
  dispose(): void;
}

/** @param cancelled - makes the error for the person's own abort. */
export function createCallWatch(outer: AbortSignal, cancelled: () => InferenceError): CallWatch {
  const controller = new AbortController();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let failure: InferenceError | null = null;
  let rejectPending: ((error: InferenceError) => void) | null = null;

  function fail(error: InferenceError): void {
    if (failure !== null) return;
    failure = error;
    rejectPending?.(error);
    controller.abort();
  }
  const onAbort = () => fail(cancelled());
  outer.addEventListener("abort", onAbort, { once: true });
  if (outer.aborted) onAbort();

  function disarm(name: string): void {
    clearTimeout(timers.get(name));
    timers.delete(name);
  }

  return {
    signal: controller.signal,
    get failure() {
      return failure;
    },
    arm(name, limitMs, error) {
      disarm(name);
      timers.set(
        name,
        setTimeout(() => fail(error()), limitMs),
      );
    },
    disarm,
    guard<T>(promise: Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const settle = (act: () => void) => {
          rejectPending = null;
          act();
        };
        // Both handlers are always attached, so that a promise that loses the race is never unhandled.
        promise.then(
          (value) => settle(() => (failure === null ? resolve(value) : reject(failure))),
          (thrown) => settle(() => reject(failure ?? thrown)),
        );
        if (failure !== null) reject(failure);
        else rejectPending = reject;
      });
    },
    dispose() {
      for (const name of [...timers.keys()]) disarm(name);
      outer.removeEventListener("abort", onAbort);
      controller.abort();
    },
  };
}
