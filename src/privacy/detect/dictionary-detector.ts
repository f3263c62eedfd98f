import type { PrivateTerm } from "../../core/privacy";
import { createTermMatcher } from "../text/term-matcher";
import type { Detector } from "./detector";

/** The person's own words, whatever their case, width and accents' encoding. */
export function dictionaryDetector(terms: readonly PrivateTerm[]): Detector {
  const matcher = createTermMatcher(terms.map(({ text }) => ({ text, wholeWords: true })));
  return {
    id: "dictionary",
    find: async (texts) =>
      texts.map((text) =>
        matcher.find(text).map(({ start, end, term }) => ({
          start,
          end,
          label: terms[term]?.label ?? "",
          score: 1,
          layer: "dictionary",
        })),
      ),
  };
}
