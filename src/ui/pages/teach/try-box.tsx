import { useDeferredValue, useEffect, useState } from "react";
import type { TextSpan } from "../../../core/output";
import type { TaughtSpecialist } from "../../../core/taught";
import type { Verdict } from "../../../engines/taught/classifier/use-classifier";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { formatShare } from "../../format";
import { MarkedText } from "./marked-text";
import { labelsOf } from "./read-specialist";
import styles from "./teach-page.module.css";
import { TextArea } from "./text-area";
import { useTeach } from "./use-teach";

const SHOWN_LABELS = 3;

/** What was said of a text: by a classifier, or by a tagger. */
type Answer = { verdict: Verdict } | { text: string; spans: readonly TextSpan[] };

/** Any text, and what the version in use says of it while it is typed. */
export function TryBox({ specialist }: { specialist: TaughtSpecialist }) {
  const { classify, mark } = useTeach();
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const wanted = useDeferredValue(text).trim();
  const { id, kind, versionInUse } = specialist;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version answers anew
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<Answer | null> => {
      if (wanted === "") return null;
      if (kind === "tagger") return { text: wanted, spans: (await mark(id, [wanted]))[0] ?? [] };
      const [verdict] = await classify(id, [wanted]);
      return verdict === undefined ? null : { verdict };
    };
    ask()
      .catch(() => null)
      .then((found) => isCurrent && setAnswer(found));
    return () => {
      isCurrent = false;
    };
  }, [classify, mark, id, kind, versionInUse, wanted]);
  return (
    <Section title={TEACH_COPY.tryTitle}>
      <TextArea label={TEACH_COPY.tryBox} value={text} onChange={setText} />
      <p role="status" className={answer === null ? page.muted : styles.answer}>
        {answer === null ? (
          TEACH_COPY.tryEmpty
        ) : (
          <AnswerWords answer={answer} labels={labelsOf(specialist)} />
        )}
      </p>
    </Section>
  );
}

function AnswerWords({ answer, labels }: { answer: Answer; labels: readonly string[] }) {
  if ("verdict" in answer) return wordsOf(answer.verdict);
  if (answer.spans.length === 0) return TEACH_COPY.tryNothing;
  return <MarkedText text={answer.text} spans={answer.spans} labels={labels} />;
}

function wordsOf({ labels, isUnsure }: Verdict): string {
  const shown = labels
    .slice(0, SHOWN_LABELS)
    .map(({ label, score }) => `${label} ${formatShare(score)}`)
    .join(" · ");
  return isUnsure ? `${TEACH_COPY.unsureBetween} ${shown}` : shown;
}
