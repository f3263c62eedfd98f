import type { ClassifierReport, DoubtfulExample, TaughtExample } from "../../../core/taught";
import { mostLikely } from "../learn/cross-validate";
import { toProbabilities } from "../learn/logistic-regression";
import { wilsonInterval } from "../learn/wilson-interval";

const MOST_DOUBTFUL = 10;

/** Examples and how they were judged by models that had not seen them. */
export interface JudgedExamples {
  examples: readonly TaughtExample[];
  labels: readonly string[];
  classes: Int32Array;
  scores: readonly Float64Array[];
  temperature: number;
}

/** The part of the report that counts what was right and what was not. */
export function reportOf(
  judged: JudgedExamples,
): Pick<
  ClassifierReport,
  "tested" | "correct" | "interval" | "majorityShare" | "confusion" | "scores" | "doubtful"
> {
  const { labels, classes, scores } = judged;
  const confusion = labels.map(() => labels.map(() => 0));
  scores.forEach((each, row) => {
    const line = confusion[classes[row] ?? 0] ?? [];
    const predicted = mostLikely(each);
    line[predicted] = (line[predicted] ?? 0) + 1;
  });
  const given = confusion.map((line) => sum(line));
  const predicted = labels.map((_, column) => sum(confusion.map((line) => line[column] ?? 0)));
  const right = labels.map((_, each) => confusion[each]?.[each] ?? 0);
  const tested = scores.length;
  const correct = sum(right);
  return {
    tested,
    correct,
    interval: wilsonInterval(correct, tested),
    majorityShare: Math.max(...given) / tested,
    confusion,
    scores: labels.map((label, each) => ({
      label,
      examples: given[each] ?? 0,
      precision: share(right[each], predicted[each]),
      recall: share(right[each], given[each]),
    })),
    doubtful: doubtfulOf(judged),
  };
}

/** Examples of which another label is thought likely, the least likely own label first. */
function doubtfulOf({ examples, labels, classes, scores, temperature }: JudgedExamples): DoubtfulExample[] {
  return examples
    .flatMap(({ text, label }, row) => {
      const probabilities = toProbabilities(
        (scores[row] ?? new Float64Array(labels.length)).slice(),
        temperature,
      );
      const best = mostLikely(probabilities);
      if (best === classes[row]) return [];
      const own = probabilities[classes[row] ?? 0] ?? 0;
      return [{ text, label, predicted: labels[best] ?? "", probability: probabilities[best] ?? 0, own }];
    })
    .sort((one, other) => one.own - other.own)
    .slice(0, MOST_DOUBTFUL)
    .map(({ own: _, ...doubtful }) => doubtful);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function share(part = 0, whole = 0): number | null {
  return whole === 0 ? null : part / whole;
}
