import { exampleNeeds, type TaughtSpecialist, type TaughtVersion } from "../../../core/taught";
import { useApp } from "../../app-context";
import { Button } from "../../components/button";
import form from "../../components/field.module.css";
import { Section } from "../../components/page";
import { ERROR_COPY } from "../../copy/errors";
import { TEACH_COPY } from "../../copy/teach";
import { isOutOfDate } from "./read-specialist";
import styles from "./teach-page.module.css";
import { useTeach } from "./use-teach";

interface TrainingPanelProps {
  specialist: TaughtSpecialist;
  version: TaughtVersion | null;
}

/** The button, and plain words on whether there is enough to learn from. */
export function TrainingPanel({ specialist, version }: TrainingPanelProps) {
  const { train, stopTraining } = useTeach();
  const training = useApp((state) =>
    state.teach.training?.specialistId === specialist.id ? state.teach.training : null,
  );
  const isBusy = useApp((state) => state.teach.training?.state === "running");
  const needs = exampleNeeds(specialist.kind, specialist.examples);
  const isRunning = training?.state === "running";
  return (
    <Section title={TEACH_COPY.training}>
      {needs.isFew && specialist.examples.length > 0 && (
        <p className={styles.warning}>{TEACH_COPY.few(specialist.examples.length)}</p>
      )}
      {!needs.isFew && needs.fewOf.length > 0 && (
        <p className={styles.warning}>{TEACH_COPY.fewOf(specialist.kind, needs.fewOf)}</p>
      )}
      {!needs.canTrain && <p>{TEACH_COPY.needs[specialist.kind]}</p>}
      {version !== null && isOutOfDate(specialist, version) && <p>{TEACH_COPY.changed}</p>}
      <div className={form.row}>
        {isRunning ? (
          <Button icon="stop" onClick={stopTraining}>
            {TEACH_COPY.stop}
          </Button>
        ) : (
          <Button
            look="primary"
            icon="play"
            disabled={!needs.canTrain || isBusy}
            onClick={() => void train(specialist.id)}
          >
            {version === null ? TEACH_COPY.train : TEACH_COPY.trainAgain}
          </Button>
        )}
        {isRunning && (
          <progress className={styles.progress} value={training.share} aria-label={TEACH_COPY.trainingNow} />
        )}
        <span role="status">
          {isRunning ? TEACH_COPY.trainingNow : version !== null ? TEACH_COPY.trained : ""}
        </span>
      </div>
      {training?.state === "failed" && (
        <p role="alert" className={styles.problem}>
          {TEACH_COPY.failed} {ERROR_COPY[training.error.code].title}. {training.error.detail}
        </p>
      )}
    </Section>
  );
}
