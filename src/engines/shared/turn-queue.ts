import { InferenceError } from "../../core/errors";

/** Gives the turn back; calling it again does nothing. */
export type ReleaseTurn = () => void;

/** Lets one holder in at a time, in the order of asking. */
export interface TurnQueue {
  /** @throws InferenceError `cancelled` when `signal` is aborted before the turn has come. */
  take(signal?: AbortSignal): Promise<ReleaseTurn>;
}

/** An empty {@link TurnQueue}. */
export function createTurnQueue(): TurnQueue {
  let last: Promise<void> = Promise.resolve();
  return {
    take(signal) {
      const before = last;
      let release: ReleaseTurn = () => {};
      const turn = new Promise<void>((resolve) => {
        release = resolve;
      });
      last = before.then(() => turn);
      return new Promise((resolve, reject) => {
        const cancelled = () => {
          release();
          reject(new InferenceError("cancelled", "cancelled while waiting for its turn"));
        };
        if (signal?.aborted === true) return cancelled();
        signal?.addEventListener("abort", cancelled, { once: true });
        void before.then(() => {
          signal?.removeEventListener("abort", cancelled);
          if (signal?.aborted !== true) resolve(release);
        });
      });
    },
  };
}
