/** One token and where it stands in the original text, in UTF-16 code units. */
export interface WordToken {
  /** As in the text, except that the typographic apostrophe is given as `'`. */
  text: string;
  start: number;
  end: number;
}

const TOKEN = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{Nd}+(?:[.,]\p{Nd}+)*|\S/gu;

/**
 * Cuts text into words, numbers and single signs: the exact port of `training/common/word_tokens.py`.
 * `offset` is added to every position, for a text that is a part of a larger one.
 */
export function wordTokens(text: string, offset = 0): WordToken[] {
  const tokens: WordToken[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const start = offset + match.index;
    tokens.push({ text: match[0].replaceAll("’", "'"), start, end: start + match[0].length });
  }
  return tokens;
}
