import { trainClassifier } from "../src/engines/taught/classifier/train-classifier";
import { toProbabilities } from "../src/engines/taught/learn/logistic-regression";
import { indexRows, type SparseRows } from "../src/engines/taught/learn/sparse-rows";
import { tagsOf, toTags } from "../src/engines/taught/tagger/tags";
import { trainTagger } from "../src/engines/taught/tagger/train-tagger";
import { wordFeatures } from "../src/engines/taught/tagger/word-features";
import { madeExamples } from "../src/engines/taught/test-support/made-examples";
import { madeMarks } from "../src/engines/taught/test-support/made-marks";
import { textFeatures } from "../src/engines/taught/text/text-features";
import { wordsOf } from "../src/engines/taught/text/words";
import { msWords, type Row, type Section, spreadWords } from "./report";
import { median, spreadOf } from "./statistics";

const LABELS = ["invoice", "holiday", "weather"];
const SIZES = [100, 1000];
const ROUNDS = 7;
/** For the size that is judged. */
const AIM = { examples: 1000, cpuMs: 1000 };
const PLAIN_STEPS = 100;

/**
 * Teaching a specialist, all of it (features, cross-validation of four strengths, calibration, the last fit), beside one
 * fit of the same rows as a textbook writes it. In this process, whose engine is the browser's; in turn.
 */
export async function teachSection(): Promise<Section> {
  const rows = SIZES.flatMap((count) => [classifierRow(count), taggerRow(count)]);
  return {
    title: "Teaching a specialist",
    rows,
    notes: [
      `Processor time. The plain fit is ${PLAIN_STEPS} steps of gradient descent over the finished rows, once, without judging; teaching makes the rows and fits and judges more than twenty models. A tagger's rows are words.`,
    ],
  };
}

function classifierRow(count: number): Row {
  const examples = madeExamples(count, LABELS);
  const features = indexRows(
    examples.map(({ text }) => textFeatures(text)),
    1,
  ).rows;
  const classes = examples.map(({ label }) => LABELS.indexOf(label));
  return compare(`Teaching from ${count.toLocaleString("en")} examples of ${LABELS.length} labels`, count, {
    teach: () => trainClassifier(examples),
    plain: () => plainFit(features, classes, LABELS.length),
  });
}

function taggerRow(count: number): Row {
  const examples = madeMarks(count);
  const labels = [...new Set(examples.flatMap(({ spans = [] }) => spans.map(({ label }) => label)))];
  const texts = examples.map(({ text, spans = [] }) => {
    const words = wordsOf(text);
    return { words, tags: toTags(words, spans, labels) };
  });
  const features = indexRows(
    texts.flatMap(({ words }) => wordFeatures(words)),
    1,
  ).rows;
  const classes = texts.flatMap(({ tags }) => [...tags]);
  return compare(`· a tagger from ${count.toLocaleString("en")} marked texts`, count, {
    teach: () => trainTagger(examples),
    plain: () => plainFit(features, classes, tagsOf(labels).length),
  });
}

function compare(name: string, count: number, { teach, plain }: Record<"teach" | "plain", () => void>): Row {
  const teachMs: number[] = [];
  const plainMs: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const taught = cpuMsOf(teach);
    const once = cpuMsOf(plain);
    // The first round warms the compiler up.
    if (round === 0) continue;
    teachMs.push(taught);
    plainMs.push(once);
  }
  const ratio = spreadOf(teachMs.map((ms, round) => ms / (plainMs[round] ?? 1)));
  return {
    name,
    figure: `${msWords(median(teachMs))}; ${spreadWords(ratio)} plain fits`,
    ...(count === AIM.examples
      ? { aim: `under ${msWords(AIM.cpuMs)}`, isMet: median(teachMs) < AIM.cpuMs }
      : {}),
    numbers: { examples: count, teachMs, plainMs, ratio },
  };
}

function cpuMsOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Multinomial logistic regression by steps of one length down the slope. */
function plainFit(
  { starts, columns, values, columnCount }: SparseRows,
  classes: readonly number[],
  classCount: number,
) {
  const weights = new Float64Array(columnCount * classCount);
  const slope = new Float64Array(weights.length);
  for (let step = 0; step < PLAIN_STEPS; step += 1) {
    slope.fill(0);
    classes.forEach((own, row) => {
      const scores = new Float64Array(classCount);
      const [from = 0, to = 0] = [starts[row], starts[row + 1]];
      for (let entry = from; entry < to; entry += 1) {
        const base = (columns[entry] ?? 0) * classCount;
        for (let each = 0; each < classCount; each += 1)
          scores[each] = (scores[each] ?? 0) + (values[entry] ?? 0) * (weights[base + each] ?? 0);
      }
      toProbabilities(scores);
      scores[own] = (scores[own] ?? 0) - 1;
      for (let entry = from; entry < to; entry += 1) {
        const base = (columns[entry] ?? 0) * classCount;
        for (let each = 0; each < classCount; each += 1)
          slope[base + each] = (slope[base + each] ?? 0) + (values[entry] ?? 0) * (scores[each] ?? 0);
      }
    });
    for (let place = 0; place < weights.length; place += 1)
      weights[place] = (weights[place] ?? 0) - (0.5 / classes.length) * (slope[place] ?? 0);
  }
  return weights;
}
