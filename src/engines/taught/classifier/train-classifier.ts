import type { ClassifierReport, LinearWeights, TaughtExample } from "../../../core/taught";
import { findSureness, findTemperature } from "../learn/calibrate";
import { accuracyOfHalf, crossValidate, fitAll } from "../learn/cross-validate";
import { assignFolds, doublesKey } from "../learn/folds";
import { importanceOf } from "../learn/importance";
import { packWeights } from "../learn/linear-weights";
import type { LabelledRows } from "../learn/logistic-regression";
import { indexRows } from "../learn/sparse-rows";
import { FEATURE_VERSION, textFeatures } from "../text/text-features";
import { reportOf } from "./report";

/** Five parts, as usual; fewer where a label has fewer examples, at least two. */
const MOST_FOLDS = 5;
/** From so many examples on, a feature that one example alone has is left out: it could not be judged anyway. */
const RARE_COUNTS_BELOW = 200;
/** Fewer examples of each label than this are not halved. */
const LEAST_TO_HALVE = 6;

/** A trained classifier. */
export interface TrainedClassifier {
  weights: LinearWeights;
  report: ClassifierReport;
}

/**
 * Trains a classifier on examples of at least two labels, and judges it by cross-validation. Deterministic: the same
 * examples in the same order give the same weights.
 */
export function trainClassifier(
  examples: readonly TaughtExample[],
  onShare: (share: number) => void = () => {},
): TrainedClassifier {
  const different = withoutRepeats(examples);
  const labels = [...new Set(different.map(({ label }) => label))].sort();
  const classes = Int32Array.from(different, ({ label }) => labels.indexOf(label));
  const vectors = different.map(({ text }) => textFeatures(text));
  onShare(0.1);
  const { rows, buckets } = indexRows(vectors, different.length < RARE_COUNTS_BELOW ? 1 : 2);
  const counts = labels.map((_, each) => classes.filter((own) => own === each).length);
  const data: LabelledRows = {
    rows,
    classes,
    importance: importanceOf(classes, counts),
    classCount: labels.length,
  };
  const foldCount = Math.min(MOST_FOLDS, Math.max(2, Math.min(...counts)));
  const folds = assignFolds(
    different.map(({ text }) => doublesKey(text)),
    classes,
    foldCount,
  );
  const plan = { folds, foldCount, onShare: (share: number) => onShare(0.1 + 0.6 * share) };
  const { strength, scores } = crossValidate(data, plan);
  const halfAccuracy = Math.min(...counts) < LEAST_TO_HALVE ? null : accuracyOfHalf(data, plan, strength);
  onShare(0.85);
  const temperature = findTemperature({ scores, classes });
  const sureness = findSureness({ scores, classes }, temperature);
  const weights = packWeights(fitAll(data, strength), buckets, labels, {
    featureVersion: FEATURE_VERSION,
    temperature,
    unsureBelow: sureness.unsureBelow,
  });
  onShare(1);
  return {
    weights,
    report: {
      ...reportOf({ examples: different, labels, classes, scores, temperature }),
      ...sureness,
      folds: foldCount,
      halfAccuracy,
    },
  };
}

/** Saying the same thing twice does not make it truer. Of one text with two labels both stay: they contradict. */
function withoutRepeats(examples: readonly TaughtExample[]): TaughtExample[] {
  const byKey = new Map(
    examples.map((example) => [JSON.stringify([example.text.trim(), example.label]), example]),
  );
  return [...byKey.values()];
}
