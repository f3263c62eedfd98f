import type { SchedulerPort } from "./dependencies";

/** A frame never waits longer than this: hidden tabs get no animation frames. */
const LONGEST_WAIT_MS = 200;

/**
 * The browser's clock and frames. `beforePaint` races an animation frame against a timer, so that text keeps
 * arriving in a hidden tab (row U2).
 */
export const browserScheduler: SchedulerPort = {
  nowMs: () => performance.now(),
  dateMs: () => Date.now(),
  beforePaint(callback) {
    let frame = 0;
    let timer: ReturnType<typeof setTimeout>;
    const cancel = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
    const fire = () => {
      cancel();
      callback();
    };
    frame = requestAnimationFrame(fire);
    timer = setTimeout(fire, document.hidden ? 0 : LONGEST_WAIT_MS);
    return cancel;
  },
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
