import type { Run } from "../../core/run";

/** Classes of what was taken out of a run's text before it was sent, one for each place; without the text itself. */
export function redactedLabels({ privacy }: Run): readonly string[] {
  return privacy?.redactions.map(({ label }) => label) ?? [];
}
