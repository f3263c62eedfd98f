import type { Original } from "./find-again";

/** A stretch of text that will be masked, and what it is called after. */
export interface Stretch {
  start: number;
  end: number;
  original: Original;
  /** Where stretches meet, the highest names the whole. */
  rank: number;
}

/**
 * One list in the order of the text without overlaps. What overlaps or touches becomes one stretch, and one that begins
 * or ends inside a word of Latin letters, digits and `_` takes in the whole of it, so that a placeholder always stands
 * apart from its neighbours and can be told from them when it comes back.
 */
export function joinStretches(text: string, stretches: readonly Stretch[]): Stretch[] {
  const sorted = stretches
    .map((stretch) => trim(text, stretch))
    .filter(({ start, end }) => end > start)
    .map((stretch) => widen(text, stretch))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const joined: Stretch[] = [];
  for (const stretch of sorted) {
    const last = joined.at(-1);
    if (!last || stretch.start > last.end) {
      joined.push({ ...stretch });
      continue;
    }
    const isLonger = stretch.end - stretch.start > last.end - last.start;
    if (stretch.rank > last.rank || (stretch.rank === last.rank && isLonger)) {
      last.rank = stretch.rank;
      last.original = stretch.original;
    }
    last.end = Math.max(last.end, stretch.end);
  }
  return joined;
}

function trim(text: string, stretch: Stretch): Stretch {
  let { start, end } = stretch;
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { ...stretch, start, end };
}

const LETTER_OR_DIGIT = /[A-Za-z0-9]/;

function widen(text: string, stretch: Stretch): Stretch {
  let { start, end } = stretch;
  while (LETTER_OR_DIGIT.test(text.charAt(start - 1)) || isJoint(text, start, -1)) start -= 1;
  while (LETTER_OR_DIGIT.test(text.charAt(end)) || isJoint(text, end, 1)) end += 1;
  return { ...stretch, start, end };
}

/** Whether the word goes on behind `_` or `\_`, to the left or to the right of `position`. */
function isJoint(text: string, position: number, step: 1 | -1): boolean {
  let index = step === 1 ? position : position - 1;
  while (text.charAt(index) === "_" || text.charAt(index) === "\\") index += step;
  const first = step === 1 ? position : position - 1;
  return index !== first && LETTER_OR_DIGIT.test(text.charAt(index));
}
