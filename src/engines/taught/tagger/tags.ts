import type { TaughtSpan } from "../../../core/taught";
import type { Word } from "../text/words";

/** The tag of a word that is not marked. */
const OUTSIDE = "O";

/** The tags of some labels: outside, and for each label the first word of a mark and the words after it. */
export function tagsOf(labels: readonly string[]): string[] {
  return [OUTSIDE, ...labels.flatMap((label) => [`B ${label}`, `I ${label}`])];
}

/** The label of a tag's mark; null outside. */
export function labelOfTag(tag: string): string | null {
  return tag === OUTSIDE ? null : tag.slice(2);
}

/** The place of each word's tag in `tagsOf(labels)`. A mark has all words that it touches. */
export function toTags(
  words: readonly Word[],
  spans: readonly TaughtSpan[],
  labels: readonly string[],
): Int32Array {
  const tags = new Int32Array(words.length);
  for (const { start, end, label } of spans) {
    const first = 1 + 2 * labels.indexOf(label);
    let isFirst = true;
    words.forEach((word, place) => {
      if (word.end <= start || word.start >= end) return;
      tags[place] = isFirst ? first : first + 1;
      isFirst = false;
    });
  }
  return tags;
}

/** The marks of a sequence of tags, with the places of their first and last word. */
export function toSpans(
  words: readonly Word[],
  tags: ArrayLike<number>,
  names: readonly string[],
): (TaughtSpan & { first: number; last: number })[] {
  const spans: (TaughtSpan & { first: number; last: number })[] = [];
  words.forEach((word, place) => {
    const tag = tags[place] ?? 0;
    const label = labelOfTag(names[tag] ?? OUTSIDE);
    if (label === null) return;
    const before = spans.at(-1);
    if (isInside(tag) && before !== undefined && before.last === place - 1) {
      before.end = word.end;
      before.last = place;
    } else spans.push({ start: word.start, end: word.end, label, first: place, last: place });
  });
  return spans;
}

/**
 * The likeliest sequence of tags in which no mark begins with an inner word (Viterbi). `scores`: for each word the
 * logarithm of each tag's probability.
 */
export function likeliestTags(scores: readonly Float64Array[]): Int32Array {
  const tagCount = scores[0]?.length ?? 0;
  const cameFrom = scores.map(() => new Int32Array(tagCount));
  let before = new Float64Array(tagCount);
  scores.forEach((own, place) => {
    const now = new Float64Array(tagCount);
    const best = place === 0 ? 0 : indexOfMost(before);
    for (let tag = 0; tag < tagCount; tag += 1) {
      // An inner word follows the first one of the same label, or another inner one.
      const from = !isInside(tag) ? best : (before[tag - 1] ?? 0) >= (before[tag] ?? 0) ? tag - 1 : tag;
      const isAllowed = place > 0 || !isInside(tag);
      now[tag] = isAllowed ? (before[from] ?? 0) + (own[tag] ?? 0) : Number.NEGATIVE_INFINITY;
      (cameFrom[place] as Int32Array)[tag] = from;
    }
    before = now;
  });
  const tags = new Int32Array(scores.length);
  let tag = indexOfMost(before);
  for (let place = scores.length - 1; place >= 0; place -= 1) {
    tags[place] = tag;
    tag = cameFrom[place]?.[tag] ?? 0;
  }
  return tags;
}

/** Tags of first words are odd, those of inner words even. */
function isInside(tag: number): boolean {
  return tag > 0 && tag % 2 === 0;
}

function indexOfMost(values: Float64Array): number {
  let best = 0;
  for (let each = 1; each < values.length; each += 1)
    if ((values[each] ?? 0) > (values[best] ?? 0)) best = each;
  return best;
}
