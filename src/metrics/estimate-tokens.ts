/** Characters looked at; a longer text is judged by evenly spaced windows of it. */
const SAMPLE_CHARACTERS = 16_384;
const WINDOWS = 16;

/**
 * A quick guess of the number of o200k tokens, for the main thread: bounded work whatever the length.
 * Words cost about one token for each 4.6 letters of Latin script begun, digits one for three, each CJK character
 * about 0.85, other scripts about 0.45 a character, punctuation one each (fitted on the shipped test texts against
 * o200k_base; within a fifth on prose).
 */
export function estimateTokens(text: string): number {
  if (text.length <= SAMPLE_CHARACTERS) return Math.ceil(weigh(text));
  const size = SAMPLE_CHARACTERS / WINDOWS;
  const step = (text.length - size) / (WINDOWS - 1);
  let weight = 0;
  for (let index = 0; index < WINDOWS; index++) {
    const start = Math.floor(index * step);
    weight += weigh(text.slice(start, start + size));
  }
  return Math.ceil((weight * text.length) / SAMPLE_CHARACTERS);
}

const LETTERS = /\p{L}+/uy;

/** Character by character: this runs at every key, and a regular expression takes several times as long. */
function weigh(text: string): number {
  let weight = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    let end = at + 1;
    if (isLatin(code)) {
      while (end < text.length && isLatin(text.charCodeAt(end))) end += 1;
      weight += latinWord(end - at);
    } else if (isSpace(code)) {
      let hasBreak = code === LINE_BREAK;
      for (; end < text.length && isSpace(text.charCodeAt(end)); end += 1) {
        hasBreak ||= text.charCodeAt(end) === LINE_BREAK;
      }
      weight += hasBreak ? 0.8 : end - at > 1 ? 0.5 : 0;
    } else if (isDigit(code)) {
      while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
      weight += Math.ceil((end - at) / 3);
    } else if (code < FIRST_BEYOND_ASCII) {
      weight += 0.8;
    } else if (isCjk(code)) {
      weight += 0.85;
    } else {
      LETTERS.lastIndex = at;
      if (LETTERS.test(text)) {
        end = LETTERS.lastIndex;
        weight += Math.max(1, (end - at) * 0.35);
      } else {
        end = at + ((text.codePointAt(at) ?? 0) > LAST_OF_ONE_UNIT ? 2 : 1);
        weight += 0.8;
      }
    }
    at = end;
  }
  return weight;
}

const LINE_BREAK = 10;
const FIRST_BEYOND_ASCII = 128;
const LAST_OF_ONE_UNIT = 0xffff;

const isDigit = (code: number) => code >= 48 && code <= 57;

/** The apostrophe belongs to the word. */
const isLatin = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 39 || (code >= 0xc0 && code <= 0x24f);

const isCjk = (code: number) =>
  (code >= 0x3040 && code <= 0x30ff) ||
  (code >= 0x3400 && code <= 0x9fff) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xac00 && code <= 0xd7af);

const isSpace = (code: number) =>
  code === 32 ||
  (code >= 9 && code <= 13) ||
  (code >= 0xa0 &&
    (code === 0xa0 ||
      code === 0x1680 ||
      (code >= 0x2000 && code <= 0x200a) ||
      code === 0x2028 ||
      code === 0x2029 ||
      code === 0x202f ||
      code === 0x205f ||
      code === 0x3000 ||
      code === 0xfeff));

/** Common words are one token; long strings (base64, one letter repeated) are cut every few letters. */
function latinWord(letters: number): number {
  if (letters <= 7) return 1;
  if (letters <= 20) return 1 + (letters - 7) / 7;
  return letters / 2.6;
}
