import { hashText } from "../../../shared/hash-text";
import { wordTokens } from "../shared/word-tokens";

/** Of words and word pairs, the first of the numbers. */
export const WORD_BUCKETS = 1 << 18;
/** Of parts of words, the numbers after those. */
const PART_BUCKETS = 1 << 17;
export const BUCKETS = WORD_BUCKETS + PART_BUCKETS;
const SHORTEST_PART = 3;
const LONGEST_PART = 5;
/** Longer words give no parts, so that a blob of letters costs nothing. */
const LONGEST_WORD = 30;
const CACHE_LIMIT = 20_000;
const LETTER_FIRST = /^\p{L}/u;

const partsCache = new Map<string, readonly number[]>();

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

function partsOf(token: string): readonly number[] {
  const known = partsCache.get(token);
  if (known !== undefined) return known;
  const parts: number[] = [];
  const characters = Array.from(token.length > 2 * LONGEST_WORD ? "" : token);
  if (characters.length > 0 && characters.length <= LONGEST_WORD && LETTER_FIRST.test(token)) {
    const padded = [" ", ...characters, " "];
    for (let length = SHORTEST_PART; length <= LONGEST_PART; length += 1) {
      for (let start = 0; start + length <= padded.length; start += 1) {
        parts.push(WORD_BUCKETS + (hashText(padded.slice(start, start + length).join("")) % PART_BUCKETS));
      }
    }
  }
  if (partsCache.size >= CACHE_LIMIT) partsCache.clear();
  partsCache.set(token, parts);
  return parts;
}
