import { nextTask } from "../engines/shared/next-task";

/** How long events may keep the page's thread before other tasks get their turn, in ms. */
const SLICE_MS = 8;

/**
 * Makes a check for a loop over events that may come without any pause: a stream whose bytes are all here is read in
 * microtasks alone, and until it ends no click, no timer and no frame would get its turn. Undefined while the slice
 * lasts.
 */
export function createGiveWay(nowMs: () => number): () => Promise<void> | undefined {
  let sliceStartMs = nowMs();
  return () => {
    if (nowMs() - sliceStartMs < SLICE_MS) return undefined;
    return nextTask().then(() => {
      sliceStartMs = nowMs();
    });
  };
}
