/** How fast a transfer goes and how long it still takes; null until that can be told. */
export interface TransferRate {
  bytesPerSecond: number | null;
  secondsLeft: number | null;
}

/** Takes each count of bytes as it is known, and gives the smoothed speed. */
export interface TransferMeter {
  /** `total` 0 means unknown. */
  add(nowMs: number, loaded: number, total: number): TransferRate;
}

/** Old speed fades over about this long, so that the figure does not flicker. */
const FADE_MS = 4000;
/** Shorter steps are added up: what arrives within one says nothing of the line. */
const STEP_MS = 250;

/**
 * Measures one transfer. The first count is what was there before; a count that goes back (a file that is fetched
 * once more) starts a new step and is not taken as negative speed.
 */
export function createTransferMeter(): TransferMeter {
  let last: { ms: number; loaded: number } | null = null;
  let bytesPerSecond: number | null = null;
  return {
    add(nowMs, loaded, total) {
      if (last === null || loaded < last.loaded) {
        last = { ms: nowMs, loaded };
      } else if (nowMs - last.ms >= STEP_MS) {
        const stepMs = nowMs - last.ms;
        const speed = ((loaded - last.loaded) / stepMs) * 1000;
        const weight = 1 - Math.exp(-stepMs / FADE_MS);
        bytesPerSecond = bytesPerSecond === null ? speed : bytesPerSecond + weight * (speed - bytesPerSecond);
        last = { ms: nowMs, loaded };
      }
      if (bytesPerSecond === null || bytesPerSecond <= 0 || total <= 0)
        return { bytesPerSecond, secondsLeft: null };
      return { bytesPerSecond, secondsLeft: Math.max(0, total - loaded) / bytesPerSecond };
    },
  };
}
