import { frontDecode, unpackLists } from "../shared/packed-lists";
import type { Caution } from "../specialist";

/** The bit of each list in a word's flag, as in `training/names/gazetteers.py`. */
const BITS = {
  firstNames: 1,
  surnames: 2,
  places: 4,
  countries: 8,
  common: 16,
  organisations: 32,
  typeWords: 64,
} as const;
const LIST_NAMES = Object.keys(BITS) as (keyof typeof BITS)[];

/** What `lists.bin` holds once unpacked; written by `training/names/export.py`. */
type PackedLists = { tags: string[]; biases: Record<Caution, number> } & Record<keyof typeof BITS, string>;

/** The word lists that the tagger looks at. */
export interface Gazetteers {
  /** `O`, then `B-` and `I-` of each class, in the order of the model's output. */
  tags: readonly string[];
  /** Taken off the score of `O`: the more, the more words are marked. */
  biases: Readonly<Record<Caution, number>>;
  /** One number a word from 1 to 128; an entry of several words marks each of them. */
  flags(words: readonly string[]): number[];
}

/** Reads the lists of the tagger of names. */
export async function readGazetteers(file: Uint8Array): Promise<Gazetteers> {
  const { tags, biases, ...lists } = (await unpackLists(file)) as PackedLists;
  const bits = new Map<string, number>();
  let longest = 1;
  for (const name of LIST_NAMES) {
    for (const entry of frontDecode(lists[name])) {
      bits.set(entry, (bits.get(entry) ?? 0) | BITS[name]);
      longest = Math.max(longest, entry.split(" ").length);
    }
  }
  return { tags, biases, flags: (words) => flagWords(words, bits, longest) };
}

function flagWords(words: readonly string[], bits: ReadonlyMap<string, number>, longest: number): number[] {
  const lower = words.map((word) => word.toLowerCase());
  const flags = lower.map((word) => bits.get(word) ?? 0);
  for (const [start, first] of lower.entries()) {
    if (!/^\p{L}/u.test(first)) continue;
    let joined = first;
    for (let end = start + 1; end < Math.min(lower.length, start + longest); end += 1) {
      joined += ` ${lower[end]}`;
      const found = bits.get(joined) ?? 0;
      for (let index = start; found !== 0 && index <= end; index += 1)
        flags[index] = (flags[index] ?? 0) | found;
    }
  }
  return flags.map((flag) => flag + 1);
}
