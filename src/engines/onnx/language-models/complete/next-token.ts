import type { TokenTexts } from "./token-texts";

/** A token, its text, and how probable it is. */
export interface NextToken {
  id: number;
  text: string;
  probability: number;
}

/**
 * Of a token that is only the beginning of what was typed, how often the rest comes out as typed. It makes up for
 * words that the vocabulary has only in parts.
 */
const PART_GOES_ON = 0.05;

/** Turns scores into shares of their sum, in place. */
export function toProbabilities(scores: Float32Array): Float32Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let id = 0; id < scores.length; id += 1) {
    const share = Math.exp((scores[id] ?? 0) - most);
    scores[id] = share;
    sum += share;
  }
  for (let id = 0; id < scores.length; id += 1) scores[id] = (scores[id] ?? 0) / sum;
  return scores;
}

/** The likeliest of all tokens; null where it is a marker or a part of a character. */
export function likeliest(shares: Float32Array, { texts }: TokenTexts): NextToken | null {
  let best = 0;
  for (let id = 1; id < shares.length; id += 1) if ((shares[id] ?? 0) > (shares[best] ?? 0)) best = id;
  const text = texts[best] ?? null;
  return text === null ? null : { id: best, text, probability: shares[best] ?? 0 };
}

/** The likeliest of the tokens that begin with what is typed already; null where there is none. */
export function likeliestTyped(shares: Float32Array, typed: string, { texts }: TokenTexts): NextToken | null {
  let best: NextToken | null = null;
  let possible = 0;
  for (let id = 0; id < shares.length; id += 1) {
    const text = texts[id] ?? null;
    if (text === null) continue;
    const share = shares[id] ?? 0;
    if (text.startsWith(typed)) {
      possible += share;
      if (best === null || share > best.probability) best = { id, text, probability: share };
    } else if (typed.startsWith(text)) possible += share * PART_GOES_ON;
  }
  return best === null ? null : { ...best, probability: best.probability / possible };
}

/** How probable it is that the word before ends here. */
export function endOfWord(shares: Float32Array, { goesOn }: TokenTexts): number {
  let sum = 0;
  for (let id = 0; id < shares.length; id += 1) if (goesOn[id] === 0) sum += shares[id] ?? 0;
  return sum;
}
