import { createTermMatcher, type Term } from "../text/term-matcher";
import { isAlsoAWord, isLikeName, namePartsOf } from "./name-parts";
import { createNumberMatcher } from "./same-numbers";

/** A private text that was found somewhere and is looked for everywhere. */
export interface Original {
  text: string;
  label: string;
}

/** Where one of the originals stands, or a part or another writing of it. */
export interface Occurrence {
  start: number;
  end: number;
  original: Original;
}

/** Shorter texts are looked for as whole words, so that "Al" does not hide the middle of "also". */
const SHORTEST_INSIDE_WORDS = 5;

/**
 * Finds the originals in any text: whatever their case and white space, numbers however they are grouped, of people
 * also the parts of the name. What is only letters is found as whole words; anything else inside words too.
 */
export function createOccurrenceFinder(originals: readonly Original[]): (text: string) => Occurrence[] {
  const parts = originals
    .filter(({ label }) => label === "person")
    .flatMap((original) => namePartsOf(original.text).map((text) => ({ text, original })));
  const whole = originals.map((original) => ({ text: original.text, original }));
  const wanted = [...whole, ...parts];
  const matcher = createTermMatcher(
    wanted.map(({ text }): Term => ({ text, wholeWords: isOnlyWords(text) })),
  );
  const findNumbers = createNumberMatcher(originals.map(({ text }) => text));
  return (text) => {
    const found: Occurrence[] = [];
    for (const { start, end, term } of matcher.find(text)) {
      const original = wanted[term]?.original;
      const source = text.slice(start, end);
      const isMeant = term < whole.length ? isSameName(original, source) : isLikeName(source);
      if (original && isMeant) found.push({ start, end, original });
    }
    for (const { start, end, of } of findNumbers(text)) {
      const original = originals[of];
      if (original) found.push({ start, end, original });
    }
    return found;
  };
}

const NAMES = new Set(["person", "place", "organisation"]);

function isSameName(original: Original | undefined, source: string): boolean {
  if (original === undefined || !NAMES.has(original.label)) return true;
  return source === original.text || !isAlsoAWord(original.text);
}

function isOnlyWords(text: string): boolean {
  return text.length < SHORTEST_INSIDE_WORDS || /^[\p{L}\p{M}\s'’.-]*$/u.test(text);
}
