import { plainView, replaceInView, type TextView } from "./text-view";

/** A character with its marks, or any that is not ASCII. */
const UNUSUAL = /[^\p{M}]\p{M}+|[^\0-\x7f]/gu;
const ONLY_ASCII = /^[\0-\x7f]*$/;
const SPACES = /[\t\n\r ]{2,}|[\t\n\r]/g;

/**
 * The same text with one spelling for what looks alike or is not seen: compatibility forms and digits of any script
 * as ASCII, composed accents, `-` for every dash, `'` for every apostrophe, nothing for what has no width.
 */
export function foldText(source: string | TextView): TextView {
  const view = typeof source === "string" ? plainView(source) : source;
  if (ONLY_ASCII.test(view.text)) return view;
  return replaceInView(view, UNUSUAL, ([character]) => foldCharacter(character));
}

/** Folded further, for comparing words: lower case, and a single space for any run of white space. */
export function foldWords(source: string): TextView {
  const lower = source.toLowerCase();
  const view =
    lower.length === source.length
      ? plainView(lower)
      : replaceInView(plainView(source), /\p{Lu}/gu, ([letter]) => letter.toLowerCase());
  return replaceInView(foldText(view), SPACES, () => " ");
}

const folded = new Map<string, string>();
const MOST_REMEMBERED = 5000;

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const result = character
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/\p{Nd}/gu, digitValue)
    .replace(/\p{Pd}|\u2212/gu, "-")
    .replace(/[\u2018\u2019\u201b\u02bc\u2032]/g, "'")
    .replace(/\p{Zs}/gu, " ");
  if (folded.size < MOST_REMEMBERED) folded.set(character, result);
  return result;
}

/** Decimal digits stand in runs of ten that begin at a multiple of their own zero; the zero is found by counting back. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 128) return digit;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
