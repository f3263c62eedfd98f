import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, xoshiro128 } from "./random";

describe("createRandom", () => {
  it("is xoshiro128**, by the outputs of the reference code for the state 1, 2, 3, 4", () => {
    const next = xoshiro128(1, 2, 3, 4);
    const outputs = Array.from({ length: 10 }, () => next());
    expect(outputs).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("repeats itself for the same seed and stays in [0, 1)", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const first = createRandom(seed);
        const second = createRandom(seed);
        for (let draw = 0; draw < 20; draw += 1) {
          const number = first();
          expect(number).toBe(second());
          expect(number >= 0 && number < 1).toBe(true);
        }
      }),
    );
  });

  it("gives other numbers for seeds next to each other, and even ones over many draws", () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => createRandom(seed)());
    expect(new Set(firsts).size).toBeGreaterThan(1990);
    const mean = firsts.reduce((sum, number) => sum + number, 0) / firsts.length;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
  });
});
