import { foldText } from "../text/fold-text";

/** Shorter numbers are written with the same digits by chance. */
const SHORTEST = 7;
const NUMBER = /\d(?:[ .\-/()\u00a0\n]{0,2}\d){6,63}/g;

/** Where a number stands that is one of those looked for but for its spaces and signs. `of` is its place in the list. */
export interface SameNumber {
  start: number;
  end: number;
  of: number;
}

/** Finds numbers (of cards, telephones, people) however they are grouped, in time linear in the text. */
export function createNumberMatcher(originals: readonly string[]): (text: string) => SameNumber[] {
  const wanted = new Map<string, number>();
  for (const [index, original] of originals.entries()) {
    const folded = foldText(original).text;
    const digits = folded.replace(/\D/g, "");
    // What is mostly letters is another thing with digits in it, and is found as text.
    if (digits.length >= SHORTEST && !/[^\d\s+./()-]/.test(folded) && !wanted.has(digits))
      wanted.set(digits, index);
  }
  const lengths = [...new Set([...wanted.keys()].map((digits) => digits.length))].sort((a, b) => b - a);
  if (lengths.length === 0) return () => [];
  return (text) => {
    const view = foldText(text);
    const found: SameNumber[] = [];
    for (const match of view.text.matchAll(NUMBER)) {
      const places: number[] = [];
      for (let index = 0; index < match[0].length; index++)
        if (/\d/.test(match[0].charAt(index))) places.push(index);
      const digits = places.map((place) => match[0].charAt(place)).join("");
      for (let from = 0; from < digits.length; from++) {
        const length = lengths.find(
          (size) => wanted.has(digits.slice(from, from + size)) && from + size <= digits.length,
        );
        if (length === undefined) continue;
        const start = match.index + (places[from] ?? 0);
        const end = match.index + (places[from + length - 1] ?? 0) + 1;
        found.push({ ...view.sourceOf(start, end), of: wanted.get(digits.slice(from, from + length)) ?? 0 });
        from += length - 1;
      }
    }
    return found;
  };
}
