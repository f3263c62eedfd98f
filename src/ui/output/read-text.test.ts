import { describe, expect, it } from "vitest";
import { addPiece, type TextPieces } from "../../store/text-pieces";
import { NOTHING_READ, type ReadText, readOn } from "./read-text";
import { splitMarkdown } from "./split-markdown";

function readAll(words: readonly string[]): ReadText {
  let read = NOTHING_READ;
  let pieces: TextPieces | null = null;
  let text = "";
  for (const word of words) {
    pieces = addPiece(pieces, word);
    text += word;
    read = readOn(read, text, pieces);
  }
  return read;
}

describe("reading on", () => {
  it("comes to the same as reading at once, also where a mark comes in two pieces", () => {
    const words = ["Some wo", "rds and *", "*bold** ones.\n", "\nThen more."];
    expect(readAll(words)).toEqual(readOn(NOTHING_READ, words.join(""), null));
    expect(readAll(words).isMarkdown).toBe(true);
    expect(readAll(["3 * 4 ", "= 12"]).isMarkdown).toBe(false);
  });

  it("keeps what it has when nothing is new", () => {
    const read = readAll(["one", "two"]);
    expect(readOn(read, "onetwo", null)).toBe(read);
  });

  it("starts again when the text is another one, or a piece was missed", () => {
    const read = readAll(["# one\n", "two"]);
    const other = readOn(read, "other text", addPiece(null, "other text"));
    expect(other).toEqual({ text: "other text", split: splitMarkdown("other text"), isMarkdown: false });
    const missed = readOn(readAll(["a"]), "abc", addPiece(addPiece(null, "ab"), "c"));
    expect(missed.split).toEqual(splitMarkdown("abc"));
  });
});
