/** Stands where sentences were left out. */
export const GAP = "[…]";

/** BM25's usual constants (Robertson and Zaragoza, 2009): how soon a repeated word stops counting, and length. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
/** What a sentence beside one that matters is worth of it: an answer often stands next to its words. */
const NEIGHBOUR_SHARE = 0.35;
/** Of the best sentence's worth: what has less is not what was asked about. */
const LEAST_SHARE = 0.1;
/** Words in more of the sentences than this tell them not apart: articles, and what the whole text is about. */
const COMMON_SHARE = 0.5;

interface Sentence {
  text: string;
  words: readonly string[];
}

/**
 * The sentences of `text` that matter most to `question`, word for word and in their order, {@link GAP} where others
 * stood. The whole text where it is short enough, or where no word of the question tells its sentences apart. Time grows
 * with the length of the text alone.
 *
 * @param mostCharacters of the sentences that are kept; at least one is
 */
export function choosePassages(text: string, question: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const sentences = splitIntoSentences(text);
  const scores = withNeighbours(scoresOf(sentences, new Set(wordsOf(question))));
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  if (best === 0) return text;
  const ranked = scores
    .map((score, index) => ({ score, index }))
    .filter(({ score }) => score >= LEAST_SHARE * best)
    .sort((one, other) => other.score - one.score || one.index - other.index);
  const kept = new Set<number>();
  let characters = 0;
  for (const { index } of ranked) {
    const length = sentences[index]?.text.length ?? 0;
    if (kept.size > 0 && characters + length > mostCharacters) continue;
    kept.add(index);
    characters += length;
  }
  return joinKept(sentences, kept);
}

function joinKept(sentences: readonly Sentence[], kept: ReadonlySet<number>): string {
  const parts: string[] = [];
  let isInGap = false;
  for (const [index, { text }] of sentences.entries()) {
    if (kept.has(index)) {
      parts.push(text);
      isInGap = false;
    } else if (!isInGap) {
      // A sentence carries the white space after it; the gap keeps a line's end, so that paragraphs stay apart.
      parts.push(text.includes("\n") ? `${GAP}\n` : `${GAP} `);
      isInGap = true;
    }
  }
  return parts.join("").trim();
}

/** BM25 of each sentence for the words of the question. */
function scoresOf(sentences: readonly Sentence[], asked: ReadonlySet<string>): number[] {
  const counts = new Map<string, number>();
  let allWords = 0;
  for (const { words } of sentences) {
    allWords += words.length;
    for (const word of new Set(words)) if (asked.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const meanWords = Math.max(1, allWords / Math.max(1, sentences.length));
  return sentences.map(({ words }) => {
    const own = new Map<string, number>();
    for (const word of words) if (asked.has(word)) own.set(word, (own.get(word) ?? 0) + 1);
    let score = 0;
    for (const [word, times] of own) {
      const among = counts.get(word) ?? 0;
      if (among > COMMON_SHARE * sentences.length) continue;
      const rarity = Math.log(1 + (sentences.length - among + 0.5) / (among + 0.5));
      const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * words.length) / meanWords;
      score += (rarity * times * (SATURATION + 1)) / (times + SATURATION * length);
    }
    return score;
  });
}

function withNeighbours(scores: readonly number[]): number[] {
  return scores.map((score, index) =>
    Math.max(score, NEIGHBOUR_SHARE * Math.max(scores[index - 1] ?? 0, scores[index + 1] ?? 0)),
  );
}

function splitIntoSentences(text: string): Sentence[] {
  const segments = new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text);
  return [...segments].map(({ segment }) => ({ text: segment, words: wordsOf(segment) }));
}

/** Words in small letters, a plural's `s` left off; one-letter words say nothing. */
function wordsOf(text: string): string[] {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return words.map((word) => (word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : word));
}
