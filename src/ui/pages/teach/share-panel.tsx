import { useState } from "react";
import type { TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import { ConfirmButton } from "../../components/confirm-button";
import { CheckField } from "../../components/field";
import form from "../../components/field.module.css";
import { Section } from "../../components/page";
import { TEACH_COPY } from "../../copy/teach";
import { saveAsFile } from "../../save-as-file";
import { failureWords } from "./failure-words";
import { fileNameOf } from "./file-name";
import styles from "./teach-page.module.css";
import { useTeach } from "./use-teach";

/** Export as a file, and the way to be rid of it. */
export function SharePanel({ specialist }: { specialist: TaughtSpecialist }) {
  const { exportText, remove } = useTeach();
  const [withExamples, setWithExamples] = useState(true);
  const [problem, setProblem] = useState("");
  const exportFile = async () => {
    setProblem("");
    try {
      const text = await exportText(specialist.id, { withExamples });
      saveAsFile(`${fileNameOf(specialist.name)}.nearside.json`, text);
    } catch (thrown) {
      setProblem(failureWords(thrown));
    }
  };
  return (
    <Section title={TEACH_COPY.share} lead={TEACH_COPY.shareLead}>
      <CheckField label={TEACH_COPY.withExamples} checked={withExamples} onChange={setWithExamples} />
      {problem !== "" && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className={form.row}>
        <Button icon="download" disabled={specialist.versionInUse === null} onClick={() => void exportFile()}>
          {TEACH_COPY.export}
        </Button>
        <ConfirmButton
          label={TEACH_COPY.remove}
          question={TEACH_COPY.removeQuestion}
          onConfirm={() => void remove(specialist.id)}
        />
      </div>
    </Section>
  );
}
