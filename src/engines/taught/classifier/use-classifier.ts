import type { Label } from "../../../core/output";
import type { LinearWeights } from "../../../core/taught";
import { type LinearModel, openWeights } from "../learn/linear-weights";
import { FEATURE_VERSION, textFeatures } from "../text/text-features";

/** What a classifier says of one text. */
export interface Verdict {
  /** All labels, the likeliest first. */
  labels: Label[];
  /** Whether even the likeliest is below the level from which on answers count as sure. */
  isUnsure: boolean;
}

/** Opens a classifier for use. @throws InferenceError as `openWeights`. */
export function openClassifier(weights: LinearWeights): (text: string) => Verdict {
  const model = openWeights(weights, FEATURE_VERSION);
  return (text) => judge(model, text);
}

function judge(model: LinearModel, text: string): Verdict {
  const features = textFeatures(text);
  const probabilities = model.probabilities(features);
  const labels = model.weights.labels
    .map((label, each) => ({ label, score: probabilities[each] ?? 0 }))
    .sort((one, other) => other.score - one.score);
  return { labels, isUnsure: !model.knows(features) || (labels[0]?.score ?? 0) < model.weights.unsureBelow };
}
