import type { ReactNode } from "react";
import type { SideTotals, Tally } from "../../../metrics/insights/tally";
import { taskDefinition } from "../../../tasks";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { ScrollBox } from "../../components/scroll-box";
import { INSIGHTS_COPY } from "../../copy/insights";
import { labelWords } from "../../copy/output";
import { LOCATION_LABELS, REASON_COPY } from "../../copy/reasons";
import { formatBytes, formatCount, formatMs, formatUsd } from "../../format";
import styles from "./insights-page.module.css";

/** The log by side, by reason, by task, and by class of what was kept back. */
export function LogTables({ tally }: { tally: Tally }) {
  return (
    <>
      <Section title={INSIGHTS_COPY.bySide} lead={INSIGHTS_COPY.lead}>
        <Table
          label={INSIGHTS_COPY.bySide}
          head={["", LOCATION_LABELS.local, LOCATION_LABELS.cloud]}
          rows={SIDE_ROWS.map(([label, words]) => [label, words(tally.local), words(tally.cloud)])}
        />
      </Section>
      <Section title={INSIGHTS_COPY.byReason} lead={INSIGHTS_COPY.byReasonLead}>
        <Table
          label={INSIGHTS_COPY.byReason}
          head={[INSIGHTS_COPY.reason, INSIGHTS_COPY.ranOn, INSIGHTS_COPY.runs]}
          rows={tally.reasons.map(({ reason, location, runs }) => [
            REASON_COPY[reason],
            LOCATION_LABELS[location],
            formatCount(runs),
          ])}
        />
      </Section>
      <Section title={INSIGHTS_COPY.byTask}>
        <Table
          label={INSIGHTS_COPY.byTask}
          head={[
            INSIGHTS_COPY.task,
            ...(["local", "cloud"] as const).flatMap((side) => [
              `${INSIGHTS_COPY.runs}, ${LOCATION_LABELS[side].toLowerCase()}`,
              INSIGHTS_COPY.medianTime,
            ]),
            INSIGHTS_COPY.cloudCost,
          ]}
          rows={tally.tasks.map(({ task, local, cloud }) => [
            taskDefinition(task).label,
            formatCount(local.runs),
            orDash(local.medianTotalMs, formatMs),
            formatCount(cloud.runs),
            orDash(cloud.medianTotalMs, formatMs),
            costWords(cloud),
          ])}
        />
      </Section>
      <Section title={INSIGHTS_COPY.redactions} lead={INSIGHTS_COPY.redactionsLead}>
        {tally.redactions.length === 0 ? (
          <p>{INSIGHTS_COPY.noRedactions}</p>
        ) : (
          <Table
            label={INSIGHTS_COPY.redactions}
            head={[INSIGHTS_COPY.class, INSIGHTS_COPY.times]}
            rows={tally.redactions.map(({ label, count }) => [labelWords(label), formatCount(count)])}
          />
        )}
      </Section>
    </>
  );
}

/** A table whose first column names the row and whose others are figures. */
export function Table({
  label,
  head,
  rows,
}: {
  label: string;
  head: readonly string[];
  rows: readonly (readonly ReactNode[])[];
}) {
  return (
    <ScrollBox className={`${page.tableBox} ${page.scroll} ${styles.table}`} label={label}>
      <table className={page.table}>
        <thead>
          <tr>
            {head.map((words, column) =>
              words === "" ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: a table's columns do not move
                <td key={column} />
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: a table's columns do not move
                <th key={column} scope="col" className={column === 0 ? undefined : page.number}>
                  {words}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
            <tr key={row}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a table's columns do not move
                <td key={column} className={page.number}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const orDash = (value: number | null, words: (value: number) => string) =>
  value === null ? "–" : words(value);

function costWords({ costUsd, unknownCosts }: SideTotals): string {
  return unknownCosts === 0 ? formatUsd(costUsd) : `${formatUsd(costUsd)} + ${unknownCosts} unknown`;
}

const SIDE_ROWS: readonly (readonly [string, (totals: SideTotals) => string])[] = [
  ["Runs", ({ runs }) => formatCount(runs)],
  ["Finished", ({ finished }) => formatCount(finished)],
  ["Median TTFT", ({ medianTtftMs }) => orDash(medianTtftMs, formatMs)],
  ["Median total", ({ medianTotalMs }) => orDash(medianTotalMs, formatMs)],
  ["Tokens in", ({ inputTokens }) => formatCount(inputTokens)],
  ["Tokens out", ({ outputTokens }) => formatCount(outputTokens)],
  ["Cost", costWords],
  ["Sent", ({ sentBytes }) => formatBytes(sentBytes)],
];
