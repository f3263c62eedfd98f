import type { Location, ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { Estimate, RouteAlternative, RouteSignals, RouteWeights, UtilityPart } from "../core/route";
import { expectedGap } from "./expected-gap";

/** Points for the whole way from a useless answer to a strong one, at the middle of its slider. */
const QUALITY_POINTS = 100;
/** Points a second, and the seconds after which waiting longer makes no difference. */
const SECOND_POINTS = 0.5;
const MOST_SECONDS = 60;
/** Points a US cent. */
const CENT_POINTS = 2;
/** The most that money counts, so that one huge estimate leaves the numbers readable. */
const MOST_CENTS = 500;
/** For any text that leaves the device, with the slider at its end. */
const PRIVACY_POINTS = 40;
/** What a preferred side is given. */
const LEAN_POINTS = 60;
/** What the side that the wanted share asks for is given: more than all else together in ordinary cases. */
const SHARE_POINTS = 1_000;
const BATTERY_POINTS = 10;
const DATA_POINTS = 5;
/** Below this charge, without a charger, a language model on the device is held back. */
const LOW_BATTERY = 0.2;
/** From here on money counts double. */
const BUDGET_WARNING = 0.8;
/** How fast a model that is not in memory is read and made ready, in bytes a second. */
const LOAD_BYTES_PER_SECOND = 200_000_000;

/** A side that could serve, with what is expected of it. */
export interface UtilityCandidate {
  location: Location;
  model: ModelRecord;
  estimate: Estimate | null;
}

/**
 * What each candidate is worth, in points; the formula and its units are in docs/decisions/0018. Times count only
 * where both sides' are known, and whatever is unknown counts 0, so that ignorance favours no side.
 */
export function utilities(
  request: InferenceRequest,
  signals: RouteSignals,
  weights: RouteWeights,
  candidates: readonly UtilityCandidate[],
): RouteAlternative[] {
  const hasTimes = candidates.every(({ estimate }) => isAmount(estimate?.totalMs));
  return candidates.map((candidate) => {
    const parts: Partial<Record<UtilityPart, number>> = {};
    const add = (part: UtilityPart, points: number) => {
      if (points !== 0 && Number.isFinite(points)) parts[part] = round(points);
    };
    const { location, model, estimate } = candidate;
    const isLocal = location === "local";
    const isLanguageModel = model.kind === "language-model";
    if (isLocal) {
      add("quality", -QUALITY_POINTS * strength(weights.thorough) * expectedGap(request, signals, model));
      if (isLanguageModel && isLowBattery(signals)) add("battery", -BATTERY_POINTS);
    } else {
      add("privacy", -PRIVACY_POINTS * clamp(weights.private, 0, 1));
      add("money", -moneyPoints(estimate, signals, weights));
      if (signals.device?.savesData || signals.device?.slowNetwork) add("data", -DATA_POINTS);
    }
    if (hasTimes) {
      const seconds = Math.min(MOST_SECONDS, secondsOf(candidate, signals));
      add("time", -SECOND_POINTS * strength(weights.fast) * seconds);
    }
    if (weights.lean === location) add("lean", LEAN_POINTS);
    if (!isLocal) add("share", sharePoints(signals, weights));
    const utility = round(Object.values(parts).reduce((sum, points) => sum + points, 0));
    return { location, modelId: model.id, utility, parts };
  });
}

/** From a quarter to four times, and 1 in the middle. */
function strength(slider: number): number {
  return 2 ** (4 * (clamp(slider, 0, 1) - 0.5));
}

/** Who wants it thorough minds the price less. */
function moneyPoints(estimate: Estimate | null, { budget }: RouteSignals, weights: RouteWeights): number {
  if (!isAmount(estimate?.costUsd)) return 0;
  const cents = Math.min(MOST_CENTS, estimate.costUsd * 100);
  const isTight = budget !== undefined && budget.usedShare >= BUDGET_WARNING;
  return (CENT_POINTS * cents * (isTight ? 2 : 1)) / strength(weights.thorough);
}

/** The whole run, and on the device the loading of a model that is not in memory. */
function secondsOf({ location, model, estimate }: UtilityCandidate, signals: RouteSignals): number {
  const isAway = location === "local" && signals.localLoaded === false;
  return (estimate?.totalMs ?? 0) / 1000 + (isAway ? model.downloadBytes / LOAD_BYTES_PER_SECOND : 0);
}

/** For the cloud where the text is among the hardest of that share, against it where it is not. */
function sharePoints({ difficulty }: RouteSignals, { cloudShare }: RouteWeights): number {
  if (cloudShare === null || difficulty?.rank === undefined) return 0;
  return difficulty.rank > 1 - clamp(cloudShare, 0, 1) ? SHARE_POINTS : -SHARE_POINTS;
}

function isLowBattery({ device }: RouteSignals): boolean {
  return device?.batteryLevel !== undefined && device.charging === false && device.batteryLevel < LOW_BATTERY;
}

function isAmount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}

function clamp(value: number, least: number, most: number): number {
  return Number.isNaN(value) ? least : Math.min(most, Math.max(least, value));
}

/** To a hundredth of a point: the receipt's sum is then the sum of its lines. */
function round(points: number): number {
  return Math.round(points * 100) / 100;
}
