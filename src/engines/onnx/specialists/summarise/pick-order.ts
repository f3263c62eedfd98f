import { similarity, type WordVector } from "./word-rarity";

/** More than the longest summary could want, few enough to compare each with each. */
const MOST_CANDIDATES = 400;
/** Sentences this alike say the same. */
const SAME = 0.95;

/**
 * Indexes of the sentences by worth: the score, less the more a sentence is like one chosen before it (maximal
 * marginal relevance). What only repeats another is left out. `isOpen` says which may be chosen.
 */
export function* pickOrder(
  scores: readonly number[],
  vectors: readonly WordVector[],
  likenessCost: number,
  isOpen: (index: number) => boolean,
): Generator<number> {
  const candidates = scores
    .map((score, index) => ({ index, score, likeness: 0 }))
    .filter(({ index }) => isOpen(index))
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .slice(0, MOST_CANDIDATES);
  const worth = ({ score, likeness }: { score: number; likeness: number }) => score - likenessCost * likeness;
  while (candidates.length > 0) {
    let at = 0;
    for (const [index, candidate] of candidates.entries()) {
      const best = candidates[at];
      if (best === undefined || worth(candidate) > worth(best)) at = index;
    }
    const [chosen] = candidates.splice(at, 1);
    if (chosen === undefined) return;
    if (chosen.likeness < SAME) {
      yield chosen.index;
      for (const other of candidates) {
        const alike = similarity(vectors[other.index] ?? NONE, vectors[chosen.index] ?? NONE);
        other.likeness = Math.max(other.likeness, alike);
      }
    }
  }
}

const NONE: WordVector = new Map();
