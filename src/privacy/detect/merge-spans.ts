import type { TextSpan } from "../../core/output";

/**
 * One list without overlaps, in the order of the text, that covers exactly what the given spans cover. Where two
 * overlap the higher score wins, then the longer, then the first; what is left of the loser stays as its own span,
 * so that hiding every span hides everything that any detector found.
 */
export function mergeSpans(spans: readonly TextSpan[]): TextSpan[] {
  const ranked = [...spans]
    .filter((span) => span.end > span.start)
    .sort((one, other) => other.score - one.score || length(other) - length(one));
  const kept: TextSpan[] = [];
  for (const span of ranked) {
    for (const rest of subtract(span, kept)) insert(kept, rest);
  }
  return kept;
}

const length = (span: TextSpan): number => span.end - span.start;

/** The stretches of `span` that no kept span covers; `kept` is sorted and has no overlaps. */
function subtract(span: TextSpan, kept: readonly TextSpan[]): TextSpan[] {
  const rests: TextSpan[] = [];
  let start = span.start;
  for (let index = firstEndingAfter(kept, start); index < kept.length; index++) {
    const other = kept[index];
    if (!other || other.start >= span.end) break;
    if (other.start > start) rests.push({ ...span, start, end: other.start });
    start = Math.max(start, other.end);
  }
  if (start < span.end) rests.push({ ...span, start });
  return rests;
}

function insert(kept: TextSpan[], span: TextSpan): void {
  kept.splice(firstEndingAfter(kept, span.start), 0, span);
}

function firstEndingAfter(kept: readonly TextSpan[], position: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle]?.end ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
