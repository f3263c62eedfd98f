import { f1Of, type TaughtSpecialist, type TaughtVersion } from "../../../core/taught";
import { examplesDigest } from "../../../store/teach/examples-digest";

/** The version in use; null before the first training. */
export function versionInUse(specialist: TaughtSpecialist): TaughtVersion | null {
  return specialist.versions.find(({ number }) => number === specialist.versionInUse) ?? null;
}

/** The one figure that stands for a training. */
export function accuracyOf({ report }: TaughtVersion): number | null {
  if (report.kind === "tagger") return f1Of(report);
  return report.tested === 0 ? null : report.correct / report.tested;
}

/** All labels of the examples, in the order in which they came. */
export function labelsOf(specialist: TaughtSpecialist): string[] {
  return [...countLabels(specialist).keys()];
}

/** How many examples, or marks, there are of each label. */
export function countLabels({ kind, examples }: TaughtSpecialist): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label, spans = [] } of examples) {
    for (const each of kind === "tagger" ? spans.map((span) => span.label) : [label]) {
      counts.set(each, (counts.get(each) ?? 0) + 1);
    }
  }
  return counts;
}

/** Whether a version was trained on other examples than there are now. */
export function isOutOfDate({ examples }: TaughtSpecialist, version: TaughtVersion): boolean {
  return version.digest === undefined
    ? version.examples !== examples.length
    : version.digest !== examplesDigest(examples);
}
