import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectHints } from "./hints";

const found = (text: string) =>
  detectHints(text, []).map(({ start, end, label }) => `${label}: ${text.slice(start, end)}`);

describe("hints", () => {
  it.each([
    ["We met on 12 May 2021 and again on June 3rd.", ["date: 12 May 2021", "date: June 3rd"]],
    ["Due 2024-02-29, or 01.03.2024 at the latest.", ["date: 2024-02-29", "date: 01.03.2024"]],
    ["Since March 2019 she lives here.", ["date: March 2019"]],
    [
      "A 34-year-old teacher, aged 34, in her early thirties.",
      ["age: 34-year-old", "age: aged 34", "age: in her early thirties"],
    ],
    [
      "He was diagnosed with diabetes and takes insulin.",
      ["health: diagnosed", "health: diabetes", "health: insulin"],
    ],
    [
      "Her salary is $85,000, the mortgage 1.200,50 EUR.",
      ["money: salary", "money: $85,000", "money: mortgage", "money: 1.200,50 EUR"],
    ],
    ["They owe £2.5 million.", ["money: £2.5 million"]],
  ])("finds them in %j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    "May I come in? You may, and march on.",
    "Version 1.2.3 of 10.0.0.1, page 12, room 34.",
    "See 99.99.2024 and 2024-13-45.",
    "It is 130 years old.",
    "A therapeutic idea in an old house; the dollar fell.",
    "",
  ])("finds none in %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("leaves alone what something stronger found, and overlaps nothing", () => {
    const text = "Born 12 May 1980, salary $10.";
    const stronger = { start: 5, end: 16, label: "date-of-birth", score: 0.9 };
    expect(detectHints(text, [stronger]).map(({ label }) => label)).toEqual(["money", "money"]);
    const words = fc.constantFrom(
      "12 May 2020",
      "$5",
      "aged 30",
      "cancer",
      " ",
      "\n",
      "1",
      ".",
      "EUR",
      "June",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const joined = parts.join(" ");
        let position = 0;
        for (const { start, end } of detectHints(joined, [])) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(end).toBeGreaterThan(start);
          position = end;
        }
        expect(position).toBeLessThanOrEqual(joined.length);
      }),
    );
  });

  it.each([
    "1 ".repeat(200_000),
    "12.".repeat(200_000),
    "$".repeat(400_000),
    "may ".repeat(100_000),
    "9".repeat(400_000),
  ])("takes no long time over %.8s…", (text) => {
    const startMs = performance.now();
    detectHints(text, []);
    expect(performance.now() - startMs).toBeLessThan(3000);
  });
});
