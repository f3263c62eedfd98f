import { hashText } from "./hash-text";

const SHORTEST_PART = 3;
const LONGEST_PART = 5;
const CACHE_LIMIT = 20_000;
const LETTER_FIRST = /^\p{L}/u;

interface WordPartsOptions {
  /** The first of the numbers, and how many there are. */
  firstBucket: number;
  buckets: number;
  /** In characters. Longer words give no parts, so that a blob of letters costs nothing. */
  longestWord: number;
}

/** Makes the function that hashes the parts of a word, of 3 to 5 characters with a space at either end; it remembers. */
export function createWordParts({
  firstBucket,
  buckets,
  longestWord,
}: WordPartsOptions): (word: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const parts: number[] = [];
    const characters = Array.from(word.length > 2 * longestWord ? "" : word);
    if (characters.length > 0 && characters.length <= longestWord && LETTER_FIRST.test(word)) {
      const padded = [" ", ...characters, " "];
      for (let length = SHORTEST_PART; length <= LONGEST_PART; length += 1) {
        for (let start = 0; start + length <= padded.length; start += 1) {
          parts.push(firstBucket + (hashText(padded.slice(start, start + length).join("")) % buckets));
        }
      }
    }
    if (known.size >= CACHE_LIMIT) known.clear();
    known.set(word, parts);
    return parts;
  };
}
