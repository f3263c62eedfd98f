import type { TrialFault } from "../core/model-trial";

/** A share of letters, digits and usual marks under this is not text in any script. */
const LEAST_TEXT_SHARE = 0.7;
/** As many equal characters or words in a row no sane sentence has. */
const MOST_EQUAL_CHARACTERS = 8;
const MOST_EQUAL_WORDS = 4;

/**
 * What is wrong with a model's first words: nothing came, one character or word over and over (as overflowing 16-bit
 * floats give), or mostly what is no text (as damaged weights give). Null when they are sane. A model's style is not
 * judged.
 */
export function judgeTrial(text: string): TrialFault | null {
  const trimmed = text.trim();
  if (trimmed === "") return "empty";
  if (longestRun([...trimmed.replace(/\s+/g, " ")]) >= MOST_EQUAL_CHARACTERS) return "repeated";
  if (longestRun(trimmed.toLowerCase().split(/\s+/)) >= MOST_EQUAL_WORDS) return "repeated";
  const characters = [...trimmed.replace(/\s/g, "")];
  const textual = characters.filter((character) => /[\p{L}\p{M}\p{N}.,;:!?'"’“”«»()–—-]/u.test(character));
  return textual.length / characters.length < LEAST_TEXT_SHARE ? "not-text" : null;
}

/** The most equal items in a row. */
function longestRun(items: readonly string[]): number {
  let longest = 0;
  let length = 0;
  items.forEach((item, index) => {
    length = item === items[index - 1] ? length + 1 : 1;
    longest = Math.max(longest, length);
  });
  return longest;
}
