import { seededRandom } from "./random";
import type { SparseRows } from "./sparse-rows";

/** What is to be learnt: rows, the class of each, and how much each counts. */
export interface LabelledRows {
  rows: SparseRows;
  /** Class of each row, 0 to `classCount` - 1. */
  classes: Int32Array;
  /** How much each row counts; 0 leaves it out. */
  importance: Float64Array;
  classCount: number;
}

/**
 * A multinomial logistic model on its way to the best: weights column by column, one a class, and one bias a class at
 * the end. The best one minimises the loss of the rows plus `strength` / 2 times the squared weights.
 */
export interface LogisticFit {
  weights: Float64Array;
  /** What each row adds to the weights: its dual variables, one a class. */
  shares: Float64Array;
  strength: number;
}

/** How far the softmax can be trusted to curve: the inverse of the largest eigenvalue of its Hessian. */
const SMOOTHNESS = 2;
const SEED = 3;

/** A model that knows nothing. */
export function beginFit({ rows, classes, classCount }: LabelledRows, strength: number): LogisticFit {
  return {
    weights: new Float64Array((rows.columnCount + 1) * classCount),
    shares: new Float64Array(classes.length * classCount),
    strength,
  };
}

/** Goes on from the fit of another strength: its dual variables hold for any. */
export function changeStrength(fit: LogisticFit, strength: number): void {
  const factor = fit.strength / strength;
  for (let place = 0; place < fit.weights.length; place += 1)
    fit.weights[place] = (fit.weights[place] ?? 0) * factor;
  fit.strength = strength;
}

/** When {@link improveFit} stops. */
export interface FitLimits {
  /** Passes over all rows. */
  passes: number;
  /** Stops when a pass changes the dual variables by less than this, on average over rows. */
  change: number;
}

/**
 * Improves a fit in place by dual coordinate ascent (Shalev-Shwartz and Zhang 2013): each row in turn moves its dual
 * variables towards what its present probabilities ask for, as far as the dual is sure to rise. A pass costs as much as
 * one look at the slope, and needs no step length. Deterministic.
 * @returns how many passes were made.
 */
export function improveFit(data: LabelledRows, fit: LogisticFit, limits: FitLimits): number {
  const { rows, classes, importance, classCount } = data;
  const { weights, shares, strength } = fit;
  const lengths = squaredLengths(rows);
  const order = Int32Array.from(classes.keys()).filter((row) => (importance[row] ?? 0) > 0);
  const random = seededRandom(SEED);
  const scores = new Float64Array(classCount);
  const move = new Float64Array(classCount);
  for (let pass = 1; pass <= limits.passes; pass += 1) {
    shuffle(order, random);
    let change = 0;
    for (const row of order) {
      const weight = importance[row] ?? 0;
      const own = classes[row] ?? 0;
      const base = row * classCount;
      addScores(weights, rows, row, scores);
      // The dual's gain along the way to the wanted variables, from the gap between primal and dual of this row.
      let gap = 0;
      let wanted = 0;
      toLogProbabilities(scores, own);
      for (let each = 0; each < classCount; each += 1) {
        const probability = Math.exp(scores[each] ?? 0);
        const present = (each === own ? 1 : 0) - (shares[base + each] ?? 0) / weight;
        const way = present - probability;
        move[each] = way;
        wanted += way * way;
        if (present > 0) gap += present * (Math.log(present) - (scores[each] ?? 0));
      }
      if (wanted === 0) continue;
      const length = (lengths[row] ?? 0) * (weight / strength);
      // The gap is never less than this; near the end, rounding would say so.
      const gain = Math.max(gap / wanted, SMOOTHNESS / 2);
      const step = Math.min(1, (gain + SMOOTHNESS / 2) / (SMOOTHNESS + length));
      for (let each = 0; each < classCount; each += 1) {
        const moved = step * weight * (move[each] ?? 0);
        shares[base + each] = (shares[base + each] ?? 0) + moved;
        change += Math.abs(moved);
        move[each] = moved / strength;
      }
      addRow(weights, rows, row, move);
    }
    if (change / order.length < limits.change) return pass;
  }
  return limits.passes;
}

/** The scores of one row, before they become probabilities. */
export function scoresOf(
  weights: Float64Array,
  rows: SparseRows,
  row: number,
  classCount: number,
): Float64Array {
  const scores = new Float64Array(classCount);
  addScores(weights, rows, row, scores);
  return scores;
}

/** Turns scores into probabilities in place. */
export function toProbabilities(scores: Float64Array, temperature = 1): Float64Array {
  for (let each = 0; each < scores.length; each += 1) scores[each] = (scores[each] ?? 0) / temperature;
  toLogProbabilities(scores, 0);
  for (let each = 0; each < scores.length; each += 1) scores[each] = Math.exp(scores[each] ?? 0);
  return scores;
}

/**
 * Turns scores into logarithms of probabilities in place.
 * @returns that of class `own`.
 */
export function toLogProbabilities(scores: Float64Array, own: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let each = 0; each < scores.length; each += 1) most = Math.max(most, scores[each] ?? 0);
  let sum = 0;
  for (let each = 0; each < scores.length; each += 1) sum += Math.exp((scores[each] ?? 0) - most);
  const offset = most + Math.log(sum);
  for (let each = 0; each < scores.length; each += 1) scores[each] = (scores[each] ?? 0) - offset;
  return scores[own] ?? 0;
}

/** Of each row, its bias included. */
function squaredLengths({ starts, values }: SparseRows): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, row) => {
    let sum = 1;
    for (let entry = starts[row] ?? 0; entry < (starts[row + 1] ?? 0); entry += 1)
      sum += (values[entry] ?? 0) ** 2;
    return sum;
  });
}

function addScores(weights: Float64Array, rows: SparseRows, row: number, scores: Float64Array): void {
  const { starts, columns, values, columnCount } = rows;
  const classCount = scores.length;
  const biasAt = columnCount * classCount;
  const to = starts[row + 1] ?? 0;
  for (let each = 0; each < classCount; each += 1) scores[each] = weights[biasAt + each] ?? 0;
  for (let entry = starts[row] ?? 0; entry < to; entry += 1) {
    const base = (columns[entry] ?? 0) * classCount;
    const value = values[entry] ?? 0;
    for (let each = 0; each < classCount; each += 1) {
      scores[each] = (scores[each] ?? 0) + value * (weights[base + each] ?? 0);
    }
  }
}

function addRow(weights: Float64Array, rows: SparseRows, row: number, added: Float64Array): void {
  const { starts, columns, values, columnCount } = rows;
  const classCount = added.length;
  const biasAt = columnCount * classCount;
  const to = starts[row + 1] ?? 0;
  for (let each = 0; each < classCount; each += 1) {
    weights[biasAt + each] = (weights[biasAt + each] ?? 0) + (added[each] ?? 0);
  }
  for (let entry = starts[row] ?? 0; entry < to; entry += 1) {
    const base = (columns[entry] ?? 0) * classCount;
    const value = values[entry] ?? 0;
    for (let each = 0; each < classCount; each += 1) {
      weights[base + each] = (weights[base + each] ?? 0) + value * (added[each] ?? 0);
    }
  }
}

/** Fisher and Yates, in place. */
function shuffle(order: Int32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
}
