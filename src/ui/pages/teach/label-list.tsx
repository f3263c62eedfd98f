import { useState } from "react";
import type { TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { countLabels } from "./read-specialist";
import styles from "./teach-page.module.css";
import { useTeach } from "./use-teach";

/** All labels with their counts, to be renamed or deleted in all examples at once. */
export function LabelList({ specialist }: { specialist: TaughtSpecialist }) {
  const counts = [...countLabels(specialist)];
  if (counts.length === 0) return null;
  return (
    <details className={`${page.disclosure} ${styles.narrow}`}>
      <summary>
        {TEACH_COPY.labels} ({counts.length})
      </summary>
      <ul className={styles.labels}>
        {counts.map(([label, count]) => (
          <LabelRow key={label} specialist={specialist} label={label} count={count} />
        ))}
      </ul>
    </details>
  );
}

interface LabelRowProps {
  specialist: TaughtSpecialist;
  label: string;
  count: number;
}

function LabelRow({ specialist, label, count }: LabelRowProps) {
  const { renameLabel, removeLabel } = useTeach();
  const [name, setName] = useState(label);
  const wanted = name.trim();
  const isOther = wanted !== "" && wanted !== label;
  const rename = () => {
    if (isOther) void renameLabel(specialist.id, label, wanted);
  };
  return (
    <li className={styles.labelRow}>
      <input
        className={styles.labelName}
        aria-label={TEACH_COPY.labelNamed(label)}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") rename();
        }}
      />
      <span className={page.muted}>
        {specialist.kind === "tagger" ? TEACH_COPY.marksWord(count) : TEACH_COPY.examplesWord(count)}
      </span>
      <Button size="small" disabled={!isOther} aria-label={TEACH_COPY.renameLabel(label)} onClick={rename}>
        {countLabels(specialist).has(wanted) && isOther ? TEACH_COPY.merge : TEACH_COPY.rename}
      </Button>
      <Button
        look="quiet"
        size="small"
        icon="trash"
        aria-label={TEACH_COPY.deleteLabel(label)}
        onClick={() => void removeLabel(specialist.id, label)}
      />
    </li>
  );
}
