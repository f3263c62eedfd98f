import type { Random } from "./random";

/** How the next token is chosen. */
export interface SamplingOptions {
  /** 0 takes the best token every time. */
  temperature: number;
  /** The smallest set of best tokens that has this share of the probability; 1 takes all. */
  topP: number;
  /** This many best tokens at most; 0 takes all. */
  topK: number;
  /** Divides the scores of tokens that were used; 1 changes nothing. */
  repetitionPenalty: number;
}

/**
 * The next token by the model's scores. `used` are the ids before it, for the penalty. Changes `scores`.
 * @throws RangeError when no score is a number, as after an overflow on the GPU.
 */
export function sampleToken(
  scores: Float32Array,
  used: ReadonlySet<number>,
  options: SamplingOptions,
  random: Random,
): number {
  if (options.repetitionPenalty !== 1) penalise(scores, used, options.repetitionPenalty);
  const best = bestToken(scores);
  if (best < 0) throw new RangeError("the model gave no score that is a number");
  if (options.temperature <= 0) return best;
  const weights = weigh(scores, scores[best] ?? 0, options.temperature);
  if (options.topK > 0) keepTopK(weights, options.topK);
  if (options.topP < 1) keepTopP(weights, options.topP);
  return draw(weights, random);
}

/**
 * The token that would have been chosen, or the likeliest of those that `allows` accepts where it does not accept that
 * one; only so many are asked about. Changes `scores`.
 * @returns null when none of them is accepted.
 * @throws RangeError as {@link sampleToken}.
 */
export function sampleAllowed(
  scores: Float32Array,
  used: ReadonlySet<number>,
  options: SamplingOptions,
  random: Random,
  allows: (id: number) => boolean,
): number | null {
  let id = sampleToken(scores, used, options, random);
  for (let asked = 0; asked < MOST_ASKED; asked += 1) {
    if (allows(id)) return id;
    scores[id] = Number.NEGATIVE_INFINITY;
    id = bestToken(scores);
    if (id < 0) return null;
  }
  return null;
}

/** A model that was trained to write JSON has the right sign among its first few. */
const MOST_ASKED = 1024;

/** As Hugging Face's own code does it: negative scores are multiplied, so that the penalty never rewards. */
function penalise(scores: Float32Array, used: ReadonlySet<number>, penalty: number): void {
  for (const id of used) {
    const score = scores[id];
    if (score !== undefined) scores[id] = score < 0 ? score * penalty : score / penalty;
  }
}

/** The first of the highest scores; -1 where none is above negative infinity. */
function bestToken(scores: Float32Array): number {
  let best = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < scores.length; id += 1) {
    const score = scores[id] as number;
    if (score > bestScore) {
      bestScore = score;
      best = id;
    }
  }
  return best;
}

/** Below e^-36 a token's share is lost in the rounding of the sum; most of a vocabulary is, and costs no exponential. */
const LEAST_EXPONENT = -36;

/** Each token's share of the probability, not yet divided by their sum; 1 for the best. */
function weigh(scores: Float32Array, top: number, temperature: number): Float64Array {
  const weights = new Float64Array(scores.length);
  for (let id = 0; id < scores.length; id += 1) {
    const exponent = ((scores[id] as number) - top) / temperature;
    // False for what is not a number.
    if (exponent > LEAST_EXPONENT) weights[id] = Math.exp(exponent);
  }
  return weights;
}

/** Sets all but the `count` largest weights to 0; of equal ones the first are kept. Sorts nothing but those kept. */
function keepTopK(weights: Float64Array, count: number): void {
  if (count >= weights.length) return;
  /** Best first. */
  const best: number[] = [];
  for (let id = 0; id < weights.length; id += 1) {
    const weight = weights[id] as number;
    if (best.length === count && weight <= (weights[best[count - 1] as number] as number)) continue;
    let place = best.length;
    while (place > 0 && (weights[best[place - 1] as number] as number) < weight) place -= 1;
    best.splice(place, 0, id);
    if (best.length > count) best.pop();
  }
  const kept = best.map((id) => [id, weights[id] as number] as const);
  weights.fill(0);
  for (const [id, weight] of kept) weights[id] = weight;
}

/** Weights of like size share a bin; one bin is a factor of e^(1/16). */
const BINS_PER_E = 16;
const BINS = -LEAST_EXPONENT * BINS_PER_E + 1;

/**
 * Sets all weights to 0 but those of the smallest set of best tokens with `share` of the sum. A vocabulary has 50,000
 * tokens and more, so that it is not sorted: bins tell where the set ends, and only the last bin is looked at closely.
 */
function keepTopP(weights: Float64Array, share: number): void {
  const bins = new Uint16Array(weights.length);
  const sums = new Float64Array(BINS);
  let total = 0;
  for (let id = 0; id < weights.length; id += 1) {
    const weight = weights[id] as number;
    if (weight === 0) continue;
    const bin = Math.floor(-Math.log(weight) * BINS_PER_E);
    bins[id] = bin;
    sums[bin] = (sums[bin] as number) + weight;
    total += weight;
  }
  const wanted = share * total;
  let last = 0;
  let before = 0;
  while (last < BINS - 1 && before + (sums[last] as number) < wanted) {
    before += sums[last] as number;
    last += 1;
  }
  const close: number[] = [];
  for (let id = 0; id < weights.length; id += 1) {
    if (weights[id] === 0) continue;
    const bin = bins[id] as number;
    if (bin === last) close.push(id);
    else if (bin > last) weights[id] = 0;
  }
  close.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  let sum = before;
  for (const [rank, id] of close.entries()) {
    const isNeeded = sum < wanted || (rank === 0 && before === 0);
    sum += weights[id] as number;
    if (!isNeeded) weights[id] = 0;
  }
}

function draw(weights: Float64Array, random: Random): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let left = random() * total;
  let drawn = 0;
  for (let id = 0; id < weights.length; id += 1) {
    const weight = weights[id] as number;
    if (weight === 0) continue;
    drawn = id;
    left -= weight;
    if (left < 0) break;
  }
  // Rounding may leave a crumb behind the last one, which is then drawn.
  return drawn;
}
