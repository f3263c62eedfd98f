import type { ReadSentence } from "./read-sentences";

/** Below this share of English small words, the list of rarities, which is English, does not apply. */
const ENGLISH_STOP_SHARE = 0.15;

/** How rare words are: the logarithm of one over the share of documents that have them. */
export interface WordRarity {
  of: ReadonlyMap<string, number>;
  /** Of a word that is not in the list. */
  unknown: number;
}

/** Words weighted by how rare they are, at length 1. */
export type WordVector = ReadonlyMap<string, number>;

/** The rarity by the list for English text, by the text's own sentences for others. */
export function textRarity(sentences: readonly ReadSentence[], english: WordRarity): WordRarity {
  let words = 0;
  let small = 0;
  for (const sentence of sentences) {
    words += sentence.words.length;
    small += sentence.words.length - sentence.content.length;
  }
  if (small >= ENGLISH_STOP_SHARE * words) return english;
  const counts = new Map<string, number>();
  for (const { content } of sentences) {
    for (const word of new Set(content)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const of = new Map([...counts].map(([word, count]) => [word, Math.log((sentences.length + 1) / count)]));
  return { of, unknown: 0 };
}

export function wordVector({ content }: ReadSentence, rarity: WordRarity): WordVector {
  const counts = new Map<string, number>();
  for (const word of content) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weights = new Map<string, number>();
  let squares = 0;
  for (const [word, count] of counts) {
    const weight = (1 + Math.log(count)) * (rarity.of.get(word) ?? rarity.unknown);
    weights.set(word, weight);
    squares += weight * weight;
  }
  const length = Math.sqrt(squares) || 1;
  for (const [word, weight] of weights) weights.set(word, weight / length);
  return weights;
}

/** The cosine of two vectors of length 1. */
export function similarity(one: WordVector, other: WordVector): number {
  const [small, large] = one.size > other.size ? [other, one] : [one, other];
  let sum = 0;
  for (const [word, weight] of small) sum += weight * (large.get(word) ?? 0);
  return sum;
}
