import { groupIndices } from "./group-indices";
import {
  beginFit,
  changeStrength,
  type FitLimits,
  improveFit,
  type LabelledRows,
  scoresOf,
  toLogProbabilities,
} from "./logistic-regression";
import { shuffled } from "./random";

/** How hard weights are held down, from hardest: each fit goes on from the one before. */
const STRENGTHS = [1, 0.3, 0.1, 0.03] as const;
/** With more rows than this, two folds choose the strength: by then their judgement is as good as that of all. */
const CHOSEN_BY_ALL_ROWS = 400;
const CHOOSING_FOLDS = 2;

/** Less exact than the last fit: where an example falls is settled long before the last digit. */
const JUDGING: FitLimits = { passes: 8, change: 0.01 };
const LAST: FitLimits = { passes: 25, change: 0.003 };
const HALF_SEED = 5;

/** What cross-validation found. */
export interface Validation {
  /** The strength whose judgements were best. */
  strength: number;
  /** Scores of each row, from a model that had not seen it, under that strength. */
  scores: readonly Float64Array[];
}

/** What cross-validation needs to know. */
export interface ValidationPlan {
  /** Of each row, from 0. */
  folds: Int32Array;
  foldCount: number;
  /** Called with the share that is done, 0 to 1. */
  onShare: (share: number) => void;
}

/** Judges every row by a model that was fitted to the other folds, and chooses the strength by it. */
export function crossValidate(data: LabelledRows, { folds, foldCount, onShare }: ValidationPlan): Validation {
  const choosing = folds.length > CHOSEN_BY_ALL_ROWS ? Math.min(CHOOSING_FOLDS, foldCount) : foldCount;
  const judged = STRENGTHS.map((): Float64Array[] => new Array(folds.length));
  const losses = STRENGTHS.map(() => 0);
  for (let fold = 0; fold < choosing; fold += 1) {
    const rest = withoutFold(data, folds, fold);
    const fit = beginFit(rest, STRENGTHS[0]);
    STRENGTHS.forEach((strength, place) => {
      changeStrength(fit, strength);
      improveFit(rest, fit, JUDGING);
      const scores = judged[place] ?? [];
      judgeFold(data, fit.weights, folds, fold, scores);
      losses[place] = (losses[place] ?? 0) + foldLoss(data, scores, folds, fold);
    });
    onShare((fold + 1) / foldCount);
  }
  const best = losses.indexOf(Math.min(...losses));
  const strength = STRENGTHS[best] ?? STRENGTHS[0];
  const scores = judged[best] ?? [];
  for (let fold = choosing; fold < foldCount; fold += 1) {
    judgeFold(data, fitWeights(withoutFold(data, folds, fold), strength, JUDGING), folds, fold, scores);
    onShare((fold + 1) / foldCount);
  }
  return { strength, scores };
}

/**
 * The accuracy that half as many examples give. Beside the whole's accuracy it tells whether more examples would help.
 */
export function accuracyOfHalf(data: LabelledRows, plan: ValidationPlan, strength: number): number {
  const kept = new Uint8Array(data.classes.length);
  for (const row of halfOfEachClass(data.classes)) kept[row] = 1;
  const scores = scoresOfHalf(data, plan, strength, kept);
  return scores.filter((each, row) => mostLikely(each) === data.classes[row]).length / scores.length;
}

/** The scores of each row, from a model that saw none of its fold, and of the others only the rows of `kept` (1, not 0). */
export function scoresOfHalf(
  data: LabelledRows,
  { folds, foldCount }: ValidationPlan,
  strength: number,
  kept: Uint8Array,
): readonly Float64Array[] {
  const half = { ...data, importance: data.importance.map((share, row) => (kept[row] === 1 ? share : 0)) };
  const scores = new Array<Float64Array>(folds.length);
  for (let fold = 0; fold < foldCount; fold += 1) {
    judgeFold(data, fitWeights(withoutFold(half, folds, fold), strength, JUDGING), folds, fold, scores);
  }
  return scores;
}

/** The weights of a model of all rows. */
export function fitAll(data: LabelledRows, strength: number): Float64Array {
  return fitWeights(data, strength, LAST);
}

/** The class with the highest score; the first of equals. */
export function mostLikely(scores: Float64Array): number {
  let best = 0;
  for (let each = 1; each < scores.length; each += 1)
    if ((scores[each] ?? 0) > (scores[best] ?? 0)) best = each;
  return best;
}

function fitWeights(data: LabelledRows, strength: number, limits: FitLimits): Float64Array {
  const fit = beginFit(data, strength);
  improveFit(data, fit, limits);
  return fit.weights;
}

function withoutFold(data: LabelledRows, folds: Int32Array, fold: number): LabelledRows {
  return { ...data, importance: data.importance.map((share, row) => (folds[row] === fold ? 0 : share)) };
}

function judgeFold(
  data: LabelledRows,
  weights: Float64Array,
  folds: Int32Array,
  fold: number,
  scores: Float64Array[],
): void {
  folds.forEach((own, row) => {
    if (own === fold) scores[row] = scoresOf(weights, data.rows, row, data.classCount);
  });
}

function foldLoss(
  { classes, importance }: LabelledRows,
  scores: readonly Float64Array[],
  folds: Int32Array,
  fold: number,
): number {
  let loss = 0;
  folds.forEach((own, row) => {
    const judged = scores[row];
    if (own === fold && judged !== undefined) {
      loss -= (importance[row] ?? 0) * toLogProbabilities(judged.slice(), classes[row] ?? 0);
    }
  });
  return loss;
}

function halfOfEachClass(classes: Int32Array): number[] {
  return [...groupIndices(classes).values()].flatMap((rows) =>
    shuffled(rows, HALF_SEED).slice(0, Math.ceil(rows.length / 2)),
  );
}
