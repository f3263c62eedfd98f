import type { TextSpan } from "../../core/output";

/** A stretch of a text: plain, or marked. */
export type SpanPart = { type: "text"; text: string } | { type: "span"; span: TextSpan; text: string };

/** Cuts a text at its marks; marks outside the text or over an earlier one are left out. */
export function splitAtSpans(text: string, spans: readonly TextSpan[]): SpanPart[] {
  const ordered = spans
    .filter((span) => 0 <= span.start && span.start < span.end && span.end <= text.length)
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const parts: SpanPart[] = [];
  let position = 0;
  for (const span of ordered) {
    if (span.start < position) continue;
    if (span.start > position) parts.push({ type: "text", text: text.slice(position, span.start) });
    parts.push({ type: "span", span, text: text.slice(span.start, span.end) });
    position = span.end;
  }
  if (position < text.length) parts.push({ type: "text", text: text.slice(position) });
  return parts;
}

/** The text with each mark replaced by `[LABEL 1]`; the same words always get the same placeholder. */
export function redactSpans(text: string, spans: readonly TextSpan[]): string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return splitAtSpans(text, spans)
    .map((part) => {
      if (part.type === "text") return part.text;
      const key = `${part.span.label}\n${part.text}`;
      const known = names.get(key);
      if (known !== undefined) return known;
      const count = (counts.get(part.span.label) ?? 0) + 1;
      counts.set(part.span.label, count);
      const name = `[${part.span.label.toUpperCase()} ${count}]`;
      names.set(key, name);
      return name;
    })
    .join("");
}
