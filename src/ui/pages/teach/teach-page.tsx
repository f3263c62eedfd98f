import { useEffect, useRef, useState } from "react";
import { useApp } from "../../app-context";
import { Button } from "../../components/button";
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
  const picker = useRef<HTMLInputElement>(null);
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
          <>
            <Button icon="up" onClick={() => picker.current?.click()}>
              {TEACH_COPY.importFile}
            </Button>
            <input
              ref={picker}
              type="file"
              accept="application/json,.json"
              aria-label={TEACH_COPY.importFile}
              hidden
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = "";
                if (file !== undefined) void importFile(file);
              }}
            />
          </>
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
