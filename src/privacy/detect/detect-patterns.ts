import type { TextSpan } from "../../core/output";
import { mergeSpans } from "./merge-spans";
import { PATTERNS, type Pattern } from "./patterns";

/**
 * Everything the shipped patterns find in `text`, without overlaps, in the order of the text.
 * Linear in the length of the text; never throws.
 */
export function detectPatterns(text: string): TextSpan[] {
  return mergeSpans(PATTERNS.flatMap((pattern) => matchesOf(pattern, text)));
}

/** Adds what the patterns find to what a model found; the patterns' certainty is checksummed, so it mostly wins. */
export function withPatternSpans(text: string, spans: readonly TextSpan[]): TextSpan[] {
  return mergeSpans([...detectPatterns(text), ...spans]);
}

function matchesOf({ label, expression, score, accept, narrow }: Pattern, text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  const search = new RegExp(expression);
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const whole = match.groups?.value ?? match[0];
    const value = narrow ? narrow(whole) : whole;
    if (value === null || (accept && !accept(value))) {
      // A number may begin inside a rejected match ("2024 4111 1111 …"); matches are bounded, so this stays linear.
      search.lastIndex = match.index + 1;
      continue;
    }
    const start = match.index + match[0].lastIndexOf(whole);
    const end = start + value.replace(/[.,;:!?]+$/, "").length;
    spans.push({ start, end, label, score, layer: "pattern" });
    search.lastIndex = Math.max(end, match.index + 1);
  }
  return spans;
}
