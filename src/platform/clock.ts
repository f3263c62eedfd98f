/** Time as the app measures it, so that tests can drive it. */
export interface Clock {
  /** Monotonic, ms; unaffected by changes of the wall clock. */
  nowMs(): number;
  /** Wall clock, ms since the epoch; only for dates. */
  dateMs(): number;
}

/** The browser's clocks. */
export const systemClock: Clock = { nowMs: () => performance.now(), dateMs: () => Date.now() };
