import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROUTE_VERDICTS, type TaskLearning } from "../core/route";
import { learn, MOST_CORRECTION, rankOf } from "./calibration";
import prior from "./difficulty/prior-scores.json";

const NOTHING: TaskLearning = { correction: 0, verdicts: 0 };

describe("learn", () => {
  it("moves towards the other side of an answer that was bad, and towards the side of a good one", () => {
    expect(learn(NOTHING, "bad", "local").correction).toBeGreaterThan(0);
    expect(learn(NOTHING, "asked-other-side", "local").correction).toBeGreaterThan(0);
    expect(learn(NOTHING, "good", "local").correction).toBeLessThan(0);
    expect(learn(NOTHING, "bad", "cloud").correction).toBeLessThan(0);
    expect(learn(NOTHING, "good", "cloud").correction).toBeGreaterThan(0);
  });

  it("never leaves its bounds, whatever is said however often", () => {
    const verdict = fc.tuple(
      fc.constantFrom(...ROUTE_VERDICTS),
      fc.constantFrom("local" as const, "cloud" as const),
    );
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 300 }), (verdicts) => {
        const memory = verdicts.reduce((before, [said, side]) => learn(before, said, side), NOTHING);
        expect(Math.abs(memory.correction)).toBeLessThanOrEqual(MOST_CORRECTION);
        expect(memory.verdicts).toBe(verdicts.length);
      }),
    );
  });

  it("forgets slowly what is said no more", () => {
    let memory: TaskLearning = NOTHING;
    for (let round = 0; round < 20; round += 1) memory = learn(memory, "bad", "local");
    const before = memory.correction;
    for (let round = 0; round < 20; round += 1) memory = learn(memory, "good", "local");
    expect(memory.correction).toBeLessThan(before / 2);
  });
});

describe("rankOf", () => {
  it("stands on the prompts known beforehand while there are no others", () => {
    expect(rankOf(0, [], prior)).toBe(0);
    expect(rankOf(1, [], prior)).toBe(1);
    expect(rankOf(prior[20] ?? 0, [], prior)).toBeCloseTo(21 / 41, 6);
    expect(rankOf(0.5, [], [])).toBe(0.5);
  });

  it("comes to stand on the person's own", () => {
    const hard = Array.from({ length: 1000 }, (_, index) => 0.5 + index / 2500);
    expect(rankOf(0.45, hard, prior)).toBeLessThan(0.05);
    expect(rankOf(0.7, hard, prior)).toBeCloseTo(0.5, 1);
  });

  it("sends about the wanted share of a person's prompts, once it knows enough of them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 95 }), fc.integer(), (percent, seed) => {
        let state = seed >>> 0;
        const random = () => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          return state / 2 ** 32;
        };
        const own = Array.from({ length: 400 }, () => 0.1 + 0.3 * random());
        const sent = own.filter((score) => rankOf(score, own, prior) > 1 - percent / 100).length;
        expect(Math.abs(sent / own.length - percent / 100)).toBeLessThan(0.08);
      }),
      { numRuns: 60 },
    );
  });

  it("rises with the score and stays between 0 and 1", () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 1, noNaN: true }), (own, score) => {
        const rank = rankOf(score, own, prior);
        expect(rank).toBeGreaterThanOrEqual(0);
        expect(rank).toBeLessThanOrEqual(1);
        expect(rankOf(score + 0.1, own, prior)).toBeGreaterThanOrEqual(rank);
      }),
    );
  });
});
