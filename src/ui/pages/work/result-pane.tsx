import type { Location } from "../../../core/model";
import type { LiveRun } from "../../../store/apply-run-event";
import { isGoing } from "../../../store/run-writer";
import { useActions } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { Icon } from "../../components/icon";
import { PageLink } from "../../components/page-link";
import { LOCATION_LABELS } from "../../copy/reasons";
import { WORK_COPY } from "../../copy/work";
import { formatBytes } from "../../format";
import { RunOutput } from "../../output/run-output";
import { ConsentPanel } from "../../privacy/consent-panel";
import { AnswerCheck } from "../../run/answer-check";
import { AnswerVote } from "../../run/answer-vote";
import { ErrorPanel } from "../../run/error-panel";
import { MetricsPanel } from "../../run/metrics-panel";
import { FinishBadge, Pulse, RunProgress, RunWaiting, runStatusWords, Thinking } from "../../run/run-parts";
import parts from "../../run/run-parts.module.css";
import styles from "./result-pane.module.css";

interface ResultPaneProps {
  live: LiveRun;
  /** The other pane of a Compare. */
  other: LiveRun | null;
  /** Whether the cloud was asked the same after it, below. */
  isFollowed: boolean;
}

/** One side's result: status, output, figures, and what to do when it failed. */
export function ResultPane({ live, other, isFollowed }: ResultPaneProps) {
  const { stopPane, runAgain, escalate, continueRun } = useActions();
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
          {going && <Pulse side={side} />}
          <span role="status" className={parts.status} data-status={run.status}>
            {runStatusWords(live)}
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
        <p className={parts.note}>
          {LOCATION_LABELS[live.fellBackFrom]} failed before it wrote anything, so this side took over.
        </p>
      )}
      <RunProgress live={live} />
      <Thinking text={run.reasoning} />
      {live.consent ? (
        <ConsentPanel request={run.request} proposal={live.consent} />
      ) : (
        <RunWaiting live={live} />
      )}
      <RunOutput run={run} pieces={live.pieces} going={going} wide={other === null} />
      {run.status === "failed" && run.error !== null && (
        <ErrorPanel
          run={run}
          inCompare={other !== null}
          onRunAgain={(mode) => runAgain(run.id, mode)}
          onContinue={(side) => continueRun(run.id, side)}
        />
      )}
      {run.answeredBy !== null && run.output !== null && isEmbedded(run.answeredBy.modelId) && (
        <PageLink className={styles.card} page="models" hash={`#${run.answeredBy.modelId}`}>
          {WORK_COPY.card}
        </PageLink>
      )}
      {other === null && run.metrics !== null && !going && (
        <MetricsPanel metrics={run.metrics} other={null} place="bottom" />
      )}
      {other === null && !isFollowed && <AnswerCheck run={run} disabled={false} onAskCloud={escalate} />}
      <AnswerVote key={run.id} run={run} />
      {run.metrics === null && !going && run.uploadedBytes > 0 && (
        <p className={parts.note}>{formatBytes(run.uploadedBytes)} were sent.</p>
      )}
    </section>
  );
}

/** Whether a model ships with the app, and so has a card. */
function isEmbedded(modelId: string): boolean {
  return modelId.startsWith("embedded/");
}
