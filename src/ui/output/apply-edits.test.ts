import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TextEdit } from "../../core/output";
import { applyEdits, correctedText, splitAtEdits, usableEdits } from "./apply-edits";

const edit = (start: number, end: number, replacement: string): TextEdit => ({
  start,
  end,
  replacement,
  kind: "spelling",
  reason: "",
  confidence: 1,
});

const editArbitrary = fc
  .record({
    start: fc.integer({ min: -3, max: 40 }),
    end: fc.integer({ min: -3, max: 40 }),
    replacement: fc.string({ maxLength: 5 }),
  })
  .map(({ start, end, replacement }) => edit(start, end, replacement));

describe("applyEdits", () => {
  it("replaces, inserts and deletes", () => {
    const edits = [edit(0, 3, "The"), edit(3, 3, ","), edit(4, 8, "")];
    expect(applyEdits("teh cat sat", edits, () => true)).toBe("The, sat");
  });

  it("applies only what is wanted", () => {
    const text = "a b c";
    const edits = [edit(4, 5, "C"), edit(0, 1, "A")];
    expect(applyEdits(text, edits, (index) => index === 1)).toBe("A b c");
  });

  it("never loses or doubles a character of the text, whatever the list", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(editArbitrary, { maxLength: 12 }), (text, edits) => {
        const parts = splitAtEdits(text, edits);
        expect(parts.map((part) => (part.type === "text" ? part.text : part.original)).join("")).toBe(text);
        expect(applyEdits(text, edits, () => false)).toBe(text);
        const usable = usableEdits(text, edits);
        const grown = usable.reduce(
          (sum, each) => sum + each.edit.replacement.length - (each.edit.end - each.edit.start),
          0,
        );
        expect(applyEdits(text, edits, () => true).length).toBe(text.length + grown);
      }),
    );
  });

  it("copies all but the rejected until something is accepted, then the accepted alone", () => {
    const edits = [edit(0, 1, "A"), edit(2, 3, "B")];
    expect(correctedText("a b", edits, {})).toBe("A B");
    expect(correctedText("a b", edits, { 0: "rejected" })).toBe("a B");
    expect(correctedText("a b", edits, { 1: "accepted" })).toBe("a B");
  });
});
