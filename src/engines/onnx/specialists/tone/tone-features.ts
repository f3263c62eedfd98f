import { hashText } from "../../../shared/hash-text";
import { createWordParts } from "../../../shared/word-parts";
import { wordTokens } from "../shared/word-tokens";

/** Of words and word pairs, the first of the numbers. */
export const WORD_BUCKETS = 1 << 18;
/** Of parts of words, the numbers after those. */
const PART_BUCKETS = 1 << 17;
export const BUCKETS = WORD_BUCKETS + PART_BUCKETS;

const partsOf = createWordParts({ firstBucket: WORD_BUCKETS, buckets: PART_BUCKETS, longestWord: 30 });

/** Words, numbers and signs in small letters. */
export function toneTokens(text: string): string[] {
  return wordTokens(text).map((token) => token.text.toLowerCase());
}

/**
 * Calls `add` for each feature of a passage, some of them more than once: hashed words, word pairs, and parts of
 * words. The port of `training/tone/features.py`; both must give the same numbers.
 */
export function eachFeature(tokens: readonly string[], add: (bucket: number) => void): void {
  let before = "^";
  for (const token of tokens) {
    add(hashText(token) % WORD_BUCKETS);
    add(hashText(`${before} ${token}`) % WORD_BUCKETS);
    for (const part of partsOf(token)) add(part);
    before = token;
  }
  add(hashText(`${before} $`) % WORD_BUCKETS);
}
