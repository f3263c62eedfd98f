import { memo, useState } from "react";
import type { AssistantTurn } from "../../../core/conversation";
import type { Location } from "../../../core/model";
import type { Run } from "../../../core/run";
import type { LiveRun } from "../../../store/apply-run-event";
import { currentTree } from "../../../store/chat/chat-selectors";
import { isGoing } from "../../../store/run-writer";
import { useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { Icon } from "../../components/icon";
import { CHAT_COPY } from "../../copy/chat";
import { cutLine } from "../../copy/overflow";
import { LOCATION_LABELS } from "../../copy/reasons";
import { RunOutput } from "../../output/run-output";
import { ConsentPanel } from "../../privacy/consent-panel";
import { AnswerCheck } from "../../run/answer-check";
import { AnswerSeam } from "../../run/answer-seam";
import { AnswerVote } from "../../run/answer-vote";
import { ErrorPanel } from "../../run/error-panel";
import { MetricsPanel } from "../../run/metrics-panel";
import { ReceiptFacts } from "../../run/route-receipt";
import { FinishBadge, Pulse, RunProgress, RunWaiting, runStatusWords, Thinking } from "../../run/run-parts";
import parts from "../../run/run-parts.module.css";
import { useChat } from "../../use-chat";
import { BranchButton } from "./message-turn";
import styles from "./transcript.module.css";
import { VersionSwitch } from "./version-switch";

interface AnswerTurnProps {
  turn: AssistantTurn;
  versions: readonly string[];
  /** Whether an answer of this conversation is going: nothing new can be asked then. */
  busy: boolean;
}

/** One answer: where it was made, its text, and what it took. */
export const AnswerTurn = memo(function AnswerTurn({ turn, versions, busy }: AnswerTurnProps) {
  const { retry, continueAnswer, escalate } = useChat();
  const live = useApp((state) => state.chat.live[turn.id]) ?? atRest(turn);
  const { run } = live;
  const { escalation } = run;
  const before = useApp((state) => currentTree(state)?.byId.get(escalation?.fromRunId ?? ""));
  const going = isGoing(run);
  const side = run.location;
  const tools = (
    <>
      <Button look="quiet" size="small" icon="retry" disabled={busy} onClick={() => retry(turn.id)}>
        {CHAT_COPY.retry}
      </Button>
      {side !== null && (
        <Button
          look="quiet"
          size="small"
          icon={side === "local" ? "cloud" : "device"}
          disabled={busy}
          onClick={() => retry(turn.id, otherSide(side))}
        >
          {CHAT_COPY.retryOn[otherSide(side)]}
        </Button>
      )}
      <BranchButton turnId={turn.id} disabled={busy} />
      <AnswerVote run={run} />
      <VersionSwitch turnId={turn.id} versions={versions} disabled={busy} />
    </>
  );
  return (
    <article
      className={classNames(styles.answer, side !== null && styles[side])}
      aria-label={side === null ? CHAT_COPY.answer : `${CHAT_COPY.answer}, ${LOCATION_LABELS[side]}`}
    >
      {before?.role === "assistant" && <AnswerBefore run={before.run} />}
      {escalation !== undefined && <AnswerSeam escalation={escalation} />}
      <div className={styles.head}>
        {side !== null && (
          <span className={styles.side}>
            <Icon name={side === "local" ? "device" : "cloud"} />
            {LOCATION_LABELS[side]}
          </span>
        )}
        {run.answeredBy !== null && <span className={styles.model}>{run.answeredBy.modelLabel}</span>}
        {going && <Pulse side={side ?? "local"} />}
        <span role="status" className={parts.status} data-status={run.status}>
          {runStatusWords(live)}
        </span>
        <FinishBadge run={run} />
      </div>
      <RunProgress live={live} />
      {run.contextCut !== undefined && <p className={styles.cut}>{cutLine(run.contextCut)}</p>}
      <Thinking text={run.reasoning} />
      {live.consent ? (
        <ConsentPanel request={run.request} proposal={live.consent} />
      ) : (
        <RunWaiting live={live} />
      )}
      <RunOutput run={run} pieces={live.pieces} going={going} wide tools={tools} />
      {run.status === "failed" && run.error !== null && (
        <ErrorPanel
          run={run}
          inCompare={false}
          onRunAgain={(mode) => retry(turn.id, mode)}
          onContinue={(next) => continueAnswer(turn.id, next)}
        />
      )}
      <AnswerCheck run={run} disabled={busy} onAskCloud={escalate} />
      {!going && run.text === "" && <div className={styles.tools}>{tools}</div>}
      {!going && <Details live={live} />}
    </article>
  );
});

/** What the device had answered to the same, before the cloud was asked too. */
function AnswerBefore({ run }: { run: Run }) {
  return (
    <div className={styles.before}>
      <div className={styles.head}>
        <span className={styles.side}>
          <Icon name="device" />
          {LOCATION_LABELS.local}
        </span>
        {run.answeredBy !== null && <span className={styles.model}>{run.answeredBy.modelLabel}</span>}
      </div>
      <RunOutput run={run} going={false} wide />
    </div>
  );
}

/** The figures and the receipt; drawn only when they are opened, since a conversation has many. */
function Details({ live }: { live: LiveRun }) {
  const [isOpen, setOpen] = useState(false);
  if (live.run.decision === null && live.run.metrics === null) return null;
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{CHAT_COPY.details}</summary>
      {isOpen && (
        <div className={styles.facts}>
          {live.run.metrics !== null && (
            <MetricsPanel metrics={live.run.metrics} other={null} place="bottom" />
          )}
          <ReceiptFacts live={live} />
        </div>
      )}
    </details>
  );
}

function atRest({ run }: AssistantTurn): LiveRun {
  return { run, retry: null, fellBackFrom: null };
}

function otherSide(side: Location): Location {
  return side === "local" ? "cloud" : "local";
}
