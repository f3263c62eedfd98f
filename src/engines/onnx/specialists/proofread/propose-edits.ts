import type { TextEdit } from "../../../../core/output";
import type { WordToken } from "../shared/word-tokens";
import type { Lexicon } from "./lexicon";
import { isPlain, type Mend, matchCase, mendByRule, mendByTag, type Place, type Word } from "./mend-word";
import { PROTECTED_WORD, type SentenceTokens } from "./sentence-tokens";
import type { Speller } from "./speller";
import { KIND_OF_GROUP } from "./tag-groups";
import type { WordTag } from "./tag-words";

/** One token of the text and what has been proposed for it so far. */
export interface Slot {
  token: WordToken;
  isAttachedBefore: boolean;
  isAttachedAfter: boolean;
  /** What stands there now. */
  words: readonly string[];
  mend?: Mend;
}

/** From which probability of being misspelt a correction is offered, by how it was found. */
const MISSPELT_THRESHOLDS = { "typo-list": 0, "one-slip": 0.25, "two-slips": 0.5 } as const;
const CAPITALISED_MISSPELT_THRESHOLD = 0.5;
const SPELLING_CONFIDENCE = { "typo-list": 0.9, "one-slip": 0.7, "two-slips": 0.5 } as const;
/** An unknown word that the text uses this often is its own term. */
const USES_OF_A_TERM = 3;
/** Twice the binary logarithm of the count, as in the lexicon. */
const COMMON_ENGLISH = 43;
const LEAST_ENGLISH = 0.5;
const LEAST_ENGLISH_SENTENCE = 0.6;
const FEWEST_WORDS_TO_JUDGE = 4;
/** English sentences without any of these are rare; so one that also has words no dictionary knows is foreign. */
const FUNCTION_WORDS = new Set(
  (
    "the of and to is are was were it you he she we they this that these those with for from have has had not be been " +
    "will would can could should my your his her our their what when which who how there if but by at i i'm it's don't"
  ).split(" "),
);
const FEWEST_UNKNOWN_WORDS = 2;
const ATTACHING = /[\p{L}\p{M}\p{Nd}\-‐‑/_@#\\'’`<]/u;
const LETTERS = /^\p{L}/u;

/** One slot a token; nothing is proposed yet. */
export function slotsOf(tokens: readonly WordToken[], text: string): Slot[] {
  return tokens.map((token) => ({
    token,
    isAttachedBefore: ATTACHING.test(text.charAt(token.start - 1)),
    isAttachedAfter: ATTACHING.test(text.charAt(token.end)),
    words: [token.text],
  }));
}

/** The words that stand in the slots now. */
export function wordsOf(slots: readonly Slot[]): string[] {
  return slots.flatMap((slot) => slot.words);
}

/** How many words of the text are English: 0 to 1. Known typos count as English. */
export function englishShare(
  tokens: readonly WordToken[],
  lexicon: Lexicon,
): { share: number; words: number } {
  let words = 0;
  let english = 0;
  for (const token of tokens) {
    if (!LETTERS.test(token.text)) continue;
    const lower = token.text.toLowerCase();
    words += 1;
    if (/^[a-z']+$/.test(lower) && looksEnglish(lower, lexicon)) english += 1;
  }
  return { share: words === 0 ? 0 : english / words, words };
}

/** Rare words of the dictionary prove little: many are common words of other languages. */
function looksEnglish(lower: string, lexicon: Lexicon): boolean {
  const frequency = lexicon.frequencies.get(lower);
  if (frequency !== undefined) return frequency >= COMMON_ENGLISH;
  return lexicon.isKnown(lower) || lexicon.typos.has(lower) || lexicon.contractions.has(lower);
}

/** Whether a sentence should be looked at, given how English it and the whole text are. */
export function isEnglish(sentence: SentenceTokens, lexicon: Lexicon, textShare: number): boolean {
  if (textShare < LEAST_ENGLISH) return false;
  const { share, words } = englishShare(sentence.tokens, lexicon);
  if (words >= FEWEST_WORDS_TO_JUDGE && looksForeign(sentence, lexicon)) return false;
  return words > 0 && share >= (words < FEWEST_WORDS_TO_JUDGE ? LEAST_ENGLISH - 0.2 : LEAST_ENGLISH_SENTENCE);
}

function looksForeign({ tokens }: SentenceTokens, lexicon: Lexicon): boolean {
  const lower = tokens.map(({ text }) => text.toLowerCase());
  const unknown = lower.filter((word) => LETTERS.test(word) && !lexicon.isKnown(word));
  const functionWords = lower.filter((word) => FUNCTION_WORDS.has(word)).length;
  const hasForeignLetter = unknown.some((word) => !/^[a-z']+$/.test(word));
  return unknown.length >= FEWEST_UNKNOWN_WORDS && functionWords < (hasForeignLetter ? 2 : 1);
}

/** How often each unknown word is used, to tell terms from slips. */
export function countUnknownWords(
  sentences: readonly SentenceTokens[],
  lexicon: Lexicon,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tokens } of sentences) {
    for (const { text } of tokens) {
      const lower = text.toLowerCase();
      if (!lexicon.isKnown(lower)) counts.set(lower, (counts.get(lower) ?? 0) + 1);
    }
  }
  return counts;
}

/** What {@link mendSlots} needs besides the slots. */
export interface MendTools {
  lexicon: Lexicon;
  speller: Speller;
  unknownWords: ReadonlyMap<string, number>;
}

/** Applies the tags to the slots. Says whether a word changed, so that a second look is worth while. */
export function mendSlots(
  slots: readonly Slot[],
  tags: readonly WordTag[],
  sentence: SentenceTokens,
  tools: MendTools,
): boolean {
  const isFaulty = slots.some((slot) => slot.mend !== undefined);
  const words: Word[] = slots.flatMap((slot) =>
    slot.words.map((text) => ({
      text,
      isAttachedBefore: slot.isAttachedBefore,
      isAttachedAfter: slot.isAttachedAfter,
    })),
  );
  let index = 0;
  let changed = false;
  for (const slot of slots) {
    const place: Place = { ...sentence, words, index, isFaulty };
    const tag = tags[index];
    index += slot.words.length;
    if (!tag || !mayChange(slot)) continue;
    const mend = mendOf(place, tag, slot, tools);
    if (!mend) continue;
    slot.mend = slot.mend
      ? { ...slot.mend, confidence: Math.min(mend.confidence, slot.mend.confidence) }
      : mend;
    slot.words = mend.words;
    changed = true;
  }
  return changed;
}

/** The edits that turn the text into what the slots say; sorted, and none overlaps another. */
export function editsOf(slots: readonly Slot[], text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const slot of slots) {
    if (!slot.mend) continue;
    const range = replacedRange(slot, text, edits.at(-1)?.end ?? 0);
    if (text.slice(range.start, range.end) === range.replacement) continue;
    const { group, reason, confidence } = slot.mend;
    edits.push({
      ...range,
      kind: KIND_OF_GROUP[group],
      reason,
      confidence: Math.round(confidence * 1000) / 1000,
    });
  }
  return edits;
}

function mayChange(slot: Slot): boolean {
  if (slot.token.text === PROTECTED_WORD || slot.words.length !== 1) return false;
  return !slot.mend || slot.mend.group === "spelling";
}

function mendOf(place: Place, tag: WordTag, slot: Slot, tools: MendTools): Mend | undefined {
  const ruled = mendByRule(place, tools.lexicon);
  if (ruled) return ruled;
  const text = slot.words[0] ?? "";
  if (!tools.lexicon.isKnown(text)) return mendSpelling(place, tag, text, tools);
  return mendByTag(place, tag.tag, tag.probability, tools.lexicon);
}

function mendSpelling(place: Place, tag: WordTag, text: string, tools: MendTools): Mend | undefined {
  if (!isPlain(text) || text.includes("'")) return undefined;
  const isCapitalised = /^[A-Z]/.test(text);
  if (isCapitalised && (place.index > 0 || !place.isBeginning)) return undefined;
  const lower = text.toLowerCase();
  if (tools.lexicon.names.has(lower)) return undefined;
  const spelling = tools.speller(lower);
  if (!spelling) return undefined;
  const { found } = spelling;
  const word = place.words[place.index];
  const isAttached = word?.isAttachedBefore || word?.isAttachedAfter;
  if (found !== "typo-list") {
    const isTerm = (tools.unknownWords.get(lower) ?? 0) >= USES_OF_A_TERM;
    if (isAttached || isTerm || isCapitalised) return undefined;
  }
  if (isAttached && place.words[place.index + 1]?.text.startsWith("'")) return undefined;
  if (word?.isAttachedBefore && /\p{Nd}$/u.test(place.words[place.index - 1]?.text ?? "")) return undefined;
  const threshold = isCapitalised ? CAPITALISED_MISSPELT_THRESHOLD : MISSPELT_THRESHOLDS[found];
  if (tag.misspelt < threshold) return undefined;
  return {
    words: matchCase(spelling.word, text).split(" "),
    group: "spelling",
    confidence: Math.max(SPELLING_CONFIDENCE[found], Math.min(0.99, tag.misspelt)),
    reason: `“${text}” is not in the dictionary.`,
  };
}

function replacedRange(
  slot: Slot,
  text: string,
  firstFree: number,
): { start: number; end: number; replacement: string } {
  const { start, end } = slot.token;
  if (slot.words.length === 0) {
    if (text.charAt(start - 1) === " " && start - 1 >= firstFree)
      return { start: start - 1, end, replacement: "" };
    if (text.charAt(end) === " ") return { start, end: end + 1, replacement: "" };
    return { start, end, replacement: "" };
  }
  const written = text.slice(start, end);
  const joined = joinWords(slot.words);
  if (joined.startsWith(slot.token.text) && joined.length > slot.token.text.length) {
    return { start: end, end, replacement: joined.slice(slot.token.text.length) };
  }
  const usesTypographicApostrophe = written.includes("’") || (!text.includes("'") && text.includes("’"));
  return { start, end, replacement: usesTypographicApostrophe ? joined.replaceAll("'", "’") : joined };
}

function joinWords(words: readonly string[]): string {
  return words.map((word, index) => (index > 0 && LETTERS.test(word) ? ` ${word}` : word)).join("");
}
