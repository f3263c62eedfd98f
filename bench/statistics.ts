/** The value below which `share` (0 to 1) of the values lie, by the nearest rank. @throws RangeError for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (found === undefined) throw new RangeError("there are no values");
  return found;
}

/** The middle value; of an even number the mean of the two in the middle. @throws RangeError for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("there are no values");
  return (lower + upper) / 2;
}

/** Median with the smallest and the largest value. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** @throws RangeError for none. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}
