/**
 * A text that grows, as the pieces in which it came, the newest first. Looking into one string that grows makes the
 * browser copy all of it each time, which for a long answer means hundreds of megabytes.
 */
export interface TextPieces {
  piece: string;
  /** Characters up to the end of this piece. */
  end: number;
  before: TextPieces | null;
}

/** The text with one more piece. */
export function addPiece(before: TextPieces | null, piece: string): TextPieces {
  if (piece === "" && before !== null) return before;
  return { piece, end: (before?.end ?? 0) + piece.length, before };
}

/** What has come after the first `offset` characters; null where no piece ends there. */
export function textSince(pieces: TextPieces | null, offset: number): string | null {
  const newer: string[] = [];
  let at = pieces;
  while (at !== null && at.end > offset) {
    newer.push(at.piece);
    at = at.before;
  }
  return (at?.end ?? 0) === offset ? newer.reverse().join("") : null;
}
