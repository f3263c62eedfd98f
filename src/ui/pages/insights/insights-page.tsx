import { useEffect, useMemo, useState } from "react";
import type { Run } from "../../../core/run";
import { useApp, useAppStore } from "../../app-context";
import { Page } from "../../components/page";
import page from "../../components/page.module.css";
import { INSIGHTS_COPY } from "../../copy/insights";
import { useChat } from "../../use-chat";
import { BreakEven } from "./break-even";
import { ExportButtons } from "./export-buttons";
import { Highlights } from "./highlights";
import { LogTables } from "./log-tables";
import { useTally } from "./use-tally";

/** What the person's own log tells: totals, reasons, what was saved, and from when on the device pays off. */
export function InsightsPage() {
  const store = useAppStore();
  const history = useApp((state) => state.history);
  const { provider, priceOverrides } = useApp((state) => state.settings);
  const answers = useAnswers();
  const runs = useMemo(() => [...history, ...(Array.isArray(answers) ? answers : [])], [history, answers]);
  const model = useMemo(
    () => store.catalog.cloudChoice({ ...store.getState().settings, provider, priceOverrides }),
    [store, provider, priceOverrides],
  );
  const tally = useTally(runs, model.price);
  return (
    <Page name="insights" actions={runs.length > 0 && <ExportButtons runs={runs} />}>
      {answers === "reading" && <p role="status">{INSIGHTS_COPY.reading}</p>}
      {answers === "unread" && <p role="alert">{INSIGHTS_COPY.unread}</p>}
      {runs.length === 0 && answers !== "reading" && (
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

/** The answers of all conversations; read again when one has ended. */
function useAnswers(): readonly Run[] | "reading" | "unread" {
  const { readAnswers } = useChat();
  const trees = useApp((state) => state.chat.trees);
  const [answers, setAnswers] = useState<readonly Run[] | "reading" | "unread">("reading");
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer that ended is in another tree
  useEffect(() => {
    let isWanted = true;
    readAnswers().then(
      (read) => isWanted && setAnswers(read),
      () => isWanted && setAnswers("unread"),
    );
    return () => {
      isWanted = false;
    };
  }, [readAnswers, trees]);
  return answers;
}
