import { InferenceError } from "../../../core/errors";
import {
  f1Of,
  type LinearWeights,
  MOST_TAGGED_WORDS,
  type TaggerReport,
  type TaughtExample,
  type TaughtSpan,
} from "../../../core/taught";
import { findTemperature } from "../learn/calibrate";
import { crossValidate, fitAll, scoresOfHalf, type ValidationPlan } from "../learn/cross-validate";
import { assignFolds, doublesKey } from "../learn/folds";
import { importanceOf } from "../learn/importance";
import { packWeights } from "../learn/linear-weights";
import { type LabelledRows, toLogProbabilities } from "../learn/logistic-regression";
import { indexRows } from "../learn/sparse-rows";
import { type Word, wordsOf } from "../text/words";
import { countMarks, taggerReport } from "./report";
import { likeliestTags, tagsOf, toSpans, toTags } from "./tags";
import { rememberBuckets, WORD_FEATURE_VERSION, wordFeatures } from "./word-features";

const MOST_FOLDS = 5;
/** From so many words on, a feature that one word alone has is left out. */
const RARE_COUNTS_BELOW = 1500;
/** Fewer examples with a mark than this are not halved. */
const LEAST_TO_HALVE = 12;

/** A trained tagger. */
export interface TrainedTagger {
  weights: LinearWeights;
  report: TaggerReport;
}

/** An example with its words, and where these begin among the words of all. */
interface Sentence {
  example: TaughtExample;
  given: readonly TaughtSpan[];
  words: Word[];
  firstRow: number;
}

/**
 * Trains a tagger on texts of which at least two have a mark, and judges it by cross-validation over whole texts: every
 * word is given a tag by multinomial logistic regression, and the likeliest sequence that makes sense is taken.
 * Deterministic.
 * @throws InferenceError `context-overflow` for more words than are taken.
 */
export function trainTagger(
  examples: readonly TaughtExample[],
  onShare: (share: number) => void = () => {},
): TrainedTagger {
  const sentences = sentencesOf(examples);
  const rowCount = sentences.reduce((sum, { words }) => sum + words.length, 0);
  if (rowCount > MOST_TAGGED_WORDS) {
    throw new InferenceError("context-overflow", `${rowCount} words are too many`, {
      engine: "taught",
      detail: `The examples have ${rowCount} words together; ${MOST_TAGGED_WORDS} are the most. Cut long texts down to what surrounds the marks.`,
    });
  }
  const labels = [...new Set(sentences.flatMap(({ given }) => given.map(({ label }) => label)))].sort();
  const tags = tagsOf(labels);
  const classes = new Int32Array(rowCount);
  for (const { words, given, firstRow } of sentences) classes.set(toTags(words, given, labels), firstRow);
  const toBucket = rememberBuckets();
  const vectors = sentences.flatMap(({ words }) => wordFeatures(words, toBucket));
  const { rows, buckets } = indexRows(vectors, rowCount < RARE_COUNTS_BELOW ? 1 : 2);
  onShare(0.1);
  const counts = tags.map((_, tag) => classes.filter((own) => own === tag).length);
  const data: LabelledRows = {
    rows,
    classes,
    importance: importanceOf(classes, counts),
    classCount: tags.length,
  };
  const plan = planOf(sentences, labels, rowCount, (share) => onShare(0.1 + 0.6 * share));
  const { strength, scores } = crossValidate(data, plan);
  const marked = sentences.filter(({ given }) => given.length > 0).length;
  const half =
    marked < LEAST_TO_HALVE
      ? null
      : foundIn(sentences, scoresOfHalf(data, plan, strength, halfOf(sentences, rowCount)), tags);
  onShare(0.85);
  const weights = packWeights(fitAll(data, strength), buckets, tags, {
    featureVersion: WORD_FEATURE_VERSION,
    temperature: findTemperature({ scores, classes }),
    unsureBelow: 0,
  });
  onShare(1);
  const judged = foundIn(sentences, scores, tags);
  return {
    weights,
    report: {
      ...taggerReport(judged, labels),
      folds: plan.foldCount,
      halfF1: half === null ? null : f1Of(countMarks(half)),
    },
  };
}

/** Different texts with their words; of the same text, the marks that came last. Marks are as wide as their words. */
function sentencesOf(examples: readonly TaughtExample[]): Sentence[] {
  const byText = new Map(examples.map((example) => [example.text.trim(), example]));
  let firstRow = 0;
  return [...byText.values()].map((example) => {
    const words = wordsOf(example.text);
    const labels = [...new Set(example.spans?.map(({ label }) => label))];
    const given = toSpans(words, toTags(words, example.spans ?? [], labels), tagsOf(labels));
    const sentence = { example, given, words, firstRow };
    firstRow += words.length;
    return sentence;
  });
}

/** Whole texts go into a fold together; those with the same first label are spread over all. */
function planOf(
  sentences: readonly Sentence[],
  labels: readonly string[],
  rowCount: number,
  onShare: (share: number) => void,
): ValidationPlan {
  const firstLabels = sentences.map(({ given }) =>
    given[0] === undefined ? -1 : labels.indexOf(given[0].label),
  );
  const marked = firstLabels.filter((label) => label >= 0).length;
  const foldCount = Math.min(MOST_FOLDS, Math.max(2, marked));
  const ofTexts = assignFolds(
    sentences.map(({ example }) => doublesKey(example.text)),
    firstLabels,
    foldCount,
  );
  const folds = new Int32Array(rowCount);
  sentences.forEach(({ words, firstRow }, place) => {
    folds.fill(ofTexts[place] ?? 0, firstRow, firstRow + words.length);
  });
  return { folds, foldCount, onShare };
}

/** Every other text, as the rows of its words; with and without marks alike. */
function halfOf(sentences: readonly Sentence[], rowCount: number): Uint8Array {
  const kept = new Uint8Array(rowCount);
  for (const isMarked of [true, false]) {
    sentences
      .filter(({ given }) => given.length > 0 === isMarked)
      .forEach(({ words, firstRow }, place) => {
        if (place % 2 === 0) kept.fill(1, firstRow, firstRow + words.length);
      });
  }
  return kept;
}

/** What was marked in each text, from the scores of its words. */
function foundIn(sentences: readonly Sentence[], scores: readonly Float64Array[], tags: readonly string[]) {
  return sentences.map(({ example, given, words, firstRow }) => {
    const own = scores.slice(firstRow, firstRow + words.length).map((each) => each.slice());
    for (const each of own) toLogProbabilities(each, 0);
    return { text: example.text, given, found: toSpans(words, likeliestTags(own), tags) };
  });
}
