import type { TextSpan } from "../../core/output";
import { detectPatternsInTurns } from "./detect-patterns";
import type { PatternLabel } from "./patterns/pattern";

/** What lies on either side of the seam between two texts. */
export interface SeamSpans {
  before: readonly TextSpan[];
  after: readonly TextSpan[];
}

/** Of each text, in UTF-16 code units: beyond the longest of what has a form. */
const REACH = 1000;
/** A shorter piece gives nothing away, and would be found again in every number and word. */
const SHORTEST_PIECE = 4;
/** What has a beginning or check digits of its own: two messages that only stand one after the other have none. */
const SURE: readonly string[] = [
  "secret",
  "card-number",
  "iban",
  "crypto-address",
  "email",
  "url-with-credentials",
] satisfies PatternLabel[];

/**
 * What the shipped patterns find over the end of one text and the beginning of the next, as if it went on in a new line:
 * a secret that was cut over two messages. What lies in one of them alone is not told.
 * @throws what the signal was aborted with
 */
export async function findOverSeam(before: string, after: string, signal: AbortSignal): Promise<SeamSpans> {
  const tailEnd = before.trimEnd().length;
  const tailStart = Math.max(0, tailEnd - REACH);
  const headStart = after.length - after.trimStart().length;
  const tail = before.slice(tailStart, tailEnd);
  const head = after.slice(headStart, headStart + REACH).trimEnd();
  const found: { before: TextSpan[]; after: TextSpan[] } = { before: [], after: [] };
  if (tail === "" || head === "") return found;
  for (const span of await detectPatternsInTurns(`${tail}\n${head}`, signal)) {
    const inTail = tail.length - span.start;
    const inHead = span.end - (tail.length + 1);
    if (inTail <= 0 || inHead <= 0 || !SURE.includes(span.label)) continue;
    if (inTail >= SHORTEST_PIECE) found.before.push({ ...span, start: tailStart + span.start, end: tailEnd });
    if (inHead >= SHORTEST_PIECE) found.after.push({ ...span, start: headStart, end: headStart + inHead });
  }
  return found;
}
