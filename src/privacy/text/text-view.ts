/** A text as a detector reads it, and the way back to the text that it was made of. */
export interface TextView {
  readonly text: string;
  /** The stretch of the source that a stretch of this text was made of. What was left out at its edges stays out. */
  sourceOf(start: number, end: number): { start: number; end: number };
  /** Where the last step changed something, in this text. */
  readonly changes: readonly { start: number; end: number }[];
}

/** The text itself. */
export function plainView(text: string): TextView {
  return { text, sourceOf: (start, end) => ({ start, end }), changes: [] };
}

/**
 * A view of a view in which each match of `expression` (global) is replaced. Linear in the length of the text.
 * @returns `view` itself where nothing changes
 */
export function replaceInView(
  view: TextView,
  expression: RegExp,
  replace: (match: RegExpExecArray) => string,
): TextView {
  const source = view.text;
  const pieces: Piece[] = [];
  const parts: string[] = [];
  let copied = 0;
  let length = 0;
  expression.lastIndex = 0;
  for (const match of source.matchAll(expression)) {
    const replacement = replace(match);
    if (replacement === match[0]) continue;
    const kept = source.slice(copied, match.index);
    const viewStart = length + kept.length;
    parts.push(kept, replacement);
    copied = match.index + match[0].length;
    length = viewStart + replacement.length;
    pieces.push({ viewStart, viewEnd: length, sourceStart: match.index, sourceEnd: copied });
  }
  if (pieces.length === 0) return view;
  parts.push(source.slice(copied));
  return {
    text: parts.join(""),
    changes: pieces.map(({ viewStart, viewEnd }) => ({ start: viewStart, end: viewEnd })),
    sourceOf: (start, end) => view.sourceOf(sourceOfStart(pieces, start), sourceOfEnd(pieces, end)),
  };
}

/** A stretch that was replaced; between two of them text and source run in step. */
interface Piece {
  viewStart: number;
  viewEnd: number;
  sourceStart: number;
  sourceEnd: number;
}

function sourceOfStart(pieces: readonly Piece[], position: number): number {
  const piece = pieces[countUntil(pieces, position + 1) - 1];
  if (piece === undefined) return position;
  return position < piece.viewEnd ? piece.sourceStart : piece.sourceEnd + position - piece.viewEnd;
}

function sourceOfEnd(pieces: readonly Piece[], position: number): number {
  const piece = pieces[countUntil(pieces, position) - 1];
  if (piece === undefined) return position;
  return piece.sourceEnd + Math.max(0, position - piece.viewEnd);
}

/** How many pieces begin before `position`. */
function countUntil(pieces: readonly Piece[], position: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.viewStart ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
