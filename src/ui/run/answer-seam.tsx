import type { Escalation } from "../../core/run";
import { Icon } from "../components/icon";
import { escalationWords } from "../copy/routing";
import styles from "./answer-check.module.css";

/** What stands between an answer of this device that looks wrong and the cloud's: why it was asked too. */
export function AnswerSeam({ escalation }: { escalation: Escalation }) {
  return (
    <p className={styles.seam}>
      <Icon name="warning" />
      <span>{escalationWords(escalation)}</span>
    </p>
  );
}
