import type { TaggerError, TaggerReport, TaughtSpan } from "../../../core/taught";
import { wilsonInterval } from "../learn/wilson-interval";

const MOST_ERRORS = 10;

/** The part of the report that counts which marks were right and which were not. */
export function taggerReport(
  judged: readonly TaggerError[],
  labels: readonly string[],
): Omit<TaggerReport, "folds" | "halfF1"> {
  const all = countMarks(judged);
  return {
    kind: "tagger",
    tested: judged.length,
    ...all,
    precisionInterval: wilsonInterval(all.correct, all.found),
    recallInterval: wilsonInterval(all.correct, all.given),
    scores: labels.map((label) => {
      const { given, found, correct } = countMarks(judged, label);
      return { label, examples: given, precision: share(correct, found), recall: share(correct, given) };
    }),
    errors: judged
      .map((each) => ({ ...each, wrong: wrongIn(each) }))
      .filter(({ wrong }) => wrong > 0)
      .sort((one, other) => other.wrong - one.wrong)
      .slice(0, MOST_ERRORS)
      .map(({ text, given, found }) => ({ text, given: given.map(plain), found: found.map(plain) })),
  };
}

/** Marks that were given, found, and both, of one label or of all. */
export function countMarks(
  judged: readonly TaggerError[],
  label?: string,
): Pick<TaggerReport, "given" | "found" | "correct"> {
  const counts = { given: 0, found: 0, correct: 0 };
  for (const { given, found } of judged) {
    const own = (span: TaughtSpan) => label === undefined || span.label === label;
    const keys = new Set(given.filter(own).map(keyOf));
    counts.given += keys.size;
    for (const span of found.filter(own)) {
      counts.found += 1;
      if (keys.has(keyOf(span))) counts.correct += 1;
    }
  }
  return counts;
}

/** How many marks are missing or too many. */
function wrongIn(judged: TaggerError): number {
  const { given, found, correct } = countMarks([judged]);
  return given + found - 2 * correct;
}

function keyOf({ start, end, label }: TaughtSpan): string {
  return `${start} ${end} ${label}`;
}

function plain({ start, end, label }: TaughtSpan): TaughtSpan {
  return { start, end, label };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
