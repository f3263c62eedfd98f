import { useDeferredValue, useEffect, useState } from "react";
import type { TaughtSpecialist } from "../../../core/taught";
import type { Verdict } from "../../../engines/taught/classifier/use-classifier";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { formatShare } from "../../format";
import styles from "./teach-page.module.css";
import { TextArea } from "./text-area";
import { useTeach } from "./use-teach";

const SHOWN_LABELS = 3;

/** Any text, and what the version in use says of it while it is typed. */
export function TryBox({ specialist }: { specialist: TaughtSpecialist }) {
  const { classify } = useTeach();
  const [text, setText] = useState("");
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const wanted = useDeferredValue(text).trim();
  const { id, versionInUse } = specialist;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version answers anew
  useEffect(() => {
    let isCurrent = true;
    if (wanted === "") setVerdict(null);
    else {
      classify(id, [wanted])
        .then(([first]) => isCurrent && setVerdict(first ?? null))
        .catch(() => isCurrent && setVerdict(null));
    }
    return () => {
      isCurrent = false;
    };
  }, [classify, id, versionInUse, wanted]);
  return (
    <Section title={TEACH_COPY.tryTitle}>
      <TextArea label={TEACH_COPY.tryBox} value={text} onChange={setText} />
      <p role="status" className={verdict === null ? page.muted : styles.answer}>
        {verdict === null ? TEACH_COPY.tryEmpty : wordsOf(verdict)}
      </p>
    </Section>
  );
}

function wordsOf({ labels, isUnsure }: Verdict): string {
  const shown = labels
    .slice(0, SHOWN_LABELS)
    .map(({ label, score }) => `${label} ${formatShare(score)}`)
    .join(" · ");
  return isUnsure ? `${TEACH_COPY.unsureBetween} ${shown}` : shown;
}
