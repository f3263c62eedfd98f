import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TaughtSpan } from "../../core/taught";
import { formatMarked, markSelection, parseMarked, readMarkedLines } from "./marked-text";

const words = fc.stringMatching(/^[a-zäß一🙂,.'"()<>{}-]{1,8}$/u);
const label = fc.stringMatching(/^[a-z ]{1,10}$/).filter((each) => each.trim() === each && each !== "");
const pieces = fc.array(fc.record({ words, label: fc.option(label) }), { maxLength: 12 });

describe("parseMarked", () => {
  it("reads what formatMarked writes", () => {
    fc.assert(
      fc.property(pieces, (all) => {
        let text = "";
        const spans: TaughtSpan[] = [];
        for (const piece of all) {
          if (piece.label !== null)
            spans.push({ start: text.length, end: text.length + piece.words.length, label: piece.label });
          text += `${piece.words} `;
        }
        expect(parseMarked(formatMarked(text, spans))).toEqual({ text, label: "", spans });
      }),
    );
  });

  it.each([
    ["see [[this", "not-closed"],
    ["see [[this]]", "no-label"],
    ["see [[this|]]", "no-label"],
    ["see [[ |thing]]", "no-words"],
    ["see [[a [[b|c]]|d]]", "nested"],
    ["x".repeat(10_001), "too-long"],
  ])("says what is wrong with %s", (marked, problem) => {
    expect(parseMarked(marked)).toBe(problem);
  });

  it("takes the last bar for the separator, and leaves single brackets alone", () => {
    expect(parseMarked("[x] [[a|b|c]] ]]")).toEqual({
      text: "[x] a|b ]]",
      label: "",
      spans: [{ start: 4, end: 7, label: "c" }],
    });
  });
});

describe("readMarkedLines", () => {
  it("numbers bad lines, and takes lines without marks for examples of nothing", () => {
    const { examples, bad } = readMarkedLines("one [[two|n]]\r\n\nthree\nfour [[");
    expect(examples.map(({ text, spans }) => [text, spans?.length])).toEqual([
      ["one two", 1],
      ["three", 0],
    ]);
    expect(bad).toEqual([{ line: 4, problem: "not-closed" }]);
  });
});

describe("markSelection", () => {
  const select = (text: string, part: string) => ({
    start: text.indexOf(part),
    end: text.indexOf(part) + part.length,
  });

  it("marks the words without the spaces around them, and puts the caret behind the mark", () => {
    const text = "send it to Maria Weber today";
    expect(markSelection(text, select(text, " Maria Weber "), "person")).toEqual({
      text: "send it to [[Maria Weber|person]] today",
      caret: 33,
    });
  });

  it.each([
    ["nothing", "a b", "", "a b"],
    ["spaces", "a  b", "  ", "a  b"],
    ["more than a line", "a\nb", "a\nb", ""],
    ["words inside a mark", "x [[Maria Weber|person]]", "Weber", ""],
    ["part of a mark", "x [[Maria|person]] y", "]] y", ""],
  ])("does not mark %s", (_, text, part) => {
    expect(markSelection(text, select(text, part), "thing")).toBeNull();
  });

  it("marks between two marks", () => {
    const text = "[[a|n]] b [[c|n]]";
    expect(markSelection(text, { start: 8, end: 9 }, "m")?.text).toBe("[[a|n]] [[b|m]] [[c|n]]");
  });
});
