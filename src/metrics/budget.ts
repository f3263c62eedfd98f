import type { BudgetSettings, SpentTotals } from "../core/budget";
import { BUDGET_LIMITS, type BudgetLimit } from "../core/route";

/** What is left for one more request. */
export interface BudgetLeft {
  /** USD; infinite without a limit, never below 0. */
  leftUsd: number;
  /** The limit that leaves the least; null without one. */
  tightest: BudgetLimit | null;
  /** The part of the day's or the month's limit that is used, whichever is larger; 0 without them. */
  usedShare: number;
}

/** How a budget stands after what was spent. A limit of 0 is used up from the start. */
export function budgetLeft(budget: BudgetSettings, spent: SpentTotals): BudgetLeft {
  const left: Record<BudgetLimit, number> = {
    request: budget.requestUsd ?? Number.POSITIVE_INFINITY,
    day: leftOf(budget.dayUsd, spent.dayUsd),
    month: leftOf(budget.monthUsd, spent.monthUsd),
  };
  let tightest: BudgetLimit | null = null;
  for (const limit of BUDGET_LIMITS) {
    if (left[limit] < (tightest === null ? Number.POSITIVE_INFINITY : left[tightest])) tightest = limit;
  }
  return {
    leftUsd: tightest === null ? Number.POSITIVE_INFINITY : Math.max(0, left[tightest]),
    tightest,
    usedShare: Math.max(shareOf(budget.dayUsd, spent.dayUsd), shareOf(budget.monthUsd, spent.monthUsd)),
  };
}

function leftOf(limitUsd: number | null, spentUsd: number): number {
  return limitUsd === null ? Number.POSITIVE_INFINITY : limitUsd - spentUsd;
}

function shareOf(limitUsd: number | null, spentUsd: number): number {
  if (limitUsd === null) return 0;
  return limitUsd === 0 ? 1 : spentUsd / limitUsd;
}
