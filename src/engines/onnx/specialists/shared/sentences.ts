/** What kind of block a sentence stands in. */
export type SentenceKind = "prose" | "list" | "heading" | "header" | "quoted";

/** Where a sentence stands, in UTF-16 code units. */
export interface TextSentence {
  start: number;
  end: number;
  /** Counts paragraphs, list items and headings from the top. */
  paragraph: number;
  kind: SentenceKind;
}

/** Words that end in a full stop without ending a sentence. */
const ABBREVIATIONS = new Set(
  (
    "mr mrs ms dr prof st jr sr sgt col gen lt capt rev hon gov sen rep inc ltd co corp dept univ vs etc al approx " +
    "e.g i.e cf fig figs eq eqs vol pp ed eds ch sec no nr art ca bzw z.b d.h u.a usw str tel jan feb mar apr jun jul " +
    "aug sep sept oct nov dec mon tue wed thu fri"
  ).split(" "),
);
/** Of these, the ones that are words of their own unless a number follows. */
const BEFORE_A_NUMBER_ONLY = new Set("no nr art sec ch fig figs eq eqs vol pp mar mon fri wed".split(" "));
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/g;
const LIST_ITEM =
  /^[ \t\u00a0]*(?:[-*+\u2022\u2023\u25e6\u00b7\u2013\u2014]|\p{Nd}{1,3}[.)]|[A-Za-z][.)]|\[[ xX]\])[ \t\u00a0]+(?:\[[ xX]\][ \t\u00a0]+)?/u;
const MAIL_HEADER =
  /^[ \t]*(?:From|To|Cc|Bcc|Subject|Sent|Date|Reply-To|Von|An|Betreff|Gesendet|De|Objet|Asunto)[ \t]?:[ \t]/;
const QUOTED = /^[ \t]*>[> \t]*/;
const HEADING = /^[ \t]{0,3}#{1,6}[ \t]+/;
const RULE = /^[ \t]*[-=_*~#]{3,}[ \t]*$/;
/** A line this long that does not end a sentence was wrapped; a shorter one ends where it ends. */
const LONG_LINE = 50;
/** Without a look-ahead on purpose: a run of a hundred thousand dots would be tried from each of them. */
const END =
  /[\u3002\uff01\uff1f\uff61]+["'\u201d\u2019\u00bb)\]\u300d\u300f]*|[.!?\u2026\u061f\u0964]+["'\u201d\u2019\u00bb)\]*_]*/g;
const WIDE_END = "\u3002\uff01\uff1f\uff61";
const SPACES = " \t\u00a0\n\r\u2028\u2029\ufeff";
const OPENERS = "\"'\u201c\u2018\u00ab([*_\u300c\u300e";

interface Block {
  start: number;
  end: number;
  kind: SentenceKind;
  paragraph: number;
}

/**
 * Cuts text into sentences, in order, without the white space, list marks and quote marks around them.
 *
 * Lines first: blank lines, list items, headings, mail headers, quoted lines and short lines end a sentence, a
 * wrapped line does not. Then the signs: a full stop ends a sentence unless it belongs to an abbreviation or an
 * initial, or a small letter follows. Full-width signs need no space after them. Runs in linear time.
 * `training/summarise/sentences.py` is the exact port.
 */
export function splitSentences(text: string): TextSentence[] {
  const sentences: TextSentence[] = [];
  for (const block of readBlocks(text)) {
    let start = block.start;
    for (const match of text.slice(block.start, block.end).matchAll(END)) {
      const sign = block.start + match.index;
      const end = sign + match[0].length;
      if (end >= block.end) break;
      if (isBoundary(text, start, sign, end, match[0], block.end)) {
        addSentence(text, start, end, block, sentences);
        start = end;
      }
    }
    addSentence(text, start, block.end, block, sentences);
  }
  return sentences;
}

function addSentence(text: string, from: number, to: number, block: Block, sentences: TextSentence[]): void {
  let start = from;
  let end = to;
  while (start < end && SPACES.includes(text.charAt(start))) start += 1;
  while (end > start && SPACES.includes(text.charAt(end - 1))) end -= 1;
  if (end > start) sentences.push({ start, end, paragraph: block.paragraph, kind: block.kind });
}

function isBoundary(
  text: string,
  start: number,
  sign: number,
  end: number,
  found: string,
  limit: number,
): boolean {
  if (WIDE_END.includes(found.charAt(0))) return true;
  if (!SPACES.includes(text.charAt(end))) return false;
  let following = end;
  while (following < limit && SPACES.includes(text.charAt(following))) following += 1;
  while (following < limit && OPENERS.includes(text.charAt(following))) following += 1;
  if (following >= limit) return true;
  const next = String.fromCodePoint(text.codePointAt(following) ?? 0);
  if (/\p{Ll}/u.test(next)) return false;
  if (!found.startsWith(".") || found.startsWith("..")) return true;
  let wordStart = sign;
  while (wordStart > start && !(SPACES + OPENERS).includes(text.charAt(wordStart - 1))) wordStart -= 1;
  const raw = text.slice(wordStart, sign);
  if (/^\p{Lu}$/u.test(raw)) return raw === "I";
  const word = raw.toLowerCase();
  if (!ABBREVIATIONS.has(word)) return true;
  return BEFORE_A_NUMBER_ONLY.has(word) && !/[0-9]/.test(next);
}

function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph = 0;
  let open: Block | null = null;
  let lastLineStart = 0;
  for (const [start, end] of lines(text)) {
    const line = text.slice(start, end);
    const first = firstCharacter(line);
    if (first === "" || RULE.test(line)) {
      open = null;
      paragraph += 1;
      continue;
    }
    const { mark, kind } = readLineKind(line);
    if (kind === "prose") {
      const isWrapped = open !== null && open.end - lastLineStart >= LONG_LINE;
      if (open !== null && (isWrapped || /\p{Ll}/u.test(first))) {
        open.end = end;
      } else {
        open = { start, end, kind, paragraph };
        blocks.push(open);
      }
    } else {
      if (kind !== "quoted") paragraph += 1;
      const block: Block = { start: start + mark, end, kind, paragraph };
      blocks.push(block);
      open = kind === "list" ? block : null;
      if (kind === "heading") paragraph += 1;
    }
    lastLineStart = start;
  }
  return blocks;
}

function readLineKind(line: string): { mark: number; kind: SentenceKind } {
  const quoted = QUOTED.exec(line);
  if (quoted) return { mark: quoted[0].length, kind: "quoted" };
  const heading = HEADING.exec(line);
  if (heading) return { mark: heading[0].length, kind: "heading" };
  if (MAIL_HEADER.test(line)) return { mark: 0, kind: "header" };
  const item = LIST_ITEM.exec(line);
  return item ? { mark: item[0].length, kind: "list" } : { mark: 0, kind: "prose" };
}

function firstCharacter(line: string): string {
  for (const character of line) if (!SPACES.includes(character)) return character;
  return "";
}

function* lines(text: string): Generator<[start: number, end: number]> {
  let start = 0;
  for (const match of text.matchAll(LINE_BREAK)) {
    yield [start, match.index];
    start = match.index + match[0].length;
  }
  yield [start, text.length];
}
