/** Specialists that the person teaches in the page. Everything of them stays on this device. */

/** A stretch of an example that the person marked; from `start` up to `end`, in UTF-16 code units. */
export interface TaughtSpan {
  start: number;
  end: number;
  label: string;
}

/** A text, and the label that the person gave it or, for a tagger, what they marked in it. */
export interface TaughtExample {
  text: string;
  /** Of the whole text; empty for a tagger. */
  label: string;
  /** In order, none over another; only for a tagger, where it may be empty: nothing is to be marked there. */
  spans?: readonly TaughtSpan[];
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
  kind?: "classifier";
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

/** An example and what was marked in it by a model that had not seen it. */
export interface TaggerError {
  text: string;
  given: readonly TaughtSpan[];
  found: readonly TaughtSpan[];
}

/**
 * What cross-validation says of a tagger. A mark is right when it has the words and the label that the person gave, no
 * more and no less.
 */
export interface TaggerReport {
  kind: "tagger";
  /** Different texts that were judged. */
  tested: number;
  folds: number;
  /** Marks that the person made, that it made, and that both made. */
  given: number;
  found: number;
  correct: number;
  /** Where precision and recall on new texts of the same kind probably lie. */
  precisionInterval: readonly [low: number, high: number];
  recallInterval: readonly [low: number, high: number];
  /** Label by label; `examples` counts marks. */
  scores: readonly LabelScore[];
  /** F1 with half of the examples; null where half would be too few to learn from. */
  halfF1: number | null;
  errors: readonly TaggerError[];
}

/** The mean of precision and recall that is near the lower of both; 0 where nothing is right. */
export function f1Of({ given, found, correct }: Pick<TaggerReport, "given" | "found" | "correct">): number {
  return given + found === 0 ? 0 : (2 * correct) / (given + found);
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
  /** Of what these said, to notice changes; absent in versions of older releases. */
  digest?: string;
  labels: readonly string[];
  report: ClassifierReport | TaggerReport;
}

/** What a specialist does: it gives a whole text one label, or marks stretches of it. */
export const TAUGHT_KINDS = ["classifier", "tagger"] as const;

/** One of {@link TAUGHT_KINDS}. */
export type TaughtKind = (typeof TAUGHT_KINDS)[number];

/** A specialist as it is kept. */
export interface TaughtSpecialist {
  id: string;
  kind: TaughtKind;
  name: string;
  /** Wall clock, ms since the epoch. */
  createdAt: number;
  examples: readonly TaughtExample[];
  /** Oldest first; the oldest are dropped beyond {@link MOST_VERSIONS}. */
  versions: readonly TaughtVersion[];
  /** The version in use; null before the first training. */
  versionInUse: number | null;
  /** Counts every change, so that two tabs do not overwrite each other; absent in records of older releases: 0. */
  revision?: number;
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

/** Labels of a tagger; each makes two classes. */
export const MOST_SPAN_LABELS = 20;
/** Words of all examples of a tagger together: training is to stay a matter of a second. */
export const MOST_TAGGED_WORDS = 30_000;

/** What speaks against training on some examples, or against trusting its figures. */
export interface ExampleNeeds {
  /** Cross-validation needs two labels with two examples each; for a tagger, two examples with a mark. */
  canTrain: boolean;
  isFew: boolean;
  /** Labels with fewer than {@link FEW_OF_A_LABEL} examples. */
  fewOf: readonly string[];
}

/** Looks at the examples of a specialist. */
export function exampleNeeds(kind: TaughtKind, examples: readonly TaughtExample[]): ExampleNeeds {
  const counts = new Map<string, number>();
  const labels =
    kind === "classifier"
      ? examples.map(({ label }) => label)
      : examples.flatMap(({ spans = [] }) => spans.map(({ label }) => label));
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const few = [...counts].filter(([, count]) => count < FEW_OF_A_LABEL);
  const marked = examples.filter(({ spans = [] }) => spans.length > 0).length;
  return {
    canTrain:
      kind === "tagger" ? marked >= 2 : counts.size >= 2 && [...counts.values()].every((count) => count >= 2),
    isFew: examples.length < FEW_EXAMPLES,
    fewOf: few.map(([label]) => label),
  };
}
