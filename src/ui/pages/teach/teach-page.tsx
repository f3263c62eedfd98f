import { useEffect, useState } from "react";
import { useApp } from "../../app-context";
import { FileButton } from "../../components/file-button";
import { Page } from "../../components/page";
import { TEACH_COPY } from "../../copy/teach";
import { SpecialistList } from "./specialist-list";
import { SpecialistView } from "./specialist-view";
import styles from "./teach-page.module.css";
import { useTeach } from "./use-teach";

/** The person's own specialists: all of them, or the one that is open. */
export function TeachPage() {
  const { openTeach, importText } = useTeach();
  const specialists = useApp((state) => state.teach.specialists);
  const openId = useApp((state) => state.teach.openId);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => void openTeach(), [openTeach]);
  const open = specialists?.find(({ id }) => id === openId);

  const importFile = async (file: File) => {
    setProblem(null);
    try {
      await importText(await file.text());
    } catch (thrown) {
      setProblem(`${TEACH_COPY.importFailed} ${thrown instanceof Error ? thrown.message : ""}`);
    }
  };

  return (
    <Page
      name="teach"
      actions={
        open === undefined && (
          <FileButton
            label={TEACH_COPY.importFile}
            accept="application/json,.json"
            onFile={(file) => void importFile(file)}
          />
        )
      }
    >
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {specialists !== null &&
        (open === undefined ? (
          <SpecialistList specialists={specialists} />
        ) : (
          <SpecialistView key={open.id} specialist={open} />
        ))}
    </Page>
  );
}
