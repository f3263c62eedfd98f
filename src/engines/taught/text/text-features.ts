import { hashText } from "../../shared/hash-text";
import { createWordParts } from "../../shared/word-parts";
import type { SparseVector } from "../learn/sparse-rows";
import { isUnspaced, wordsOf } from "./words";

/** Of everything that turns text into numbers; raised with any change, since older weights mean nothing then. */
export const FEATURE_VERSION = 1;

/** Of words, word pairs and triples, the first of the numbers. */
const WORD_BUCKETS = 1 << 18;
/** Of parts of words, the numbers after those. */
const PART_BUCKETS = 1 << 18;
/** What stands further on is not read: a specialist sorts messages, not books. */
const MOST_WORDS = 2000;

const partsOf = createWordParts({ firstBucket: WORD_BUCKETS, buckets: PART_BUCKETS, longestWord: 40 });

/** The features of a text: its words, pairs of words and parts of words, each kind as a vector of length one. */
export function textFeatures(text: string): SparseVector {
  const words = new Set<number>();
  const parts = new Set<number>();
  let before = "^";
  let beforeLast = "";
  for (const { text: word } of wordsOf(text).slice(0, MOST_WORDS)) {
    const token = word.toLowerCase();
    words.add(hashText(token) % WORD_BUCKETS);
    words.add(hashText(`${before} ${token}`) % WORD_BUCKETS);
    // Where a word is one character, three of them are what two are elsewhere.
    if (isUnspaced(token)) words.add(hashText(`${beforeLast} ${before} ${token}`) % WORD_BUCKETS);
    for (const part of partsOf(token)) parts.add(part);
    beforeLast = before;
    before = token;
  }
  return toVector([...words].sort(ascending), [...parts].sort(ascending));
}

function ascending(one: number, other: number): number {
  return one - other;
}

/** The numbers of parts are all larger than those of words. */
function toVector(words: readonly number[], parts: readonly number[]): SparseVector {
  const values = new Float32Array(words.length + parts.length);
  values.fill(1 / Math.sqrt(words.length || 1), 0, words.length);
  values.fill(1 / Math.sqrt(parts.length || 1), words.length);
  return { buckets: Uint32Array.from([...words, ...parts]), values };
}
