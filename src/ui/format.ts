/** Figures as a person reads them. The same function on both sides, so that like stands beside like. */

const number = (digits: number) => new Intl.NumberFormat("en", { maximumFractionDigits: digits });
const WHOLE = number(0);
const ONE = number(1);
const TWO = number(2);

/** A duration in ms, s or min. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${TWO.format(ms)} ms`;
  if (ms < 1000) return `${WHOLE.format(ms)} ms`;
  if (ms < 10_000) return `${TWO.format(ms / 1000)} s`;
  if (ms < 60_000) return `${ONE.format(ms / 1000)} s`;
  const minutes = Math.floor(ms / 60_000);
  return `${minutes} min ${WHOLE.format((ms - minutes * 60_000) / 1000)} s`;
}

/** Dollars with as many digits as the sum needs. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.000001) return "under $0.000001";
  const digits = usd >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(usd)) + 1);
  return `$${usd.toFixed(digits).replace(/(\.\d*?[1-9])0+$|\.0+$/, "$1")}`;
}

/** Bytes in B, kB, MB or GB (thousands). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${WHOLE.format(bytes)} B`;
  if (bytes < 1_000_000) return `${ONE.format(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${ONE.format(bytes / 1_000_000)} MB`;
  return `${TWO.format(bytes / 1_000_000_000)} GB`;
}

/** A count with separators. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** Tokens per second. */
export function formatRate(perSecond: number): string {
  return perSecond >= 100 ? WHOLE.format(perSecond) : ONE.format(perSecond);
}

/** A share from 0 to 1 as percent. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 1 ? ONE.format(percent) : WHOLE.format(percent)} %`;
}

/** How long something still takes, as rough as such a guess is. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 10) return "a few seconds left";
  if (seconds < 60) return `${WHOLE.format(Math.ceil(seconds / 5) * 5)} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment of the wall clock. */
export function formatDate(dateMs: number): string {
  return DATE.format(dateMs);
}
