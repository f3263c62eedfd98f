import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "./random";
import { type SamplingOptions, sampleToken } from "./sample";

const PLAIN: SamplingOptions = { temperature: 1, topP: 1, topK: 0, repetitionPenalty: 1 };
const NOTHING_USED: ReadonlySet<number> = new Set();

const scoreLists = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 60 });
const options = fc.record({
  temperature: fc.constantFrom(0.2, 0.7, 1, 2),
  topP: fc.constantFrom(0.1, 0.5, 0.9, 1),
  topK: fc.constantFrom(0, 1, 3, 50),
  repetitionPenalty: fc.constantFrom(1, 1.1, 1.5),
});

/** The tokens that may be drawn, by the definition and without any shortcut. */
function allowed(scores: readonly number[], { temperature, topP, topK }: SamplingOptions): Set<number> {
  const top = Math.max(...scores);
  let sorted = scores
    .map((score, id) => ({ id, weight: Math.exp((score - top) / temperature) }))
    .sort((a, b) => b.weight - a.weight || a.id - b.id);
  if (topK > 0) sorted = sorted.slice(0, topK);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const kept = new Set<number>();
  let share = 0;
  for (const { id, weight } of sorted) {
    kept.add(id);
    share += weight / total;
    // A hair more than asked for, since sums in another order round differently.
    if (topP < 1 && share >= topP + 1e-9) break;
  }
  return kept;
}

describe("sampleToken", () => {
  it("takes the first of the best at temperature 0, whatever else is set", () => {
    fc.assert(
      fc.property(
        scoreLists,
        options,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (list, set, random) => {
          const scores = Float32Array.from(list);
          const greedy = { ...set, temperature: 0, repetitionPenalty: 1 };
          const id = sampleToken(scores, NOTHING_USED, greedy, () => random);
          expect(id).toBe(scores.indexOf(Math.max(...scores)));
        },
      ),
    );
  });

  it("draws only from the top k and the top p", () => {
    fc.assert(
      fc.property(
        scoreLists,
        options,
        fc.double({ min: 0, max: 0.9999999, noNaN: true }),
        (list, set, random) => {
          const plain = { ...set, repetitionPenalty: 1 };
          const scores = Float32Array.from(list);
          const may = allowed([...scores], plain);
          expect(may).toContain(sampleToken(scores, NOTHING_USED, plain, () => random));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("keeps exactly the tokens of the definition: each can be drawn", () => {
    fc.assert(
      fc.property(scoreLists, options, (list, set) => {
        const plain = { ...set, repetitionPenalty: 1 };
        const scores = Float32Array.from(list);
        const drawn = new Set<number>();
        // Even steps meet every token with a share of at least one step.
        const steps = 300;
        for (let step = 0; step < steps; step += 1) {
          drawn.add(sampleToken(scores, NOTHING_USED, plain, () => step / steps));
        }
        const may = allowed([...scores], plain);
        const weightOf = (id: number) => Math.exp((scores[id] ?? 0) / plain.temperature);
        const total = [...may].reduce((sum, id) => sum + weightOf(id), 0);
        const smallest = Math.min(...[...may].map(weightOf));
        for (const id of may) {
          // The last one may be left out for a hair, as the definition above lets one in for a hair.
          if (weightOf(id) > smallest && weightOf(id) / total > 1.01 / steps) expect(drawn).toContain(id);
        }
      }),
    );
  });

  it("draws as often as the model's probabilities say", () => {
    const probabilities = [0.5, 0.3, 0.15, 0.05];
    const random = createRandom(7);
    const counts = [0, 0, 0, 0];
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw += 1) {
      const id = sampleToken(Float32Array.from(probabilities, Math.log), NOTHING_USED, PLAIN, random);
      counts[id] = (counts[id] ?? 0) + 1;
    }
    // Four standard deviations of the most uncertain one are 0.014.
    for (const [id, probability] of probabilities.entries()) {
      expect(Math.abs((counts[id] ?? 0) / draws - probability)).toBeLessThan(0.014);
    }
  });

  it("draws the same tokens for the same seed", () => {
    fc.assert(
      fc.property(fc.nat(), scoreLists, options, (seed, list, set) => {
        const draw = () => {
          const random = createRandom(seed);
          return Array.from({ length: 10 }, () =>
            sampleToken(Float32Array.from(list), NOTHING_USED, set, random),
          );
        };
        expect(draw()).toEqual(draw());
      }),
    );
  });

  it("never raises the score of a used token, and leaves the others alone", () => {
    fc.assert(
      fc.property(scoreLists, fc.array(fc.nat(80)), (list, used) => {
        const scores = Float32Array.from(list);
        sampleToken(scores, new Set(used), { ...PLAIN, temperature: 0, repetitionPenalty: 1.3 }, () => 0);
        const before = Float32Array.from(list);
        scores.forEach((score, id) => {
          if (used.includes(id)) expect(score).toBeLessThanOrEqual(before[id] ?? 0);
          else expect(score).toBe(before[id]);
        });
      }),
    );
  });

  it("never draws a token that is ruled out, and passes over scores that are no numbers", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.9999999, noNaN: true }), options, (random, set) => {
        const scores = Float32Array.of(
          Number.NEGATIVE_INFINITY,
          Number.NaN,
          1,
          Number.NEGATIVE_INFINITY,
          0.5,
        );
        expect([2, 4]).toContain(sampleToken(scores, NOTHING_USED, set, () => random));
      }),
    );
  });

  it("takes little longer for a whole vocabulary than the best token does", () => {
    const random = createRandom(3);
    const scores = Float32Array.from({ length: 50_000 }, () => random() * 20);
    // Time of this process alone, so that other work on the machine does not count.
    const costOf = (set: SamplingOptions) => {
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 12; round += 1) {
        const start = process.cpuUsage();
        for (let draw = 0; draw < 5; draw += 1) sampleToken(scores, NOTHING_USED, set, random);
        const { user, system } = process.cpuUsage(start);
        best = Math.min(best, user + system);
      }
      return best;
    };
    const greedyCost = costOf({ ...PLAIN, temperature: 0 });
    // About 20 to 40 times as long; sorting all of them takes several hundred times.
    for (const set of [PLAIN, { ...PLAIN, topP: 0.95 }, { ...PLAIN, topK: 50 }]) {
      expect(costOf(set) / greedyCost).toBeLessThan(100);
    }
  });

  it("fails where no score is a number, rather than write what means nothing", () => {
    const scores = Float32Array.of(Number.NaN, Number.NaN);
    expect(() => sampleToken(scores, NOTHING_USED, PLAIN, () => 0)).toThrow(RangeError);
  });
});
