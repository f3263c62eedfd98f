import { byteLetters, byteLevelTokenizer } from "../../src/engines/shared/test-support/tiny-tokenizer";

/** Ids of single bytes come first, words after them. */
const BYTES = 256;
/** Each so many words one begins a new paragraph, as in prose that is cut into paragraphs. */
const PARAGRAPH_EVERY = 48;

/** A byte-level `tokenizer.json` of that many tokens: the bytes, then made-up words of two to five letters. */
export function randomTokenizer(vocabulary: number): Record<string, unknown> {
  const words = Array.from({ length: vocabulary - BYTES }, (_, index) =>
    index % PARAGRAPH_EVERY === 0 ? `.ĊĊ${wordOf(index)}` : `Ġ${wordOf(index)}`,
  );
  return byteLevelTokenizer({ words: [...byteLetters(), ...words], merges: [], addedTokens: [] });
}

/** Another word for each number: syllables of a consonant and a vowel, and a last letter. */
function wordOf(index: number): string {
  const consonants = "bdfghklmnprstvwz";
  const vowels = "aeiou";
  let word = "";
  let left = index + 1;
  while (left > 0) {
    word += `${consonants[left % 16]}${vowels[Math.floor(left / 16) % 5]}`;
    left = Math.floor(left / 80);
  }
  return word;
}
