import type { Escalation, Run } from "../../core/run";
import { offeredEscalation } from "../../store/escalation";
import { Button } from "../components/button";
import { Icon } from "../components/icon";
import { DOUBT_COPY, ROUTING_COPY } from "../copy/routing";
import styles from "./answer-check.module.css";

/** Says what is doubtful about an answer that Auto had the device give, and offers the cloud where it may be asked. */
export function AnswerCheck({ run, disabled, onAskCloud }: AnswerCheckProps) {
  const offered = offeredEscalation(run);
  if (offered === null) return null;
  return (
    <p className={styles.check}>
      <Icon name="warning" />
      <span>{DOUBT_COPY[offered.doubt]}</span>
      <Button size="small" icon="cloud" disabled={disabled} onClick={() => onAskCloud(offered)}>
        {ROUTING_COPY.askCloud}
      </Button>
    </p>
  );
}

interface AnswerCheckProps {
  run: Run;
  disabled: boolean;
  onAskCloud: (escalation: Escalation) => void;
}
