import type { TextSpan } from "../../core/output";
import type { Redaction } from "../../core/privacy";
import { createJsonStrings, escapeForJson } from "../placeholder/json-strings";
import {
  createPlaceholderFinder,
  KNOWN_PREFIXES,
  type PlaceholderMention,
  prefixOf,
  readPlaceholder,
  writePlaceholder,
} from "../placeholder/placeholder";
import { foldWords } from "../text/fold-text";
import { createOccurrenceFinder, type Original } from "./find-again";
import { createPlaceholderBook, type PlaceholderBook } from "./placeholder-book";
import { joinStretches, type Stretch } from "./stretches";

/** Texts that may be sent, and how to get from them to the originals. */
export interface RedactedTexts {
  texts: string[];
  /** Those that were known, in their order, and then the new ones. */
  redactions: Redaction[];
  /** For each text, where its placeholders stand in the redacted text; `redaction` is a place in `redactions`. */
  masked: { start: number; end: number; redaction: number }[][];
}

/** What a span that a detector found counts against an occurrence that was only found again. */
const FOUND_RANK = 1;

/**
 * Replaces every span, and every other occurrence of its text in any of the texts, by a placeholder. The same text has
 * the same placeholder everywhere, and none that the texts hold already. Linear in the length of the texts.
 *
 * @param spans for each text what was found in it; overlaps are allowed
 * @param options.known redactions of earlier turns, which keep their placeholders and are looked for here too
 * @param options.keep originals, by their exact text, that the person wants to be sent as they are
 */
export function redactTexts(
  texts: readonly string[],
  spans: readonly (readonly TextSpan[])[],
  { known = [], keep = new Set() }: { known?: readonly Redaction[]; keep?: ReadonlySet<string> },
): RedactedTexts {
  const found = texts.map((text, index) => stretchesOf(text, spans[index] ?? [], keep));
  const originals = found.flatMap((stretches) => originalsOf(stretches));
  for (const { original, label } of known) if (!keep.has(original)) originals.push({ text: original, label });
  const findAgain = createOccurrenceFinder(distinct(originals));
  const prefixes = new Set([...KNOWN_PREFIXES, ...originals.map(({ label }) => prefixOf(label))]);
  for (const { placeholder } of known) prefixes.add(readPlaceholder(placeholder)?.prefix ?? placeholder);
  const mentions = texts.map((text) => createPlaceholderFinder(prefixes).find(text));
  const book = openBook(known, mentions.flat(), originals);
  const given = new Set(known.map(({ placeholder }) => placeholder));

  const redacted: RedactedTexts = { texts: [], redactions: [], masked: [] };
  for (const [index, text] of texts.entries()) {
    const again = findAgain(text).map((occurrence): Stretch => ({ ...occurrence, rank: 0 }));
    const clashes = (mentions[index] ?? []).filter(({ placeholder }) => given.has(placeholder));
    const isKept = keptPlaces(text, keep);
    const stretches = joinStretches(text, [
      ...(found[index] ?? []),
      ...again.filter((occurrence) => !isKept(occurrence)),
      ...clashes.map(({ start, end }) => ({ start, end, rank: 0, original: asItself(text, start, end) })),
    ]);
    const result = mask(
      text,
      stretches.filter((stretch) => !isKept(stretch)),
      book,
    );
    redacted.texts.push(result.text);
    redacted.masked.push(result.masked);
  }
  redacted.redactions.push(...book.redactions);
  return redacted;
}

function stretchesOf(text: string, spans: readonly TextSpan[], keep: ReadonlySet<string>): Stretch[] {
  return spans
    .map(({ start, end, label, score }) => ({
      start,
      end,
      original: { text: text.slice(start, end).trim(), label },
      rank: FOUND_RANK + score,
    }))
    .filter(({ original }) => original.text !== "" && !keep.has(original.text));
}

/** What is left of a stretch where a surer one lay over it is too short to be looked for by itself. */
const SHORTEST_REST = 4;

function originalsOf(stretches: readonly Stretch[]): Original[] {
  const edges = new Map<number, number>();
  for (const { start, end } of stretches) {
    for (const edge of [start, end]) edges.set(edge, (edges.get(edge) ?? 0) + 1);
  }
  const touches = ({ start, end }: Stretch) => (edges.get(start) ?? 0) > 1 || (edges.get(end) ?? 0) > 1;
  return stretches
    .filter((stretch) => stretch.end - stretch.start >= SHORTEST_REST || !touches(stretch))
    .map(({ original }) => original);
}

/** Whether a stretch lies within what the person lets go: a name is not masked inside an address that goes as it is. */
function keptPlaces(
  text: string,
  keep: ReadonlySet<string>,
): (stretch: { start: number; end: number }) => boolean {
  const places: { start: number; end: number }[] = [];
  for (const original of keep) {
    if (original === "") continue;
    for (let start = text.indexOf(original); start >= 0; start = text.indexOf(original, start + 1)) {
      places.push({ start, end: start + original.length });
    }
  }
  return ({ start, end }) => places.some((place) => place.start <= start && end <= place.end);
}

function distinct(originals: readonly Original[]): Original[] {
  return [...new Map(originals.map((original) => [`${original.label} ${original.text}`, original])).values()];
}

/** Words of the text that look like a placeholder in use are hidden too; else they would come back as its original. */
function asItself(text: string, start: number, end: number): Original {
  return { text: text.slice(start, end), label: "" };
}

function openBook(
  known: readonly Redaction[],
  mentions: readonly PlaceholderMention[],
  originals: readonly Original[],
): PlaceholderBook {
  const taken = new Set<string>();
  for (const { placeholder } of mentions) {
    const parts = readPlaceholder(placeholder);
    if (parts) taken.add(placeholder).add(writePlaceholder({ ...parts, form: 1 }));
  }
  const words = new Set(originals.map(({ text }) => foldWords(text).text.trim()));
  return createPlaceholderBook(
    known,
    (placeholder) => taken.has(placeholder),
    (prefix) => [prefix, ...prefix.split("_")].some((word) => words.has(word.toLowerCase())),
  );
}

function mask(
  text: string,
  stretches: readonly Stretch[],
  book: PlaceholderBook,
): { text: string; masked: { start: number; end: number; redaction: number }[] } {
  const json = createJsonStrings();
  const parts: string[] = [];
  const masked: { start: number; end: number; redaction: number }[] = [];
  let copied = 0;
  let length = 0;
  for (const { start, end, original } of stretches) {
    const kept = text.slice(copied, start);
    const source = text.slice(start, end);
    // A placeholder is a word to what follows the JSON, here as when it comes back.
    json.feed(`${kept}P`);
    const redaction = book.entryFor(
      source,
      original.label,
      original.text,
      json.isInString && escapeForJson(source) !== source,
    );
    const placeholder = book.redactions[redaction]?.placeholder ?? "";
    parts.push(kept, placeholder);
    masked.push({ start: length + kept.length, end: length + kept.length + placeholder.length, redaction });
    length += kept.length + placeholder.length;
    copied = end;
  }
  parts.push(text.slice(copied));
  return { text: parts.join(""), masked };
}
