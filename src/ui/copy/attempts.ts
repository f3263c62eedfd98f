import type { RestingEndpoint } from "../../core/route";
import type { RunAttempt } from "../../core/run";
import { formatBytes, formatMs, formatUsd } from "../format";
import { ERROR_COPY } from "./errors";
import { LOCATION_LABELS } from "./reasons";

/** One leg of a run in a line: who, how it ended, how long, what was sent and what it cost. */
export function attemptWords(attempt: RunAttempt): string {
  const { location, modelLabel, host, outcome, retries, ms, sentBytes, costUsd } = attempt;
  const who = host === undefined ? `${LOCATION_LABELS[location]}, ${modelLabel}` : `${host}, ${modelLabel}`;
  const how = outcome === "answered" ? "answered" : lower(ERROR_COPY[outcome].title);
  const again = retries === 0 ? "" : ` after ${retries === 1 ? "another try" : `${retries} more tries`}`;
  const sent = sentBytes === 0 ? "nothing sent" : `${formatBytes(sentBytes)} sent`;
  const cost = costUsd === undefined ? "cost unknown" : formatUsd(costUsd);
  return `${who}: ${how}${again} · ${formatMs(ms)} · ${sent} · ${cost}`;
}

/** An endpoint that was not asked because it failed lately. */
export function restWords({ host, modelLabel, secondsLeft }: RestingEndpoint): string {
  const rest = secondsLeft < 90 ? `${secondsLeft} s` : `${Math.round(secondsLeft / 60)} min`;
  return `${host}, ${modelLabel}: failed lately, so it is not asked for ${rest}.`;
}

function lower(title: string): string {
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}
