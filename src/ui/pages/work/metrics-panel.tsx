import type { RunMetrics } from "../../../core/metrics";
import { classNames } from "../../class-names";
import { Icon } from "../../components/icon";
import { WORK_COPY } from "../../copy/work";
import { METRIC_ROWS, type MetricRow, rowVerdict } from "./metric-rows";
import styles from "./metrics-panel.module.css";

interface MetricsPanelProps {
  /** Null while they are being taken. */
  metrics: RunMetrics | null;
  /** The other pane's figures in a Compare. */
  other: RunMetrics | null;
  /** Above the output in a Compare, where figures must be side by side; below it otherwise. */
  place: "top" | "bottom";
}

/** The figures of one run; in a Compare the better one of each row is marked by a word. */
export function MetricsPanel({ metrics, other, place }: MetricsPanelProps) {
  return (
    <div className={classNames(styles.panel, place === "top" ? styles.top : styles.bottom)}>
      <dl className={styles.list} aria-label={WORK_COPY.metrics}>
        {METRIC_ROWS.filter((row) => row.place === "short").map((row) => (
          <Row key={row.label} row={row} metrics={metrics} other={other} />
        ))}
      </dl>
      {metrics !== null && <MoreFigures metrics={metrics} other={other} />}
    </div>
  );
}

function MoreFigures({ metrics, other }: { metrics: RunMetrics; other: RunMetrics | null }) {
  const rows = METRIC_ROWS.filter((row) => row.place === "more" && row.value(metrics) !== undefined);
  return (
    <details className={styles.more}>
      <summary>{WORK_COPY.moreFigures}</summary>
      <dl className={styles.list}>
        {rows.map((row) => (
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
        {Object.entries(metrics.reported ?? {}).map(([name, value]) => (
          <div className={styles.row} key={name} title={WORK_COPY.reportedHelp}>
            <dt>{name} (reported)</dt>
            <dd>{typeof value === "number" ? Number(value.toPrecision(5)) : value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

interface RowProps {
  row: MetricRow;
  metrics: RunMetrics | null;
  other: RunMetrics | null;
}

function Row({ row, metrics, other }: RowProps) {
  const value = metrics === null ? undefined : row.value(metrics);
  const verdict = rowVerdict(row, metrics, other);
  return (
    <div className={styles.row} title={row.help}>
      <dt>{row.label}</dt>
      <dd className={classNames(value === undefined && styles.unknown)}>
        {metrics === null
          ? "–"
          : value === undefined
            ? (row.missing?.(metrics) ?? WORK_COPY.unknown)
            : row.format(value, metrics)}
        {verdict !== null && (
          <span className={verdict.wins ? styles.wins : styles.even}>
            {verdict.wins && <Icon name="check" size={12} />}
            {verdict.word}
          </span>
        )}
      </dd>
    </div>
  );
}
