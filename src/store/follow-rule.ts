import type { Escalation, Run } from "../core/run";
import type { Settings } from "../core/settings";

/**
 * What the person's rule starts after a run that has ended; null where it starts nothing. The check of answers is fetched
 * when it is first needed; where it cannot be, nothing is sent.
 */
export async function escalationByRule(
  { escalation }: Pick<Settings, "escalation">,
  run: Run,
): Promise<Escalation | null> {
  if (escalation !== "ask" || run.status !== "done" || run.location !== "local") return null;
  try {
    return (await import("./ruled-escalation")).ruledEscalation(run);
  } catch {
    return null;
  }
}
