/** In UTF-16 code units; the detector reads no more than 350 bytes at once. */
const PART_LENGTH = 300;
/** Enough to see that a text changes its language, few enough for a text of any length. */
const MOST_PARTS = 24;
/** How far a part's beginning is moved to the beginning of a word. */
const SNAP = 40;

/** Stretches of a text, spread evenly over it; together the whole text when that is short. */
export function textParts(text: string): string[] {
  const count = Math.min(MOST_PARTS, Math.ceil(text.length / PART_LENGTH));
  const parts: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = wordStart(text, Math.floor((index * text.length) / count));
    const next =
      count * PART_LENGTH < text.length ? start + PART_LENGTH : ((index + 1) * text.length) / count;
    parts.push(text.slice(start, wordStart(text, Math.floor(next))));
  }
  return parts;
}

function wordStart(text: string, position: number): number {
  if (position === 0 || position >= text.length) return Math.min(position, text.length);
  const space = text.slice(position, position + SNAP).search(/\s/);
  return space < 0 ? position : position + space;
}
