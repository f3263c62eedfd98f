import { useEffect, useState } from "react";
import type { Location } from "../../../core/model";
import type { Run } from "../../../core/run";
import type { LiveRun, RetryWait } from "../../../store/apply-run-event";
import { isGoing } from "../../../store/run-writer";
import { useActions } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { Icon } from "../../components/icon";
import { LOCATION_LABELS } from "../../copy/reasons";
import { FINISH_COPY, STATUS_COPY, TRUNCATED_COPY, WORK_COPY } from "../../copy/work";
import { formatBytes } from "../../format";
import { RunOutput } from "../../output/run-output";
import { ErrorPanel } from "./error-panel";
import { MetricsPanel } from "./metrics-panel";
import styles from "./result-pane.module.css";

interface ResultPaneProps {
  live: LiveRun;
  /** The other pane of a Compare. */
  other: LiveRun | null;
}

/** One side's result: status, output, figures, and what to do when it failed. */
export function ResultPane({ live, other }: ResultPaneProps) {
  const { stopPane } = useActions();
  const { run } = live;
  const going = isGoing(run);
  const side: Location = run.location ?? "local";
  return (
    <section className={classNames(styles.pane, styles[side])} aria-label={LOCATION_LABELS[side]}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          <Icon name={side === "local" ? "device" : "cloud"} size={18} />
          {LOCATION_LABELS[side]}
        </h2>
        {run.answeredBy !== null && (
          <span className={styles.model} title={run.answeredBy.modelLabel}>
            {run.answeredBy.modelLabel}
          </span>
        )}
        <div className={styles.state}>
          {going && <span className={styles.pulse} />}
          <span role="status" className={styles.status} data-status={run.status}>
            {statusWords(live)}
          </span>
          <FinishBadge run={run} />
          {going && other !== null && (
            <Button look="quiet" size="small" icon="stop" onClick={() => stopPane(run.id)}>
              {WORK_COPY.stopThis}
            </Button>
          )}
        </div>
      </header>
      {other !== null && <MetricsPanel metrics={run.metrics} other={other.run.metrics} place="top" />}
      {live.fellBackFrom !== null && run.location !== live.fellBackFrom && (
        <p className={styles.note}>
          {LOCATION_LABELS[live.fellBackFrom]} failed before it wrote anything, so this side took over.
        </p>
      )}
      {going && live.retry !== null && <RetryCountdown retry={live.retry} />}
      {going && run.progress !== null && (
        <LoadProgress phase={run.progress.phase} share={run.progress.share} />
      )}
      {run.reasoning !== "" && (
        <details className={styles.reasoning}>
          <summary>{WORK_COPY.reasoning}</summary>
          <p>{run.reasoning}</p>
        </details>
      )}
      {going && run.text === "" && run.output === null && run.progress === null && live.retry === null && (
        <div className={styles.waiting} aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      )}
      <RunOutput run={run} going={going} wide={other === null} />
      {run.status === "failed" && run.error !== null && <ErrorPanel run={run} inCompare={other !== null} />}
      {other === null && run.metrics !== null && !going && (
        <MetricsPanel metrics={run.metrics} other={null} place="bottom" />
      )}
      {run.metrics === null && !going && run.uploadedBytes > 0 && (
        <p className={styles.note}>{formatBytes(run.uploadedBytes)} were sent.</p>
      )}
    </section>
  );
}

function statusWords({ run, retry }: LiveRun): string {
  if (retry !== null) return `Retrying (attempt ${retry.attempt + 1})…`;
  if (run.status === "failed" && run.decision?.target === null) return WORK_COPY.notStarted;
  return STATUS_COPY[run.status];
}

/** Marks every ending that is not a plain stop. */
function FinishBadge({ run }: { run: Run }) {
  const truncated = run.error?.code === "stream-truncated";
  const copy = truncated ? TRUNCATED_COPY : run.finishReason === null ? null : FINISH_COPY[run.finishReason];
  if (copy === null) return null;
  return (
    <span className={styles.badge} title={copy.help}>
      <Icon name="warning" size={13} />
      {copy.label}
    </span>
  );
}

function LoadProgress({ phase, share }: { phase: string; share: number | null }) {
  return (
    <div className={styles.progress}>
      <progress aria-label="Loading" max={1} {...(share === null ? {} : { value: share })} />
      <span>{phase}</span>
    </div>
  );
}

/** Counts down to the next attempt (row C2); not announced each second. */
function RetryCountdown({ retry }: { retry: RetryWait }) {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((retry.untilMs - nowMs) / 1000));
  return (
    <p className={styles.note} role="timer" aria-live="off">
      The endpoint asked to wait. Next attempt in {seconds} s.
    </p>
  );
}
