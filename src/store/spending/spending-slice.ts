import { BUDGET_WARNING_SHARE, hasBudget } from "../../core/budget";
import { budgetLeft } from "../../metrics/budget";
import type { Notice } from "../app-state";
import type { SliceContext } from "../slice";

/** What the cloud cost, as the page shows it. */
export interface SpendingActions {
  /** Reads it anew, and warns where a limit is near or reached. Never throws. */
  refresh(): Promise<void>;
  /** Says so in this tab and the others, after a run. */
  changed(): Promise<void>;
  /** Counts from nothing on. Never throws. */
  forget(): Promise<void>;
}

/** What the slice tells others. */
export interface SpendingObserver {
  notify(notice: Notice): void;
  dismiss(kind: Notice["kind"]): void;
  /** What may be spent has changed. */
  routingChanged(): void;
}

const CHANGED = { type: "spending-changed" } as const;

export function createSpendingSlice(
  { get, set, dependencies: { spending, tabs } }: SliceContext,
  observer: SpendingObserver,
): SpendingActions {
  let shown: "budget-warning" | "budget-spent" | null = null;

  async function refresh(): Promise<void> {
    try {
      set({ spent: await spending.totals() });
    } catch {
      // A storage that cannot be read has its own banner; the run says what it means for a limit.
      return;
    }
    const kind = noticeOf();
    if (kind === shown) return;
    if (shown !== null) observer.dismiss(shown);
    shown = kind;
    if (kind !== null) observer.notify({ kind });
  }

  function noticeOf(): typeof shown {
    const { spent, settings } = get();
    if (spent === null || !hasBudget(settings.budget)) return null;
    const { usedShare } = budgetLeft(settings.budget, spent);
    return usedShare >= 1 ? "budget-spent" : usedShare >= BUDGET_WARNING_SHARE ? "budget-warning" : null;
  }

  async function changed(): Promise<void> {
    tabs.post(CHANGED);
    await refresh();
  }

  tabs.onMessage((message) => {
    if (typeof message !== "object" || message === null || !("type" in message)) return;
    if (message.type !== CHANGED.type) return;
    void refresh();
    observer.routingChanged();
  });

  return {
    refresh,
    changed,
    async forget() {
      await spending.clear().catch(() => observer.notify({ kind: "storage-failed" }));
      observer.routingChanged();
      await changed();
    },
  };
}
