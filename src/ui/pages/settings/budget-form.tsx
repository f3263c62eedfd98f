import { useEffect } from "react";
import type { BudgetSettings } from "../../../core/budget";
import { useActions, useApp, useAppStore } from "../../app-context";
import { ConfirmButton } from "../../components/confirm-button";
import { TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { BUDGET_COPY } from "../../copy/budget";
import { formatUsd } from "../../format";
import { readPrice } from "./price-form";

const LIMITS = ["requestUsd", "dayUsd", "monthUsd"] as const satisfies readonly (keyof BudgetSettings)[];

/** Hard limits on what the cloud may cost, and what it has cost. */
export function BudgetForm() {
  const store = useAppStore();
  const { updateSettings } = useActions();
  const budget = useApp((state) => state.settings.budget);
  const spent = useApp((state) => state.spent);
  useEffect(() => {
    store.spending().then(
      ({ refresh }) => refresh(),
      () => {},
    );
  }, [store]);
  return (
    <div className={`${page.card} ${form.form}`}>
      <div className={form.grid}>
        {LIMITS.map((limit) => (
          <TextField
            key={limit}
            label={BUDGET_COPY.labels[limit]}
            type="number"
            min={0}
            step="any"
            value={budget[limit] ?? ""}
            onChange={(event) =>
              updateSettings({ budget: { ...budget, [limit]: readPrice(event.target.value) } })
            }
          />
        ))}
      </div>
      {spent !== null && (
        <div className={form.row}>
          <span className={page.muted}>
            {BUDGET_COPY.spent(formatUsd(spent.dayUsd), formatUsd(spent.monthUsd))}
          </span>
          {spent.monthUsd > 0 && (
            <ConfirmButton
              size="small"
              label={BUDGET_COPY.forget}
              question={BUDGET_COPY.forgetQuestion}
              onConfirm={() => void store.spending().then(({ forget }) => forget())}
            />
          )}
        </div>
      )}
    </div>
  );
}
