/** Hard limits in USD; null = none. */
export interface BudgetSettings {
  requestUsd: number | null;
  dayUsd: number | null;
  monthUsd: number | null;
}

/** What the cloud has cost, reservations of runs that are going included. USD. */
export interface SpentTotals {
  dayUsd: number;
  monthUsd: number;
}

/** From this part of a limit on the person is warned. */
export const BUDGET_WARNING_SHARE = 0.8;

/** Whether any limit is set. */
export function hasBudget({ requestUsd, dayUsd, monthUsd }: BudgetSettings): boolean {
  return requestUsd !== null || dayUsd !== null || monthUsd !== null;
}

/** Day of the person's own calendar, `2026-11-26`, of a wall clock's time. */
export function dayOf(dateMs: number): string {
  const date = new Date(dateMs);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
