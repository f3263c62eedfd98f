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

/** A token and its weight, not yet divided by their sum. */
interface Candidate {
  id: number;
  weight: number;
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
  if (options.temperature <= 0) return best;
  const top = scores[best] ?? 0;
  const weightOf = (score: number) => Math.exp((score - top) / options.temperature);
  return draw(cutToTopP(candidates(scores, weightOf, options), options.topP), random);
}

/** As Hugging Face's own code does it: negative scores are multiplied, so that the penalty never rewards. */
function penalise(scores: Float32Array, used: ReadonlySet<number>, penalty: number): void {
  for (const id of used) {
    const score = scores[id];
    if (score !== undefined) scores[id] = score < 0 ? score * penalty : score / penalty;
  }
}

/** The first of the highest scores. */
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
  if (best < 0) throw new RangeError("the model gave no score that is a number");
  return best;
}

/** Best first. Tokens that cannot be chosen are left out before they are sorted, which is what takes time. */
function candidates(
  scores: Float32Array,
  weightOf: (score: number) => number,
  { topK, topP }: SamplingOptions,
): Candidate[] {
  const weights = new Float64Array(scores.length);
  let sum = 0;
  for (let id = 0; id < scores.length; id += 1) {
    const weight = weightOf(scores[id] as number);
    weights[id] = Number.isNaN(weight) ? 0 : weight;
    sum += weights[id] as number;
  }
  // A token below this share is outside the top p even if all others shared the rest alike, as in llama2.c; the best
  // token, whose weight is 1, is always inside.
  const cutoff = ((1 - topP) / Math.max(1, scores.length - 1)) * sum;
  const least = topP < 1 && topK === 0 ? Math.min(1, cutoff) : 0;
  const kept: Candidate[] = [];
  for (let id = 0; id < weights.length; id += 1) {
    const weight = weights[id] as number;
    if (weight > 0 && weight >= least) kept.push({ id, weight });
  }
  kept.sort((a, b) => b.weight - a.weight || a.id - b.id);
  return topK > 0 ? kept.slice(0, topK) : kept;
}

/** The shortest beginning of `sorted` whose share is at least `topP`; never empty. */
function cutToTopP(sorted: readonly Candidate[], topP: number): readonly Candidate[] {
  if (topP >= 1) return sorted;
  const total = sumOf(sorted);
  let share = 0;
  let count = 0;
  for (const { weight } of sorted) {
    count += 1;
    share += weight / total;
    if (share >= topP) break;
  }
  return sorted.slice(0, Math.max(1, count));
}

function draw(sorted: readonly Candidate[], random: Random): number {
  let left = random() * sumOf(sorted);
  for (const { id, weight } of sorted) {
    left -= weight;
    if (left < 0) return id;
  }
  // Rounding may leave a crumb behind the last one.
  return sorted.at(-1)?.id ?? 0;
}

function sumOf(list: readonly Candidate[]): number {
  let sum = 0;
  for (const { weight } of list) sum += weight;
  return sum;
}
