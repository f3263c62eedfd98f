import { type WordToken, wordTokens } from "../shared/word-tokens";
import { protectedRanges } from "./protected-ranges";

/** Stands for a protected stretch in the model's input; training uses the same word. */
export const PROTECTED_WORD = "<code>";

/** One sentence, or a part of a very long one. */
export interface SentenceTokens {
  tokens: readonly WordToken[];
  /** The sentence begins here (it is not the rest of a long one). */
  isBeginning: boolean;
  /** Ends with a full stop, a question mark or an exclamation mark. */
  isClosed: boolean;
  /** Another closed sentence stands in the same paragraph, so this is running text and not a heading. */
  isRunningText: boolean;
}

/** More tokens are never given to the model at once. */
const LONGEST_SENTENCE = 64;

const EARLIEST_CUT = 40;
const CUT_AFTER = new Set([",", ";", ":", ")", "—", "–"]);
const SENTENCE_END = new Set([".", "!", "?", "…"]);
const CLOSING_SIGNS = new Set(['"', "'", "”", "’", ")", "]", "»", "*"]);
/** Behind white space they open. */
const STRAIGHT_QUOTES = new Set(['"', "'"]);
const ABBREVIATIONS = new Set([
  ..."mr mrs ms dr prof st vs etc eg ie e.g i.e no fig al inc ltd co jr sr approx dept est".split(" "),
]);
const LINE = /[^\n]+/g;
/** Marks of emphasis are no part of the sentence. */
const EMPHASIS = new Set(["*", "_"]);
const TABLE_BAR = "|";
const QUOTE_MARKS = /^[ \t>]+$/;
/** White space, quote and list marks, heading marks, table bars and check boxes at the start of a line. */
const LINE_MARKS = /^(?:[ \t>|]|[-*+•–][ \t]+|#{1,6}[ \t]+|\(?\d{1,3}[.)][ \t]+|\[[ xX]\][ \t]+)*/;

/** Cuts a text into sentences of tokens whose offsets refer to that text. */
export function sentenceTokens(text: string): SentenceTokens[] {
  const sentences: SentenceTokens[] = [];
  for (const paragraph of paragraphsOf(text, tokensWithProtection(text))) {
    const parts = splitSentences(paragraph);
    const isRunningText = parts.length > 1 && parts.some((part) => isClosed(part));
    for (const part of parts) {
      let isBeginning = true;
      for (const tokens of splitLong(part)) {
        sentences.push({ tokens, isBeginning, isClosed: isClosed(part), isRunningText });
        isBeginning = false;
      }
    }
  }
  return sentences;
}

/** All tokens of the text; a protected stretch is one token, {@link PROTECTED_WORD}. */
function tokensWithProtection(text: string): WordToken[] {
  const tokens: WordToken[] = [];
  let position = 0;
  for (const range of protectedRanges(text)) {
    for (const token of wordTokens(text.slice(position, range.start), position)) tokens.push(token);
    tokens.push({ text: PROTECTED_WORD, start: range.start, end: range.end });
    position = range.end;
  }
  for (const token of wordTokens(text.slice(position), position)) tokens.push(token);
  return tokens;
}

/** The tokens of each paragraph, without list and heading marks. Lines broken inside a sentence are joined. */
function* paragraphsOf(text: string, tokens: readonly WordToken[]): Generator<WordToken[]> {
  let paragraph: WordToken[] = [];
  let next = 0;
  let lastLineEnd = -1;
  let lastMarks = "";
  for (const line of text.matchAll(LINE)) {
    const marks = LINE_MARKS.exec(line[0])?.[0] ?? "";
    const start = line.index + marks.length;
    const end = line.index + line[0].length;
    const last = paragraph.at(-1)?.text ?? "";
    const goesOn =
      lastLineEnd + 1 === line.index &&
      (marks.trim() === "" || (QUOTE_MARKS.test(marks) && marks === lastMarks)) &&
      !SENTENCE_END.has(last) &&
      /^[\p{Ll}\d(]/u.test(text.slice(start, start + 2));
    if (!goesOn && paragraph.length > 0) {
      yield paragraph;
      paragraph = [];
    }
    for (let token = tokens[next]; token && token.start < end; token = tokens[next]) {
      if (token.start >= start && !EMPHASIS.has(token.text)) paragraph.push(token);
      next += 1;
    }
    lastLineEnd = end;
    lastMarks = marks;
  }
  if (paragraph.length > 0) yield paragraph;
}

function splitSentences(tokens: readonly WordToken[]): WordToken[][] {
  const sentences: WordToken[][] = [];
  let current: WordToken[] = [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.text !== TABLE_BAR) current.push(token);
    if (current.length > 0 && (token.text === TABLE_BAR || (next && endsSentence(current, next)))) {
      sentences.push(current);
      current = [];
    }
  }
  if (current.length > 0) sentences.push(current);
  return sentences;
}

function endsSentence(current: readonly WordToken[], next: WordToken): boolean {
  const last = current.at(-1);
  if (!last || next.start === last.end) return false;
  if (CLOSING_SIGNS.has(next.text) && !STRAIGHT_QUOTES.has(next.text)) return false;
  let index = current.length - 1;
  while (index > 0 && CLOSING_SIGNS.has(current[index]?.text ?? "")) index -= 1;
  const end = current[index]?.text ?? "";
  if (!SENTENCE_END.has(end)) return false;
  const isEllipsis =
    end === "." && current[index - 1]?.text === "." && current[index - 1]?.end === current[index]?.start;
  if (end !== "." || isEllipsis) return !/^\p{Ll}/u.test(next.text);
  const before = current[index - 1]?.text ?? "";
  if (ABBREVIATIONS.has(before.toLowerCase()) || /^[A-Z]$/.test(before)) return before === "I";
  return true;
}

function isClosed(tokens: readonly WordToken[]): boolean {
  let index = tokens.length - 1;
  while (index > 0 && CLOSING_SIGNS.has(tokens[index]?.text ?? "")) index -= 1;
  return SENTENCE_END.has(tokens[index]?.text ?? "");
}

function* splitLong(tokens: readonly WordToken[]): Generator<readonly WordToken[]> {
  let rest = tokens;
  while (rest.length > LONGEST_SENTENCE) {
    let cut = LONGEST_SENTENCE;
    for (let index = LONGEST_SENTENCE - 1; index >= EARLIEST_CUT; index -= 1) {
      if (CUT_AFTER.has(rest[index]?.text ?? "")) {
        cut = index + 1;
        break;
      }
    }
    yield rest.slice(0, cut);
    rest = rest.slice(cut);
  }
  yield rest;
}
