import { useState } from "react";
import type { TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import { ConfirmButton } from "../../components/confirm-button";
import { CheckField } from "../../components/field";
import form from "../../components/field.module.css";
import { Section } from "../../components/page";
import { TEACH_COPY } from "../../copy/teach";
import { saveAsFile } from "../../save-as-file";
import { fileNameOf } from "./file-name";
import { useTeach } from "./use-teach";

/** Export as a file, and the way to be rid of it. */
export function SharePanel({ specialist }: { specialist: TaughtSpecialist }) {
  const { exportText, remove } = useTeach();
  const [withExamples, setWithExamples] = useState(true);
  const exportFile = async () => {
    saveAsFile(
      `${fileNameOf(specialist.name)}.nearside.json`,
      await exportText(specialist.id, { withExamples }),
    );
  };
  return (
    <Section title={TEACH_COPY.share} lead={TEACH_COPY.shareLead}>
      <CheckField label={TEACH_COPY.withExamples} checked={withExamples} onChange={setWithExamples} />
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
