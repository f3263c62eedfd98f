/** Time limits of one call, in ms. */
export interface CloudTimeouts {
  /** From sending to the headers of the response. */
  connectMs: number;
  /** From sending to the first piece of the answer; comments and empty messages do not count. */
  firstTokenMs: number;
  /** Between bytes, once the answer has begun. */
  idleMs: number;
  /** How long usage and `[DONE]` are waited for once a finish reason was seen; then the answer is complete anyway. */
  afterFinishMs: number;
}

/** The limits where neither the provider nor the caller has others. */
export const DEFAULT_TIMEOUTS: CloudTimeouts = {
  connectMs: 30_000,
  firstTokenMs: 60_000,
  idleMs: 30_000,
  afterFinishMs: 5_000,
};
