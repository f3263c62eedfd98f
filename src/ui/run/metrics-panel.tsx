import type { RunMetrics } from "../../core/metrics";
import { compareMetric, METRIC_DEFINITIONS, type MetricDefinition } from "../../metrics/definitions";
import { classNames } from "../class-names";
import { Icon } from "../components/icon";
import { providerReasonWords } from "../copy/provider";
import { WORK_COPY } from "../copy/work";
import { formatMetric } from "../format-metric";
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
        {METRIC_DEFINITIONS.filter((row) => row.place === "short").map((row) => (
          <Row key={row.label} definition={row} metrics={metrics} other={other} />
        ))}
      </dl>
      {metrics !== null && <MoreFigures metrics={metrics} other={other} />}
    </div>
  );
}

function MoreFigures({ metrics, other }: { metrics: RunMetrics; other: RunMetrics | null }) {
  const rows = METRIC_DEFINITIONS.filter((row) => row.place === "more" && row.value(metrics) !== undefined);
  return (
    <details className={styles.more}>
      <summary>{WORK_COPY.moreFigures}</summary>
      <dl className={styles.list}>
        {rows.map((row) => (
          <Row key={row.label} definition={row} metrics={metrics} other={other} />
        ))}
        <div className={styles.row}>
          <dt>Ran on</dt>
          <dd>
            {metrics.executionProvider}
            {metrics.providerReason !== undefined && ` (${providerReasonWords(metrics.providerReason)})`}
          </dd>
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
  definition: MetricDefinition;
  metrics: RunMetrics | null;
  other: RunMetrics | null;
}

function Row({ definition, metrics, other }: RowProps) {
  const isMissing = metrics === null || definition.value(metrics) === undefined;
  const verdict = metrics !== null && other !== null ? compareMetric(definition, metrics, other) : null;
  return (
    <div className={styles.row} title={definition.help}>
      <dt>{definition.label}</dt>
      <dd className={classNames(isMissing && styles.unknown)}>
        {metrics === null ? "–" : formatMetric(definition, metrics)}
        {verdict === "better" && (
          <span className={styles.wins}>
            <Icon name="check" size={12} />
            {WORK_COPY.winner[definition.unit]}
          </span>
        )}
        {verdict === "even" && <span className={styles.even}>{WORK_COPY.tie}</span>}
      </dd>
    </div>
  );
}
