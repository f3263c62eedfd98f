import type { RunMetrics } from "../../../core/metrics";
import { classNames } from "../../class-names";
import { Icon } from "../../components/icon";
import { WORK_COPY } from "../../copy/work";
import { METRIC_ROWS, type MetricRow, rowVerdict } from "./metric-rows";
import styles from "./metrics-panel.module.css";

interface MetricsPanelProps {
  metrics: RunMetrics;
  /** The other pane's figures in a Compare. */
  other: RunMetrics | null;
}

/** The figures of one run; in a Compare the better one of each row is marked by a word. */
export function MetricsPanel({ metrics, other }: MetricsPanelProps) {
  const more = METRIC_ROWS.filter((row) => row.place === "more" && row.value(metrics) !== undefined);
  const reported = Object.entries(metrics.reported ?? {});
  return (
    <div className={styles.panel}>
      <dl className={styles.list} aria-label={WORK_COPY.metrics}>
        {METRIC_ROWS.filter((row) => row.place === "short").map((row) => (
          <Row key={row.label} row={row} metrics={metrics} other={other} />
        ))}
      </dl>
      <details className={styles.more}>
        <summary>More figures</summary>
        <dl className={styles.list}>
          {more.map((row) => (
            <Row key={row.label} row={row} metrics={metrics} other={other} />
          ))}
          <div className={styles.row}>
            <dt>Ran on</dt>
            <dd>{metrics.executionProvider}</dd>
          </div>
          <div className={styles.row}>
            <dt>Cost from</dt>
            <dd>{metrics.costSource.replace("-", " ")}</dd>
          </div>
          {reported.map(([name, value]) => (
            <div
              className={styles.row}
              key={name}
              title="The engine's own account, not measured by Nearside."
            >
              <dt>{name} (reported)</dt>
              <dd>{typeof value === "number" ? Number(value.toPrecision(5)) : value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

function Row({ row, metrics, other }: { row: MetricRow; metrics: RunMetrics; other: RunMetrics | null }) {
  const value = row.value(metrics);
  const verdict = rowVerdict(row, metrics, other);
  return (
    <div className={styles.row} title={row.help}>
      <dt>{row.label}</dt>
      <dd className={classNames(value === undefined && styles.unknown)}>
        {value === undefined ? WORK_COPY.unknown : row.format(value, metrics)}
        {verdict !== null && (
          <>
            {" "}
            <span className={verdict.wins ? styles.wins : styles.even}>
              {verdict.wins && <Icon name="check" size={12} />}
              {verdict.word}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}
