import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitSentences } from "./sentences";

type Row = [start: number, end: number, paragraph: number, kind: string];

const parity = JSON.parse(readFileSync("training/summarise/parity-sentences.json", "utf8")) as [
  text: string,
  sentences: Row[],
][];

const cut = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe("splitSentences", () => {
  it("cuts every text as training does", () => {
    expect(parity.length).toBeGreaterThan(400);
    for (const [text, expected] of parity) {
      const rows = splitSentences(text).map(
        (sentence): Row => [sentence.start, sentence.end, sentence.paragraph, sentence.kind],
      );
      expect(rows, text).toEqual(expected);
    }
  });

  it.each([
    ["Dr. Smith met J. R. Ewing. They left.", ["Dr. Smith met J. R. Ewing.", "They left."]],
    ["See fig. 3. No. It is not.", ["See fig. 3.", "No.", "It is not."]],
    ["東京は首都です。本当？はい。", ["東京は首都です。", "本当？", "はい。"]],
    ["He said “It works.” Then he left.", ["He said “It works.”", "Then he left."]],
    ["- buy milk\n- call Ann. Today.", ["buy milk", "call Ann.", "Today."]],
  ])("cuts %j", (text, expected) => {
    expect(cut(text)).toEqual(expected);
  });

  it("tells mail headers, quoted lines and headings from prose", () => {
    const text = "Subject: Plan\n\n# Agenda\n\nWe meet on Monday.\n\n> Old answer.\n- item";
    expect(splitSentences(text).map(({ kind }) => kind)).toEqual([
      "header",
      "heading",
      "prose",
      "quoted",
      "list",
    ]);
  });

  it("gives sorted stretches that do not overlap and leave out nothing but space, marks and rules", () => {
    const piece = fc.oneof(
      fc.constantFrom(". ", "! ", "。", "\n", "\n\n", "\n- ", "> ", "# ", " ", "…", "J. ", "😀", "e.g. "),
      fc.string({ unit: "grapheme", maxLength: 12 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")),
        (text) => {
          let position = 0;
          for (const { start, end } of splitSentences(text)) {
            expect(start).toBeGreaterThanOrEqual(position);
            expect(end).toBeGreaterThan(start);
            expect(text.slice(position, start)).not.toMatch(/[\p{Lu}\p{Lo}]{2}/u);
            position = end;
          }
          expect(position).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });

  it.each([
    ".".repeat(200_000),
    ". ".repeat(100_000),
    "a.".repeat(100_000),
    "a. A".repeat(50_000),
    "\n".repeat(200_000),
    `x${" ".repeat(200_000)}y`,
    "> ".repeat(100_000),
    "。".repeat(200_000),
    `.${'"'.repeat(200_000)}x`,
  ])(
    "reads %.10s… in linear time",
    (text) => {
      const started = performance.now();
      splitSentences(text);
      expect(performance.now() - started).toBeLessThan(3_000);
    },
    10_000,
  );
});
