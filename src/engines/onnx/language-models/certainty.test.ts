import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCertainty } from "./certainty";
import { createRandom } from "./random";
import { sampleToken } from "./sample";

describe("the certainty of an answer", () => {
  it("is the mean of what the model itself gave to the chosen tokens, whatever sampling did to the scores", () => {
    const scoreLists = fc.array(
      fc.array(fc.float({ min: -12, max: 12, noNaN: true }), { minLength: 1, maxLength: 40 }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(scoreLists, fc.constantFrom(1, 1.1, 1.7), fc.integer(), (steps, penalty, seed) => {
        const certainty = createCertainty(penalty);
        const random = createRandom(seed);
        const used = new Set<number>([0, 2]);
        const options = { temperature: 0.7, topP: 0.9, topK: 20, repetitionPenalty: penalty };
        let expected = 0;
        for (const step of steps) {
          const scores = Float32Array.from(step);
          const raw = Array.from(scores);
          certainty.look(scores);
          const id = sampleToken(scores, used, options, random);
          certainty.take(scores[id] ?? Number.NaN, used.has(id));
          used.add(id);
          const total = raw.reduce((sum, score) => sum + Math.exp(score), 0);
          expected += Math.exp(raw[id] ?? Number.NaN) / total / steps.length;
        }
        expect(Math.abs((certainty.mean() ?? Number.NaN) - expected)).toBeLessThan(0.01);
      }),
    );
  });

  it("is unknown without a token, and where the scores are no numbers", () => {
    const certainty = createCertainty(1);
    expect(certainty.mean()).toBeUndefined();
    certainty.look(Float32Array.of(Number.NaN, Number.NaN));
    certainty.take(Number.NaN, false);
    expect(certainty.mean()).toBeUndefined();
  });

  it("counts a vocabulary's long tail", () => {
    const scores = new Float32Array(150_000).fill(-8);
    scores[7] = 0;
    const certainty = createCertainty(1);
    certainty.look(scores);
    certainty.take(0, false);
    expect(certainty.mean()).toBeCloseTo(1 / (1 + 149_999 * Math.exp(-8)), 3);
  });
});
