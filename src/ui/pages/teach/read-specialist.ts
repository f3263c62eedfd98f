import type { TaughtReport, TaughtSpecialist, TaughtVersion } from "../../../core/taught";

/** The version in use; null before the first training. */
export function versionInUse(specialist: TaughtSpecialist): TaughtVersion | null {
  return specialist.versions.find(({ number }) => number === specialist.versionInUse) ?? null;
}

/** The one figure that stands for a training: accuracy, or F1 of a tagger. */
export function accuracyOf(report: TaughtReport): number | null {
  if (report.kind === "tagger") return report.f1;
  return report.tested === 0 ? null : report.correct / report.tested;
}

/** All labels of the examples, in the order in which they came. */
export function labelsOf({ examples }: TaughtSpecialist): string[] {
  return [...new Set(examples.map(({ label }) => label))];
}
