/**
 * Hashed word features: the port of `training/common/hash_features.py`. Both must give the same numbers;
 * `training/common/parity-words.json` holds them together.
 */

import { hashText } from "../../../shared/hash-text";

const WORD_BUCKETS = 12_000;
const PREFIX_BUCKETS = 4_000;
const SUFFIX_BUCKETS = 4_000;
const SHAPE_BUCKETS = 2_000;
const PREFIX_LENGTH = 3;
const SUFFIX_LENGTH = 4;
const SHAPE_LENGTH = 8;
const LONGEST_RUN_IN_SHAPE = 3;
const CACHE_LIMIT = 50_000;

/** Five hashed features and one flag of the specialist's own. */
export const FEATURES_PER_WORD = 6;

const cache = new Map<string, readonly number[]>();

/** `McDonald42` becomes `XxXxxxdd`: letters X or x, digits d, and no run longer than three. */
export function wordShape(word: string): string {
  const shape: string[] = [];
  let run = 0;
  for (const character of word) {
    const symbol = shapeSymbol(character);
    run = symbol === shape.at(-1) ? run + 1 : 1;
    if (run <= LONGEST_RUN_IN_SHAPE) shape.push(symbol);
  }
  return shape.join("");
}

/** The five bucket numbers of a word: word a, word b, prefix, suffix, shape. */
export function hashWord(word: string): readonly number[] {
  const cached = cache.get(word);
  if (cached) return cached;
  const lower = word.toLowerCase();
  const characters = Array.from(lower);
  const features = [
    bucket("w", lower, WORD_BUCKETS),
    bucket("v", lower, WORD_BUCKETS),
    bucket("p", characters.slice(0, PREFIX_LENGTH).join(""), PREFIX_BUCKETS),
    bucket("s", characters.slice(-SUFFIX_LENGTH).join(""), SUFFIX_BUCKETS),
    bucket("h", Array.from(wordShape(word)).slice(0, SHAPE_LENGTH).join(""), SHAPE_BUCKETS),
  ];
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(word, features);
  return features;
}

function bucket(kind: string, text: string, buckets: number): number {
  return 1 + (hashText(kind + text) % (buckets - 1));
}

function shapeSymbol(character: string): string {
  if (character >= "A" && character <= "Z") return "X";
  if (/^\p{L}$/u.test(character)) return "x";
  if (/^\p{Nd}$/u.test(character)) return "d";
  return character;
}
