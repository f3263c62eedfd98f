/** What the break-even calculation assumes; null = taken from the person's own log and settings, or not counted. */
export interface CostAssumptions {
  /** Bytes fetched once for the models on the device, in GB (10^9). */
  downloadGb: number | null;
  usdPerGb: number | null;
  /** What was bought for it, if anything. USD. */
  hardwareUsd: number | null;
  /** Of one request. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** Computing on the device for one request. */
  localSeconds: number | null;
  requestsPerDay: number | null;
}

/** Nothing is assumed: all from the log. */
export const NO_ASSUMPTIONS: CostAssumptions = {
  downloadGb: null,
  usdPerGb: null,
  hardwareUsd: null,
  inputTokens: null,
  outputTokens: null,
  localSeconds: null,
  requestsPerDay: null,
};
