import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  beginFit,
  changeStrength,
  improveFit,
  type LabelledRows,
  scoresOf,
  toLogProbabilities,
  toProbabilities,
} from "./logistic-regression";
import { seededRandom } from "./random";
import type { SparseVector } from "./sparse-rows";
import { indexRows } from "./sparse-rows";

/** Small dense data without sense, so that no model is perfect. */
function madeRows(rowCount: number, columnCount: number, classCount: number, seed: number): LabelledRows {
  const random = seededRandom(seed);
  const vectors = Array.from(
    { length: rowCount },
    (): SparseVector => ({
      buckets: Uint32Array.from({ length: columnCount }, (_, column) => column),
      values: Float32Array.from({ length: columnCount }, () => random() * 2 - 1),
    }),
  );
  return {
    rows: indexRows(vectors, 1).rows,
    classes: Int32Array.from({ length: rowCount }, () => Math.floor(random() * classCount)),
    importance: Float64Array.from({ length: rowCount }, () => 0.5 + random()),
    classCount,
  };
}

/** What is minimised, written down plainly. */
function lossAt(
  { rows, classes, importance, classCount }: LabelledRows,
  weights: Float64Array,
  strength: number,
): number {
  let loss = 0;
  for (const weight of weights) loss += (strength / 2) * weight * weight;
  classes.forEach((own, row) => {
    loss -= (importance[row] ?? 0) * toLogProbabilities(scoresOf(weights, rows, row, classCount), own);
  });
  return loss;
}

const EXACT = { passes: 2000, change: 1e-12 };

describe("improveFit", () => {
  it.each([2, 3, 7])(
    "finds the point at which the slope of the loss is zero, for %i classes",
    (classCount) => {
      const data = madeRows(40, 5, classCount, classCount);
      const fit = beginFit(data, 0.5);
      improveFit(data, fit, EXACT);
      const step = 1e-5;
      fit.weights.forEach((weight, place) => {
        const up = Float64Array.from(fit.weights).fill(weight + step, place, place + 1);
        const down = Float64Array.from(fit.weights).fill(weight - step, place, place + 1);
        const slope = (lossAt(data, up, 0.5) - lossAt(data, down, 0.5)) / (2 * step);
        expect(Math.abs(slope)).toBeLessThan(1e-4);
      });
    },
  );

  it("finds the known optimum of one feature and two classes", () => {
    // Ten rows of value 1, three of four in class 0: without a bias to share, the score's odds settle where
    // strength * weight equals what is left unexplained; solved apart by bisection.
    const vectors = Array.from({ length: 8 }, () => ({
      buckets: Uint32Array.of(0),
      values: Float32Array.of(0),
    }));
    const data: LabelledRows = {
      rows: indexRows(vectors, 1).rows,
      classes: Int32Array.of(0, 0, 0, 0, 0, 0, 1, 1),
      importance: new Float64Array(8).fill(1),
      classCount: 2,
    };
    const fit = beginFit(data, 1);
    improveFit(data, fit, EXACT);
    let low = 0;
    let high = 5;
    for (let step = 0; step < 60; step += 1) {
      const bias = (low + high) / 2;
      // Slope for the bias of class 0, that of class 1 being its negative: bias + 8p - 6.
      if (bias + 8 / (1 + Math.exp(-2 * bias)) - 6 < 0) low = bias;
      else high = bias;
    }
    expect(fit.weights[2]).toBeCloseTo(low, 5);
    expect(fit.weights[3]).toBeCloseTo(-low, 5);
  });

  it("lowers the loss from pass to pass, and reaches the same point from another strength", () => {
    const data = madeRows(60, 8, 3, 9);
    const direct = beginFit(data, 0.1);
    const losses = Array.from({ length: 6 }, () => {
      improveFit(data, direct, { passes: 5, change: 0 });
      return lossAt(data, direct.weights, 0.1);
    });
    expect(losses).toEqual(losses.toSorted((one, other) => other - one));
    const indirect = beginFit(data, 1);
    improveFit(data, indirect, EXACT);
    changeStrength(indirect, 0.1);
    improveFit(data, indirect, EXACT);
    improveFit(data, direct, EXACT);
    for (const [place, weight] of indirect.weights.entries()) {
      expect(weight).toBeCloseTo(direct.weights[place] ?? 0, 5);
    }
  });

  it("does not look at rows of importance 0", () => {
    const data = madeRows(30, 4, 2, 4);
    const half = { ...data, importance: data.importance.map((share, row) => (row < 15 ? share : 0)) };
    const changed = { ...half, classes: half.classes.map((own, row) => (row < 15 ? own : 1 - own)) };
    const [one, other] = [beginFit(half, 1), beginFit(changed, 1)];
    improveFit(half, one, EXACT);
    improveFit(changed, other, EXACT);
    expect(one.weights).toEqual(other.weights);
  });

  it("gives the same weights each time", () => {
    const data = madeRows(50, 6, 3, 5);
    const [one, other] = [beginFit(data, 0.3), beginFit(data, 0.3)];
    improveFit(data, one, { passes: 10, change: 0 });
    improveFit(data, other, { passes: 10, change: 0 });
    expect(one.weights).toEqual(other.weights);
  });
});

describe("toProbabilities", () => {
  it("sums to one, also for scores far apart, and keeps their order", () => {
    const score = fc.double({ min: -700, max: 700, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (scores, temperature) => {
          const probabilities = toProbabilities(Float64Array.from(scores), temperature);
          expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
          expect(probabilities.every((each) => each >= 0 && each <= 1)).toBe(true);
          const best = scores.indexOf(Math.max(...scores));
          expect(probabilities[best]).toBe(Math.max(...probabilities));
        },
      ),
    );
  });
});
