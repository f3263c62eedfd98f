/** The pieces that byte-level tokenizers cut a text into before they look for tokens: GPT-2's. */
const PIECES = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Longer pieces are no words. */
const LOOKED_AT_CHARACTERS = 200;

/**
 * The last piece of a text, which may not be finished yet: a word with the space before it, or that space alone. Empty
 * after a line break; null where nothing can be told (within a number, after several spaces, in a very long piece).
 */
export function lastPiece(text: string): string | null {
  if (text.endsWith("\n")) return "";
  const piece = text.slice(-LOOKED_AT_CHARACTERS).match(PIECES)?.at(-1) ?? "";
  if (piece === "" || piece.length >= LOOKED_AT_CHARACTERS || /\p{N}$/u.test(piece)) return null;
  return /\S$/.test(piece) || (piece === " " && !/\s $/.test(text)) ? piece : null;
}

/** Characters that are read of a longer text. */
const MOST_CHARACTERS = 1000;
/** A long text's beginning moves on by so many at a time, so that what was read stays of use from key to key. */
const STRIDE_CHARACTERS = 400;

/** The end of a text, from the beginning of a word; the whole text where it is short. */
export function tailOf(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const least = Math.ceil((text.length - MOST_CHARACTERS) / STRIDE_CHARACTERS) * STRIDE_CHARACTERS;
  const space = text.slice(least).search(/\s/);
  return space === -1 ? text.slice(least) : text.slice(least + space);
}
