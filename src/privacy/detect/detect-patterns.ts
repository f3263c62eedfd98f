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

function matchesOf({ label, expression, score, accept }: Pattern, text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (const match of text.matchAll(expression)) {
    const value = match.groups?.value ?? match[0];
    if (accept && !accept(value)) continue;
    const trimmed = value.replace(/[.,;:!?]+$/, "");
    const start = match.index + match[0].lastIndexOf(value);
    spans.push({ start, end: start + trimmed.length, label, score, layer: "pattern" });
  }
  return spans;
}
