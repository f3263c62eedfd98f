import type { LinearWeights } from "../../../core/taught";
import { doublesKey } from "../learn/folds";
import { openWeights } from "../learn/linear-weights";
import type { SparseVector } from "../learn/sparse-rows";
import { FEATURE_VERSION, textFeatures } from "../text/text-features";

/** A text whose label would teach the most, and what the classifier thinks of it now. */
export interface Suggestion {
  text: string;
  label: string;
  /** Of `label`, 0 to 1. */
  probability: number;
}

/** More texts than this are not looked at. */
const MOST_CANDIDATES = 5000;

/**
 * Of texts without a label, those worth labelling next: the ones it is least sure of, and not ten times the same one.
 * Each pick lowers what is like it. Texts that are examples already are left out.
 */
export function suggestNext(
  texts: readonly string[],
  taught: readonly string[],
  weights: LinearWeights,
  count: number,
): Suggestion[] {
  const model = openWeights(weights, FEATURE_VERSION);
  const known = new Set(taught.map(doublesKey));
  const candidates = [];
  for (const text of texts.slice(0, MOST_CANDIDATES)) {
    const key = doublesKey(text);
    if (known.has(key) || text.trim() === "") continue;
    known.add(key);
    const features = textFeatures(text);
    const probabilities = model.probabilities(features);
    const best = probabilities.indexOf(Math.max(...probabilities));
    candidates.push({
      text,
      features,
      label: model.weights.labels[best] ?? "",
      probability: probabilities[best] ?? 0,
      uncertainty: entropyShare(probabilities),
      novelty: 1,
    });
  }
  const picked: Suggestion[] = [];
  while (picked.length < count && candidates.length > 0) {
    const worth = candidates.map(({ uncertainty, novelty }) => uncertainty * novelty);
    const [pick] = candidates.splice(worth.indexOf(Math.max(...worth)), 1);
    if (pick === undefined) break;
    picked.push({ text: pick.text, label: pick.label, probability: pick.probability });
    const own = new Map(
      Array.from(pick.features.buckets, (bucket, entry) => [bucket, pick.features.values[entry] ?? 0]),
    );
    for (const other of candidates)
      other.novelty = Math.min(other.novelty, 1 - likeness(own, other.features));
  }
  return picked;
}

/** Entropy as a share of the most that so many labels can have. */
function entropyShare(probabilities: Float64Array): number {
  let entropy = 0;
  for (const probability of probabilities)
    if (probability > 0) entropy -= probability * Math.log(probability);
  return entropy / Math.log(Math.max(2, probabilities.length));
}

/** Cosine of two texts: both kinds of features have length one. */
function likeness(one: ReadonlyMap<number, number>, other: SparseVector): number {
  let sum = 0;
  other.buckets.forEach((bucket, entry) => {
    sum += (one.get(bucket) ?? 0) * (other.values[entry] ?? 0);
  });
  return sum / 2;
}
