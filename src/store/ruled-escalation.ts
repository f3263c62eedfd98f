import type { Escalation, Run } from "../core/run";
import { hasPrivateText } from "../routing/obstacles";
import { offeredEscalation } from "./escalation";

/**
 * What the person's rule starts where it is to ask by itself: as the offer, but never about private text, and not where
 * the cloud was asked for this very run and failed.
 */
export function ruledEscalation(run: Run): Escalation | null {
  const offered = offeredEscalation(run);
  if (offered === null || run.decision === null || hasPrivateText(run.decision.signals)) return null;
  if (run.attempts?.some(({ location }) => location === "cloud")) return null;
  return { ...offered, byRule: true };
}
