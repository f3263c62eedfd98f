import { useEffect, useMemo, useState } from "react";
import type { Location } from "../../../core/model";
import type { Run } from "../../../core/run";
import { useApp } from "../../app-context";
import { Page, Section } from "../../components/page";
import page from "../../components/page.module.css";
import { ScrollBox } from "../../components/scroll-box";
import { INSIGHTS_COPY } from "../../copy/insights";
import { LOCATION_LABELS } from "../../copy/reasons";
import { formatBytes, formatCount, formatMs, formatUsd } from "../../format";
import { useChat } from "../../use-chat";
import { type SideTotals, totalsOf } from "./totals";

/** Plain totals of the runs in the history and of Chat; no guesses about what might have been. */
export function InsightsPage() {
  const runs = useApp((state) => state.history);
  const answers = useAnswers();
  const all = useMemo(() => [...runs, ...(Array.isArray(answers) ? answers : [])], [runs, answers]);
  return (
    <Page name="insights">
      {answers === "reading" && <p role="status">{INSIGHTS_COPY.reading}</p>}
      {answers === "unread" && <p role="alert">{INSIGHTS_COPY.unread}</p>}
      {all.length > 0 ? (
        <Totals runs={all} />
      ) : (
        answers !== "reading" && <p className={page.empty}>{INSIGHTS_COPY.empty}</p>
      )}
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

function Totals({ runs }: { runs: readonly Run[] }) {
  const totals = useMemo(() => ({ local: totalsOf(runs, "local"), cloud: totalsOf(runs, "cloud") }), [runs]);
  return (
    <Section title={INSIGHTS_COPY.bySide} lead={INSIGHTS_COPY.lead}>
      <ScrollBox className={`${page.tableBox} ${page.scroll}`} label={INSIGHTS_COPY.bySide}>
        <table className={page.table}>
          <thead>
            <tr>
              <td />
              {(["local", "cloud"] as const).map((side) => (
                <th key={side} scope="col" className={page.number}>
                  {LOCATION_LABELS[side]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([label, words]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {(["local", "cloud"] as const satisfies Location[]).map((side) => (
                  <td key={side} className={page.number}>
                    {words(totals[side])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Section>
  );
}

const orDash = (value: number | null, words: (value: number) => string) =>
  value === null ? "–" : words(value);

const ROWS: readonly (readonly [string, (totals: SideTotals) => string])[] = [
  ["Runs", ({ runs }) => formatCount(runs)],
  ["Finished", ({ finished }) => formatCount(finished)],
  ["Median TTFT", ({ medianTtftMs }) => orDash(medianTtftMs, formatMs)],
  ["Median total", ({ medianTotalMs }) => orDash(medianTotalMs, formatMs)],
  ["Tokens in", ({ inputTokens }) => formatCount(inputTokens)],
  ["Tokens out", ({ outputTokens }) => formatCount(outputTokens)],
  [
    "Cost",
    ({ costUsd, unknownCosts }) =>
      unknownCosts === 0 ? formatUsd(costUsd) : `${formatUsd(costUsd)} + ${unknownCosts} unknown`,
  ],
  ["Sent", ({ sentBytes }) => formatBytes(sentBytes)],
];
