import type { TextSpan } from "../../core/output";
import { nextTask } from "../../platform/next-task";
import { foldText } from "../text/fold-text";
import { foldLookAlikes } from "../text/look-alikes";
import { plainView, type TextView } from "../text/text-view";
import { unescapeText } from "../text/unescape-text";
import { findEncoded, spanOfEncoded } from "./find-encoded";
import { findTokens } from "./find-tokens";
import { mergeSpans } from "./merge-spans";
import { CONTACT_PATTERNS } from "./patterns/contact";
import { NATIONAL_IDS } from "./patterns/national-ids";
import type { Pattern } from "./patterns/pattern";
import { SECRET_PATTERNS } from "./patterns/secrets";

const PATTERNS: readonly Pattern[] = [...SECRET_PATTERNS, ...CONTACT_PATTERNS, ...NATIONAL_IDS];
/** How often something may be encoded in something encoded, or escaped in something escaped. */
const DEEPEST = 2;
/** Around a change, how much of the text is looked at again; always whole lines. */
const MARGIN = 200;
const TURN_MS = 12;
const CONTEXT_BEFORE = 80;
const CONTEXT_BEHIND = 40;

/**
 * Everything the shipped patterns find in `text`, without overlaps, in the order of the text: in the text as it is
 * written (look-alike characters made one), as it is read (escapes and marks taken out) and in what is encoded in it.
 * Linear in the length of the text; never throws.
 */
export function detectPatterns(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (const found of searchDeep(text, DEEPEST)) spans.push(...found);
  return mergeSpans(spans);
}

/**
 * The same in turns of a few milliseconds, so that a page stays awake and a limit of time is heard.
 * @throws what the signal was aborted with
 */
export async function detectPatternsInTurns(text: string, signal: AbortSignal): Promise<TextSpan[]> {
  const spans: TextSpan[] = [];
  let turnEndsMs = performance.now() + TURN_MS;
  for (const found of searchDeep(text, DEEPEST)) {
    spans.push(...found);
    if (performance.now() < turnEndsMs) continue;
    await nextTask();
    signal.throwIfAborted();
    turnEndsMs = performance.now() + TURN_MS;
  }
  return mergeSpans(spans);
}

/** Adds what the patterns find to what a model found; the patterns' certainty is checksummed, so it mostly wins. */
export function withPatternSpans(text: string, spans: readonly TextSpan[]): TextSpan[] {
  return mergeSpans([...detectPatterns(text), ...spans]);
}

/** Gives what each step found; between two of them the caller may do something else. */
function* searchDeep(text: string, depth: number): Generator<readonly TextSpan[], void> {
  const written = normalised(plainView(text));
  yield* searchIn(written);
  let read = written;
  for (let round = 0; round < DEEPEST; round++) {
    const unescaped = unescapeText(read);
    if (unescaped === read) break;
    read = normalised(unescaped);
    for (const part of partsAround(read, unescaped)) yield* searchIn(part);
  }
  yield findTokens(read);
  if (depth === 0) return;
  for (const encoded of findEncoded(written)) {
    const inside: TextSpan[] = [];
    for (const found of searchDeep(encoded.text, depth - 1)) {
      inside.push(...found.filter(({ label }) => label !== "url"));
      yield [];
    }
    yield spanOfEncoded(encoded, inside);
  }
}

const normalised = (view: TextView): TextView => foldLookAlikes(foldText(view));

/** The lines in which something was unescaped; the others were looked at before. */
function partsAround(read: TextView, { text, changes }: TextView): TextView[] {
  // Where folding what was unescaped moved the places, all of it is looked at.
  if (read.text.length !== text.length) return [read];
  const parts: TextView[] = [];
  let [from, to] = [0, 0];
  for (const { start, end } of changes) {
    if (end + MARGIN <= to) continue;
    const first = text.lastIndexOf("\n", Math.max(0, start - MARGIN)) + 1;
    const next = text.indexOf("\n", end + MARGIN);
    if (first > to || to === 0) {
      if (to > from) parts.push(partOf(read, from, to));
      from = first;
    }
    to = next < 0 ? text.length : next;
  }
  if (to > from) parts.push(partOf(read, from, to));
  return parts;
}

function partOf(view: TextView, from: number, to: number): TextView {
  return {
    text: view.text.slice(from, to),
    sourceOf: (start, end) => view.sourceOf(start + from, end + from),
    changes: [],
  };
}

function* searchIn(view: TextView): Generator<readonly TextSpan[], void> {
  for (const pattern of PATTERNS) yield matchesOf(pattern, view);
}

function matchesOf(pattern: Pattern, { text, sourceOf }: TextView): TextSpan[] {
  const { label, expression, score, accept, narrow, context, needs } = pattern;
  if (needs !== undefined && !text.includes(needs)) return [];
  if (context !== undefined && !context.test(text)) return [];
  const spans: TextSpan[] = [];
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    const whole = match.groups?.value ?? match[0];
    const start = match.index + match[0].lastIndexOf(whole);
    const value = narrow ? narrow(whole) : whole;
    const isOne =
      value !== null && (!accept || accept(value)) && (!context || standsNear(context, text, start, whole));
    if (!isOne) {
      // A number may begin inside a rejected match ("2024 4111 1111 …"); matches are bounded, so this stays linear.
      expression.lastIndex = match.index + 1;
      continue;
    }
    const end = start + value.replace(label === "secret" ? /[.,;:\s]+$/ : /[.,;:!?\s]+$/, "").length;
    spans.push({ ...sourceOf(start, end), label, score, layer: "pattern" });
    expression.lastIndex = Math.max(end, match.index + 1);
  }
  return spans;
}

function standsNear(context: RegExp, text: string, start: number, match: string): boolean {
  const end = start + match.length;
  return (
    context.test(text.slice(Math.max(0, start - CONTEXT_BEFORE), start)) ||
    context.test(text.slice(end, end + CONTEXT_BEHIND))
  );
}
