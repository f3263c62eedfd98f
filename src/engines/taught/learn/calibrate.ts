import { mostLikely } from "./cross-validate";
import { toLogProbabilities, toProbabilities } from "./logistic-regression";

const LOWEST = 0.2;
const HIGHEST = 10;
/** The valley is then a ten-thousandth wide. */
const STEPS = 24;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Judged scores and what each row really is. */
export interface Judged {
  scores: readonly Float64Array[];
  classes: Int32Array;
}

/**
 * The number to divide scores by so that probabilities are as high as they are right, from rows that the model had not
 * seen: the lowest loss, found by golden section (the loss has one valley).
 */
export function findTemperature(judged: Judged): number {
  let low = Math.log(LOWEST);
  let high = Math.log(HIGHEST);
  const lossAt = (place: number) => lossOf(judged, Math.exp(place));
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let leftLoss = lossAt(left);
  let rightLoss = lossAt(right);
  for (let step = 0; step < STEPS; step += 1) {
    // The golden section: the point that stays inside is one of the next two.
    if (leftLoss < rightLoss) {
      high = right;
      right = left;
      rightLoss = leftLoss;
      left = high - GOLDEN * (high - low);
      leftLoss = lossAt(left);
    } else {
      low = left;
      left = right;
      leftLoss = rightLoss;
      right = low + GOLDEN * (high - low);
      rightLoss = lossAt(right);
    }
  }
  return Math.exp((low + high) / 2);
}

function lossOf({ scores, classes }: Judged, temperature: number): number {
  let loss = 0;
  const softened = new Float64Array(scores[0]?.length ?? 0);
  scores.forEach((each, row) => {
    for (let place = 0; place < softened.length; place += 1)
      softened[place] = (each[place] ?? 0) / temperature;
    loss -= toLogProbabilities(softened, classes[row] ?? 0);
  });
  return loss;
}

/** From where on answers count as sure, and what that would have meant for the judged rows. */
export interface Sureness {
  unsureBelow: number;
  /** Share of the rows that were answered surely. */
  sureShare: number;
  /** Share of these that was right; null where there is none. */
  sureAccuracy: number | null;
}

/** Sure answers are to be right this often, as far as the examples tell. */
const WANTED_ACCURACY = 0.9;
/** Even the best specialist is unsure where it hardly prefers one label. */
const ABOVE_CHANCE = 0.15;
const LEVELS = 100;

/** The lowest probability from which on nine answers in ten were right; where there is none, the highest of all. */
export function findSureness({ scores, classes }: Judged, temperature: number): Sureness {
  const rows = scores.map((each, row) => {
    const probabilities = toProbabilities(each.slice(), temperature);
    const best = mostLikely(probabilities);
    return { probability: probabilities[best] ?? 0, isRight: best === classes[row] };
  });
  const chance = 1 / Math.max(1, scores[0]?.length ?? 1);
  const lowest = Math.min(0.9, chance + ABOVE_CHANCE);
  for (let level = Math.ceil(lowest * LEVELS); level < LEVELS; level += 1) {
    const sureness = surenessAt(rows, level / LEVELS);
    if (sureness.sureAccuracy === null) break;
    if (sureness.sureAccuracy >= WANTED_ACCURACY) return sureness;
  }
  return surenessAt(rows, 0.9);
}

function surenessAt(
  rows: readonly { probability: number; isRight: boolean }[],
  unsureBelow: number,
): Sureness {
  const sure = rows.filter(({ probability }) => probability >= unsureBelow);
  return {
    unsureBelow,
    sureShare: sure.length / Math.max(1, rows.length),
    sureAccuracy: sure.length === 0 ? null : sure.filter(({ isRight }) => isRight).length / sure.length,
  };
}
