/** A word, a number or a sign, and where it stands in the text, in UTF-16 code units. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** Scripts that put no space between words; each of their characters is a word of its own. */
const UNSPACED =
  "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const WORD = new RegExp(
  `[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{M}])+(?:['’](?:(?![${UNSPACED}])[\\p{L}\\p{M}])+)*` +
    "|\\p{Nd}+(?:[.,]\\p{Nd}+)*|\\S",
  "gu",
);
const UNSPACED_FIRST = new RegExp(`^[${UNSPACED}]`, "u");

/** Cuts text of any script into words, numbers and signs. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word.replaceAll("’", "'"),
    start: index,
    end: index + word.length,
  }));
}

/** Whether a word is one character of a script without spaces. */
export function isUnspaced(word: string): boolean {
  return UNSPACED_FIRST.test(word);
}
