import type { Run } from "../../core/run";
import { type AnswerDoubt, checkAnswer } from "../../routing/check-answer";
import { Button } from "../components/button";
import { Icon } from "../components/icon";
import { DOUBT_COPY, ROUTING_COPY } from "../copy/routing";
import styles from "./answer-check.module.css";

/** Says what is doubtful about an answer that Auto had the device give, and offers the cloud where it may be asked. */
export function AnswerCheck({ run, disabled, onAskCloud }: AnswerCheckProps) {
  const [doubt] = doubtsOf(run);
  if (doubt === undefined) return null;
  return (
    <p className={styles.check}>
      <Icon name="warning" />
      <span>{DOUBT_COPY[doubt]}</span>
      <Button size="small" icon="cloud" disabled={disabled} onClick={onAskCloud}>
        {ROUTING_COPY.askCloud}
      </Button>
    </p>
  );
}

interface AnswerCheckProps {
  run: Run;
  disabled: boolean;
  onAskCloud: () => void;
}

function doubtsOf(run: Run): readonly AnswerDoubt[] {
  const { decision, answeredBy, status } = run;
  if (status !== "done" || answeredBy?.location !== "local" || decision?.policy.mode !== "auto") return [];
  const mayAskCloud = decision.alternatives?.some(({ location }) => location === "cloud") ?? false;
  if (!mayAskCloud) return [];
  const reported = run.metrics?.reported?.meanTokenProbability;
  return checkAnswer({
    text: run.text,
    output: run.output,
    finishReason: run.finishReason,
    isJsonWanted: run.request.params.responseFormat !== undefined,
    ...(typeof reported === "number" ? { meanTokenProbability: reported } : {}),
  });
}
