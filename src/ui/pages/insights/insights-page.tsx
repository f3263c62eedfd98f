import { useMemo } from "react";
import { useApp, useAppStore } from "../../app-context";
import { Page } from "../../components/page";
import page from "../../components/page.module.css";
import { INSIGHTS_COPY } from "../../copy/insights";
import { BreakEven } from "./break-even";
import { ExportButtons } from "./export-buttons";
import { Highlights } from "./highlights";
import { LogTables } from "./log-tables";
import { useLog } from "./use-log";
import { useTally } from "./use-tally";

/** What the person's own log tells: totals, reasons, what was saved, and from when on the device pays off. */
export function InsightsPage() {
  const store = useAppStore();
  const { provider, priceOverrides } = useApp((state) => state.settings);
  const { runs, state } = useLog();
  const model = useMemo(
    () => store.catalog.cloudChoice({ ...store.getState().settings, provider, priceOverrides }),
    [store, provider, priceOverrides],
  );
  const tally = useTally(runs, model.price);
  return (
    <Page name="insights" actions={runs.length > 0 && <ExportButtons runs={runs} />}>
      {state === "reading" && <p role="status">{INSIGHTS_COPY.reading}</p>}
      {state === "unread" && <p role="alert">{INSIGHTS_COPY.unread}</p>}
      {runs.length === 0 && state !== "reading" && (
        <div className={page.empty}>
          <p>{INSIGHTS_COPY.empty}</p>
          <p>{INSIGHTS_COPY.emptyNext}</p>
        </div>
      )}
      {tally !== null && tally.runs > 0 && (
        <>
          <Highlights tally={tally} modelLabel={model.label} />
          <LogTables tally={tally} />
        </>
      )}
      <BreakEven tally={tally} model={model} />
    </Page>
  );
}
