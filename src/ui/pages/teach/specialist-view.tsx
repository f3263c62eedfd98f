import { useEffect, useRef, useState } from "react";
import type { TaughtSpecialist } from "../../../core/taught";
import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import { TEACH_COPY } from "../../copy/teach";
import { navigate } from "../../router";
import { BatchPanel } from "./batch-panel";
import { ExampleEntry } from "./example-entry";
import { ExampleList } from "./example-list";
import { LabelList } from "./label-list";
import { NextExamples } from "./next-examples";
import { versionInUse } from "./read-specialist";
import { ReportPanel } from "./report-panel";
import { SharePanel } from "./share-panel";
import { TaggerReportPanel } from "./tagger-report";
import styles from "./teach-page.module.css";
import { TrainingPanel } from "./training-panel";
import { TryBox } from "./try-box";
import { UndoNote } from "./undo-note";
import { useTeach } from "./use-teach";
import { VersionList } from "./version-list";

/** One specialist, from its examples to its use. */
export function SpecialistView({ specialist }: { specialist: TaughtSpecialist }) {
  const { open } = useTeach();
  const { setTask, setOption } = useActions();
  const isOutdated = useApp((state) => state.teach.outdatedId === specialist.id);
  const version = versionInUse(specialist);
  const openOnWork = () => {
    setTask("own");
    setOption("specialist", specialist.id);
    navigate("work");
  };
  return (
    <>
      <div className={styles.head}>
        <Button size="small" onClick={() => open(null)}>
          ← {TEACH_COPY.back}
        </Button>
        <SpecialistName specialist={specialist} />
        {version !== null && (
          <Button size="small" icon="play" onClick={openOnWork}>
            {TEACH_COPY.onWork}
          </Button>
        )}
      </div>
      {isOutdated && (
        <p role="alert" className={styles.warning}>
          {TEACH_COPY.outdated}
        </p>
      )}
      <ExampleEntry specialist={specialist} />
      <UndoNote type="examples" />
      <LabelList specialist={specialist} />
      <ExampleList specialist={specialist} />
      <TrainingPanel specialist={specialist} version={version} />
      {version !== null && (
        <>
          <TryBox specialist={specialist} />
          {version.report.kind === "tagger" ? (
            <TaggerReportPanel report={version.report} />
          ) : (
            <>
              <ReportPanel specialist={specialist} report={version.report} />
              <NextExamples specialist={specialist} />
            </>
          )}
          <BatchPanel specialist={specialist} />
          <VersionList specialist={specialist} />
        </>
      )}
      <SharePanel specialist={specialist} />
    </>
  );
}

/** The name as the heading, which can be written over. */
function SpecialistName({ specialist }: { specialist: TaughtSpecialist }) {
  const { rename } = useTeach();
  const [name, setName] = useState(specialist.name);
  const box = useRef<HTMLInputElement>(null);
  // The page's focus goes where the person left off: to what was just opened.
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  const save = () => {
    const wanted = name.trim() || TEACH_COPY.unnamed;
    setName(wanted);
    if (wanted !== specialist.name) void rename(specialist.id, wanted);
  };
  return (
    <h2 className={styles.nameHeading}>
      <input
        ref={box}
        className={styles.name}
        aria-label={TEACH_COPY.name}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </h2>
  );
}
