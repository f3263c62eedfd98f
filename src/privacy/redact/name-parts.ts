import { COMMON_WORDS } from "./common-words";

const SHORTEST_PART = 3;
/** Shorter parts in lower case are too often another word. */
const SHORTEST_LOWER_PART = 4;
const SHORTEST_JOINED = 6;
const SHORTEST_POSSESSIVE = 4;

/**
 * What may stand for a person elsewhere: each part of the name that is not a common word, title or particle, all parts
 * written as one word, and the name and its parts with the `s` of a possessive that has no apostrophe.
 */
export function namePartsOf(name: string): string[] {
  const words = name.split(/[\s,;/<>()"]+/).map((word) => word.replace(/^[^\p{L}]+|[^\p{L}\p{M}]+$/gu, ""));
  const named = words.filter((word) => word !== "");
  const parts = named.filter(
    (word) => [...word].length >= SHORTEST_PART && !COMMON_WORDS.has(word.toLowerCase()),
  );
  const forms = named.length < 2 ? [] : parts;
  const joined = named.join("");
  if (named.length > 1 && joined.length >= SHORTEST_JOINED) forms.push(joined);
  const possessives = [name, ...parts].filter(
    (form) => /[a-rt-z]$/.test(form) && form.length >= SHORTEST_POSSESSIVE,
  );
  return [...forms, ...possessives.map((form) => `${form}s`)];
}

/** Whether a part of a name that stands alone is written like one. */
export function isLikeName(part: string): boolean {
  const [first = ""] = part;
  return first !== first.toLowerCase() || [...part].length >= SHORTEST_LOWER_PART;
}

/** Capitals of so many letters are as often a word: WHO, IT, US. */
const LONGEST_ACRONYM = 4;

/** Whether a name counts only as it was written, since it is a word too: Rose, Mark, WHO. */
export function isAlsoAWord(name: string): boolean {
  const isAcronym =
    name.length <= LONGEST_ACRONYM && name === name.toUpperCase() && name !== name.toLowerCase();
  return isAcronym || COMMON_WORDS.has(name.toLowerCase());
}
