import type { TextTokenizer } from "../../../shared/text-tokenizer";

/** What the tokens of a vocabulary stand for. */
export interface TokenTexts {
  /** By id; null for markers and for parts of characters. */
  texts: readonly (string | null)[];
  /** By id: 1 where a word that is there already would go on with the token, else 0. */
  goesOn: Uint8Array;
}

/** Letters and digits go on; so does an apostrophe before a letter. */
const GOES_ON = /^'?[\p{L}\p{N}]/u;

/** Reads the whole vocabulary, which takes some ten milliseconds. */
export function readTokenTexts(tokenizer: TextTokenizer, vocabulary: number): TokenTexts {
  const texts = Array.from({ length: vocabulary }, (_, id) => {
    if (tokenizer.isSpecial(id)) return null;
    const text = tokenizer.decode([id]);
    return text === "" || text.includes("\uFFFD") ? null : text;
  });
  return { texts, goesOn: Uint8Array.from(texts, (text) => (text !== null && GOES_ON.test(text) ? 1 : 0)) };
}
