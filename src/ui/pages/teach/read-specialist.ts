import type { ClassifierReport, TaughtSpecialist, TaughtVersion } from "../../../core/taught";

/** The version in use; null before the first training. */
export function versionInUse(specialist: TaughtSpecialist): TaughtVersion | null {
  return specialist.versions.find(({ number }) => number === specialist.versionInUse) ?? null;
}

/** The one figure that stands for a training. */
export function accuracyOf(report: ClassifierReport): number | null {
  return report.tested === 0 ? null : report.correct / report.tested;
}

/** All labels of the examples, in the order in which they came. */
export function labelsOf({ examples }: TaughtSpecialist): string[] {
  return [...new Set(examples.map(({ label }) => label))];
}
