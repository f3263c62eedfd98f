import { nextTask } from "../../../shared/next-task";

/** Work between two turns, in ms: short enough for a stop to be heard at once. */
const TURN_MS = 30;

/**
 * For long work without a pause of its own: await the function between two steps. Every 30 ms it lets waiting
 * messages in, such as the one that stops the run, and it throws once the run is to stop.
 */
export function createTurns(signal: AbortSignal | undefined): () => Promise<void> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started > TURN_MS) {
      await nextTask();
      started = performance.now();
    }
    signal?.throwIfAborted();
  };
}
