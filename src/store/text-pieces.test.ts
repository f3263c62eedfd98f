import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addPiece, type TextPieces, textSince } from "./text-pieces";

describe("a text in pieces", () => {
  it("gives what is new since any piece, and nothing since the middle of one or from beyond the end", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), fc.nat(400), (words, offset) => {
        let pieces: TextPieces | null = null;
        const ends = new Set([0]);
        for (const word of words) {
          pieces = addPiece(pieces, word);
          ends.add(pieces.end);
        }
        const expected = ends.has(offset) ? words.join("").slice(offset) : null;
        expect(textSince(pieces, offset)).toBe(expected);
      }),
    );
  });
});
