import { rankPart } from "./rank-part";
import type { ReadSentence } from "./read-sentences";
import { similarity, type WordRarity, type WordVector } from "./word-rarity";

const SHORT_WORDS = 8;
const LONG_WORDS = 40;
/** TextRank looks at so many sentences at once: its cost grows with their square. */
const PART_SENTENCES = 150;
const DEFINES = /\b(?:is|are|was|were) (?:a|an|the|one|called|defined|known)\b/;
const CUE =
  /\b(?:important|key|main|primary|significant|major|in general|overall|in summary|thus|therefore|in short|finally)\b/;
const REFERS_BACK =
  /^(?:for example|for instance|consider|suppose|imagine|however|but|and|this|these|he|she|it|they)\b/;
const FIGURE = /\b(?:figure|table)\b/;
const QUOTES = /["\u201c\u201d]/;

/**
 * What the scorer knows of each sentence, a row each, in the order of `FEATURE_NAMES` in
 * `training/summarise/features.py`, of which this is the exact port. `takeTurn` is awaited between two parts.
 */
export async function sentenceFeatures(
  text: string,
  sentences: readonly ReadSentence[],
  title: ReadonlySet<string>,
  rarity: WordRarity,
  vectors: readonly WordVector[],
  takeTurn: () => Promise<void>,
): Promise<number[][]> {
  const frequency = new Map<string, number>();
  for (const { content } of sentences) {
    for (const word of content) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const ranks: number[] = [];
  for (let at = 0; at < vectors.length; at += PART_SENTENCES) {
    await takeTurn();
    ranks.push(...rankPart(vectors.slice(at, at + PART_SENTENCES)));
  }
  const centre = centreOf(vectors);
  const places = placesInParagraphs(sentences);
  const seen = new Set<string>();
  const count = sentences.length;
  const rows: number[][] = [];
  for (const [index, sentence] of sentences.entries()) {
    await takeTurn();
    const { content, words } = sentence;
    const vector = vectors[index] ?? new Map<string, number>();
    const { paragraph, paragraphs, place, size } = places[index] ?? NO_PLACE;
    const own = new Set(content);
    const many = content.length || 1;
    const length = Math.max(1, words.length);
    const whole = text.slice(sentence.start, sentence.end);
    const lower = whole.toLowerCase();
    const sum = (of: (word: string) => number) => content.reduce((total, word) => total + of(word), 0);
    rows.push([
      centre(vector),
      ranks[index] ?? 0,
      sum((word) => Math.log(1 + (frequency.get(word) ?? 0))) / many / Math.log(2 + count),
      Math.log(length),
      Number(words.length < SHORT_WORDS),
      Number(words.length > LONG_WORDS),
      paragraph / paragraphs,
      Number(paragraph === 0),
      Number(paragraph === paragraphs - 1),
      Number(place === 0),
      Number(place === size - 1),
      place / size,
      Number(index === 0),
      index / count,
      shareOf(title, (word) => own.has(word)),
      Number(DEFINES.test(lower)),
      Number(CUE.test(lower)),
      Number(REFERS_BACK.test(lower)),
      Number(FIGURE.test(lower)),
      Number(QUOTES.test(whole)),
      sum((word) => rarity.of.get(word) ?? rarity.unknown) / many,
      shareOf(own, (word) => !seen.has(word)),
      similarity(vector, vectors[0] ?? vector),
    ]);
    for (const word of own) seen.add(word);
  }
  return rows;
}

/** The cosine between a sentence and the whole text. */
function centreOf(vectors: readonly WordVector[]): (vector: WordVector) => number {
  const centre = new Map<string, number>();
  for (const vector of vectors) {
    for (const [word, weight] of vector) centre.set(word, (centre.get(word) ?? 0) + weight);
  }
  let squares = 0;
  for (const weight of centre.values()) squares += weight * weight;
  const length = Math.sqrt(squares) || 1;
  return (vector) => similarity(vector, centre) / length;
}

interface Place {
  /** The paragraph's number among those with a sentence, and how many there are. */
  paragraph: number;
  paragraphs: number;
  /** The sentence's number in it, and how many it has. */
  place: number;
  size: number;
}

const NO_PLACE: Place = { paragraph: 0, paragraphs: 1, place: 0, size: 1 };

function placesInParagraphs(sentences: readonly ReadSentence[]): Place[] {
  const sizes = new Map<number, number>();
  for (const { paragraph } of sentences) sizes.set(paragraph, (sizes.get(paragraph) ?? 0) + 1);
  const numbers = new Map([...sizes.keys()].map((paragraph, index) => [paragraph, index]));
  const used = new Map<number, number>();
  return sentences.map(({ paragraph }) => {
    const place = used.get(paragraph) ?? 0;
    used.set(paragraph, place + 1);
    return {
      paragraph: numbers.get(paragraph) ?? 0,
      paragraphs: sizes.size,
      place,
      size: sizes.get(paragraph) ?? 1,
    };
  });
}

function shareOf(words: ReadonlySet<string>, test: (word: string) => boolean): number {
  let count = 0;
  for (const word of words) if (test(word)) count += 1;
  return words.size === 0 ? 0 : count / words.size;
}
