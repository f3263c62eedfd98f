import { COMMON_WORDS } from "./common-words";

const SHORTEST_PART = 3;
/** Shorter parts in lower case are too often another word. */
const SHORTEST_LOWER_PART = 4;
const SHORTEST_JOINED = 6;

/**
 * What may stand for a person elsewhere: each part of the name that is not a common word, title or particle, and all
 * parts written as one word. Empty for a name of one part.
 */
export function namePartsOf(name: string): string[] {
  const words = name.split(/[\s,;/<>()"]+/).map((word) => word.replace(/^[^\p{L}]+|[^\p{L}\p{M}]+$/gu, ""));
  const parts = words.filter(
    (word) => [...word].length >= SHORTEST_PART && !COMMON_WORDS.has(word.toLowerCase()),
  );
  const named = words.filter((word) => word !== "");
  if (named.length < 2) return [];
  const joined = named.join("");
  return joined.length >= SHORTEST_JOINED ? [...parts, joined] : parts;
}

/** Whether a part of a name that stands alone is written like one. */
export function isLikeName(part: string): boolean {
  const [first = ""] = part;
  return first !== first.toLowerCase() || [...part].length >= SHORTEST_LOWER_PART;
}
