import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleNeeds, f1Of, MOST_TAGGED_WORDS } from "../../../core/taught";
import { madeMarks } from "../test-support/made-marks";
import { wordsOf } from "../text/words";
import { likeliestTags, tagsOf, toSpans, toTags } from "./tags";
import { trainTagger } from "./train-tagger";
import { openTagger } from "./use-tagger";

describe("tags", () => {
  it("come back as the marks they were made of, each as wide as its words", () => {
    const text = "Ask Maria Weber, Leo and Ida on 2026-11-26";
    const words = wordsOf(text);
    const labels = ["day", "person"];
    const spans = [
      { start: 5, end: 12, label: "person" },
      { start: 17, end: 20, label: "person" },
      { start: 32, end: 42, label: "day" },
    ];
    const found = toSpans(words, toTags(words, spans, labels), tagsOf(labels));
    expect(found.map(({ start, end, label }) => [text.slice(start, end), label])).toEqual([
      ["Maria Weber", "person"],
      ["Leo", "person"],
      ["2026-11-26", "day"],
    ]);
  });

  it("are the likeliest of all sequences that make sense", () => {
    const score = fc.double({ min: -9, max: 0, noNaN: true });
    const rows = fc.array(fc.tuple(score, score, score, score, score), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (given) => {
        const scores = given.map((row) => Float64Array.from(row));
        const sumOf = (tags: ArrayLike<number>) =>
          scores.reduce((sum, row, place) => sum + (row[tags[place] ?? 0] ?? 0), 0);
        const makesSense = (tags: readonly number[]) =>
          tags.every((tag, place) => {
            const before = tags[place - 1] ?? 0;
            return tag === 0 || tag % 2 === 1 || before === tag || before === tag - 1;
          });
        const all = scores.reduce<number[][]>(
          (sequences) => sequences.flatMap((each) => [0, 1, 2, 3, 4].map((tag) => [...each, tag])),
          [[]],
        );
        const best = Math.max(...all.filter(makesSense).map(sumOf));
        const found = likeliestTags(scores);
        expect(makesSense([...found])).toBe(true);
        expect(sumOf(found)).toBeCloseTo(best, 9);
      }),
      { numRuns: 50 },
    );
  });
});

describe("trainTagger", () => {
  const { weights, report } = trainTagger(madeMarks(60));

  it("learns what can be learnt, and says so of texts that it has not seen", () => {
    expect(f1Of(report)).toBeGreaterThan(0.9);
    expect(report).toMatchObject({ kind: "tagger", tested: 60, folds: 5, given: 80 });
    expect(report.scores.map(({ label, examples }) => [label, examples])).toEqual([
      ["order", 40],
      ["person", 40],
    ]);
    const mark = openTagger(weights);
    const text = "order AB 7788 has not arrived, says Olga";
    expect(mark(text).map(({ start, end, label }) => [text.slice(start, end), label])).toEqual([
      ["AB 7788", "order"],
      ["Olga", "person"],
    ]);
    expect(mark("thank you for your help")).toEqual([]);
    expect(mark("")).toEqual([]);
  });

  it("promises nothing where there is nothing to learn", () => {
    const words = "aa bb cc dd ee ff gg hh".split(" ");
    const senseless = Array.from({ length: 40 }, (_, index) => {
      const text = words.map((word, place) => `${word}${(index * 7 + place * 3) % 11}`).join(" ");
      const start = text.indexOf(" ", (index * 13) % 16) + 1;
      return { text, label: "", spans: [{ start, end: start + 2, label: "x" }] };
    });
    expect(f1Of(trainTagger(senseless).report)).toBeLessThan(0.4);
  });

  it("gives the same weights for the same examples", () => {
    expect(trainTagger(madeMarks(60)).weights).toEqual(weights);
  });

  it("refuses more words than it could learn from in time", () => {
    const text = "word ".repeat(1500);
    const many = Array.from({ length: MOST_TAGGED_WORDS / 1500 + 1 }, (_, index) => ({
      text: `${text}${index}`,
      label: "",
      spans: [{ start: 0, end: 4, label: "x" }],
    }));
    expect(() => trainTagger(many)).toThrow(expect.objectContaining({ code: "context-overflow" }));
  });
});

describe("exampleNeeds of a tagger", () => {
  it("counts marks, and wants two examples with one", () => {
    const [first, second] = madeMarks(2);
    const plain = { text: "nothing", label: "", spans: [] };
    if (first === undefined || second === undefined) throw new Error("no examples");
    expect(exampleNeeds("tagger", [first, plain])).toMatchObject({ canTrain: false, isFew: true });
    expect(exampleNeeds("tagger", [first, second])).toEqual({
      canTrain: true,
      isFew: true,
      fewOf: ["order", "person"],
    });
  });
});
