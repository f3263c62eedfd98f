import type { Location } from "../core/model";
import type { RouteVerdict, TaskLearning } from "../core/route";

/** The most that verdicts move the gap, to either side. */
export const MOST_CORRECTION = 0.25;
/** How far one verdict moves it. */
const STEPS: Readonly<Record<RouteVerdict, number>> = { good: -0.01, bad: 0.03, "asked-other-side": 0.02 };
/** Of what was learnt, so much is kept at each verdict: models and people change. */
const KEPT = 0.98;
/** How many of the person's own scores weigh as much as the prompts that are known beforehand. */
const PRIOR_COUNT = 30;

/** What one more verdict makes of it. A verdict on a cloud answer moves it the other way. */
export function learn(
  { correction, verdicts }: TaskLearning,
  verdict: RouteVerdict,
  side: Location,
): TaskLearning {
  const step = side === "local" ? STEPS[verdict] : -STEPS[verdict];
  const next = Math.min(MOST_CORRECTION, Math.max(-MOST_CORRECTION, correction * KEPT + step));
  return { correction: Math.round(next * 1e4) / 1e4, verdicts: verdicts + 1 };
}

/**
 * The share of prompts that are at most as hard as this one, from 0 to 1: of the person's own past prompts, and, as
 * long as these are few, of prompts known beforehand (`prior`, quantiles in rising order).
 */
export function rankOf(score: number, own: readonly number[], prior: readonly number[]): number {
  const ownShare = own.filter((each) => each <= score).length;
  const priorShare = prior.length === 0 ? 0 : prior.filter((each) => each <= score).length / prior.length;
  const priorCount = prior.length === 0 ? 0 : PRIOR_COUNT;
  const count = own.length + priorCount;
  return count === 0 ? 0.5 : (ownShare + priorShare * priorCount) / count;
}
