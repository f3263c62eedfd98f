import type { MarkedStretch } from "../../core/run-privacy";

/** A piece of a message: plain where `mark` is null. */
export interface MarkedPart {
  text: string;
  mark: MarkedStretch | null;
}

/** Cuts a text at its marks, which are in its order; one that begins inside another is left out. */
export function markedParts(text: string, marks: readonly MarkedStretch[]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let position = 0;
  for (const mark of marks) {
    if (mark.start < position || mark.end > text.length) continue;
    if (mark.start > position) parts.push({ text: text.slice(position, mark.start), mark: null });
    parts.push({ text: text.slice(mark.start, mark.end), mark });
    position = mark.end;
  }
  if (position < text.length) parts.push({ text: text.slice(position), mark: null });
  return parts;
}
