/** Specialists that the person teaches in the page. Everything of them stays on this device. */

/** A text and the label that the person gave it. */
export interface TaughtExample {
  text: string;
  label: string;
}

/** How one label fared in cross-validation. Shares are 0 to 1; null where nothing was there to divide by. */
export interface LabelScore {
  label: string;
  /** How many there are among the examples. */
  examples: number;
  precision: number | null;
  recall: number | null;
}

/** An example whose label the others contradict; a mistake of the label as often as of the specialist. */
export interface DoubtfulExample {
  text: string;
  label: string;
  predicted: string;
  /** Of `predicted`, 0 to 1. */
  probability: number;
}

/** What cross-validation says of a classifier. Each text was judged by a model that had not seen it or its doubles. */
export interface ClassifierReport {
  /** Different texts that were judged; doubles count once each, but never against one another. */
  tested: number;
  correct: number;
  folds: number;
  /** Where the accuracy on new texts of the same kind probably lies. */
  interval: readonly [low: number, high: number];
  /** Accuracy of always answering the most frequent label. */
  majorityShare: number;
  /** Examples by given label (row) and predicted label (column), in the order of `scores`. */
  confusion: readonly (readonly number[])[];
  scores: readonly LabelScore[];
  /** Accuracy with half of the examples; null where half would be too few to learn from. */
  halfAccuracy: number | null;
  /** Below this probability it says that it is unsure. */
  unsureBelow: number;
  /** Of the judged texts, those answered surely, and the share of these that was right (null where none was). */
  sureShare: number;
  sureAccuracy: number | null;
  /** Most doubtful first. */
  doubtful: readonly DoubtfulExample[];
}

/** A linear model over hashed features. Only features that it has a weight for are kept. */
export interface LinearWeights {
  /** Of the way in which text becomes features; another one's weights mean nothing. */
  featureVersion: number;
  labels: readonly string[];
  /** Numbers of the features, ascending. */
  buckets: Uint32Array;
  /** One signed byte a feature and label, feature by feature. */
  values: Int8Array;
  /** What a byte of each label is worth. */
  scales: Float32Array;
  bias: Float32Array;
  /** Divides the scores, so that probabilities are as high as they are right. */
  temperature: number;
  /** Below this probability the answer is "unsure". */
  unsureBelow: number;
}

/** One training. Its weights are kept apart, since they are large. */
export interface TaughtVersion {
  /** Counts from 1. */
  number: number;
  /** Wall clock, ms since the epoch. */
  trainedAt: number;
  /** How many examples it was trained on. */
  examples: number;
  labels: readonly string[];
  report: ClassifierReport;
}

/** A specialist as it is kept. */
export interface TaughtSpecialist {
  id: string;
  /** What it does: gives a whole text one label. */
  kind: "classifier";
  name: string;
  /** Wall clock, ms since the epoch. */
  createdAt: number;
  examples: readonly TaughtExample[];
  /** Oldest first; the oldest are dropped beyond {@link MOST_VERSIONS}. */
  versions: readonly TaughtVersion[];
  /** The version in use; null before the first training. */
  versionInUse: number | null;
}

/** Versions kept of one specialist. */
export const MOST_VERSIONS = 10;
/** More examples than this are not taken: training is to stay a matter of a second. */
export const MOST_EXAMPLES = 2000;
export const MOST_LABELS = 50;
/** Of one text of an example. */
export const MOST_EXAMPLE_CHARACTERS = 10_000;
/** Fewer examples, or fewer of one label, are said to be too few for its figures to mean much. */
export const FEW_EXAMPLES = 10;
export const FEW_OF_A_LABEL = 5;

/** What speaks against training on some examples, or against trusting its figures. */
export interface ExampleNeeds {
  /** Cross-validation needs at least two labels with two examples each. */
  canTrain: boolean;
  isFew: boolean;
  /** Labels with fewer than {@link FEW_OF_A_LABEL} examples. */
  fewOf: readonly string[];
}

/** Looks at examples of a classifier. */
export function exampleNeeds(examples: readonly TaughtExample[]): ExampleNeeds {
  const counts = new Map<string, number>();
  for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  const few = [...counts].filter(([, count]) => count < FEW_OF_A_LABEL);
  return {
    canTrain: counts.size >= 2 && [...counts.values()].every((count) => count >= 2),
    isFew: examples.length < FEW_EXAMPLES,
    fewOf: few.map(([label]) => label),
  };
}
