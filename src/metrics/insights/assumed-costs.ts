import type { CostAssumptions } from "../../core/insights";
import type { Tally } from "./tally";

/** Every assumption as a figure. */
export type AssumedCosts = { readonly [Field in keyof CostAssumptions]: number };

/** A request of an ordinary size, where there is no log yet. */
const USUAL = { inputTokens: 500, outputTokens: 200, localSeconds: 5, requestsPerDay: 20 } as const;
const DAY_MS = 86_400_000;

/**
 * The person's assumptions, and in place of those left open the means of the log: tokens over all runs, seconds over runs
 * on the device, runs a day from the first to the last. Downloads are the models that are on this device; what a gigabyte
 * and hardware cost is 0 until it is entered.
 */
export function assumedCosts(
  own: CostAssumptions,
  tally: Tally | null,
  downloadedBytes: number,
): AssumedCosts {
  const { local, cloud, period, runs } = tally ?? {};
  const mean = (sum: number, count: number, usual: number) =>
    count === 0 || sum === 0 ? usual : sum / count;
  const inputs = (local?.inputTokens ?? 0) + (cloud?.inputTokens ?? 0);
  return {
    downloadGb: own.downloadGb ?? downloadedBytes / 1e9,
    usdPerGb: own.usdPerGb ?? 0,
    hardwareUsd: own.hardwareUsd ?? 0,
    inputTokens: own.inputTokens ?? Math.round(mean(inputs, runs ?? 0, USUAL.inputTokens)),
    // Specialists write no tokens, so only the cloud tells how long an answer is.
    outputTokens:
      own.outputTokens ?? Math.round(mean(cloud?.outputTokens ?? 0, cloud?.runs ?? 0, USUAL.outputTokens)),
    localSeconds:
      own.localSeconds ?? mean((local?.totalMs ?? 0) / 1000, local?.runs ?? 0, USUAL.localSeconds),
    requestsPerDay:
      own.requestsPerDay ??
      (period == null || runs === undefined
        ? USUAL.requestsPerDay
        : runs / Math.max(1, Math.ceil((period.to - period.from) / DAY_MS))),
  };
}
