import { useEffect, useState } from "react";
import type { Location } from "../../core/model";
import type { Run } from "../../core/run";
import type { LiveRun, RetryWait } from "../../store/apply-run-event";
import { isGoing } from "../../store/run-writer";
import { classNames } from "../class-names";
import { Icon } from "../components/icon";
import { PRIVACY_COPY } from "../copy/privacy";
import { FINISH_COPY, STATUS_COPY, TRUNCATED_COPY, WORK_COPY } from "../copy/work";
import styles from "./run-parts.module.css";

/** The words in a run's status line. */
export function runStatusWords({ run, retry, consent }: LiveRun): string {
  if (consent) return PRIVACY_COPY.waiting;
  if (retry !== null) return `Retrying (attempt ${retry.attempt + 1})…`;
  if (run.status === "failed" && run.decision?.target === null) return WORK_COPY.notStarted;
  return STATUS_COPY[run.status];
}

/** Marks every ending that is not a plain stop. */
export function FinishBadge({ run }: { run: Run }) {
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

/** What a run that is going waits for, before its answer begins: another attempt, or its model. */
export function RunProgress({ live: { run, retry } }: { live: LiveRun }) {
  if (!isGoing(run)) return null;
  return (
    <>
      {retry !== null && <RetryCountdown retry={retry} />}
      {run.progress !== null && <LoadProgress phase={run.progress.phase} share={run.progress.share} />}
    </>
  );
}

/** Stands where the first text will be, while there is nothing else to show of a run that is going. */
export function RunWaiting({ live: { run, retry } }: { live: LiveRun }) {
  const hasBegun = run.text !== "" || run.output !== null || run.progress !== null || retry !== null;
  if (!isGoing(run) || hasBegun) return null;
  return (
    <div className={styles.waiting} aria-hidden="true">
      <span />
      <span />
      <span />
    </div>
  );
}

/** How far loading is; the share is null where it is not known. */
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

/** A reasoning model's thinking, folded: it is no part of the answer. */
export function Thinking({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <details className={styles.reasoning}>
      <summary>{WORK_COPY.reasoning}</summary>
      <p>{text}</p>
    </details>
  );
}

/** Says without words that a run is going, in the colour of its side. */
export function Pulse({ side }: { side: Location }) {
  return <span className={classNames(styles.pulse, styles[side])} />;
}
