import { useEffect, useRef, useState } from "react";
import type { TaughtSpecialist } from "../../../core/taught";
import type { Suggestion } from "../../../engines/taught/classifier/suggest";
import { Button } from "../../components/button";
import form from "../../components/field.module.css";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { formatShare } from "../../format";
import { failureWords } from "./failure-words";
import { labelsOf } from "./read-specialist";
import { splitExamples } from "./split-examples";
import styles from "./teach-page.module.css";
import { TextArea } from "./text-area";
import { useTeach } from "./use-teach";

const PICKED = 10;

/** Texts without labels, the most telling first, to be labelled with one key each. */
export function NextExamples({ specialist }: { specialist: TaughtSpecialist }) {
  const { suggest, addExamples } = useTeach();
  const [text, setText] = useState("");
  const [queue, setQueue] = useState<readonly Suggestion[] | null>(null);
  const [labelled, setLabelled] = useState(0);
  const [problem, setProblem] = useState("");
  const box = useRef<HTMLFieldSetElement>(null);
  const labels = labelsOf(specialist);
  const [current] = queue ?? [];

  useEffect(() => {
    if (current !== undefined) box.current?.focus();
  }, [current]);

  const pick = async () => {
    setLabelled(0);
    setProblem("");
    try {
      setQueue(await suggest(specialist.id, splitExamples(text, false), PICKED));
    } catch (thrown) {
      setProblem(failureWords(thrown));
    }
  };
  const label = async (chosen: string) => {
    if (current === undefined) return;
    setQueue(queue?.slice(1) ?? null);
    setLabelled(labelled + 1);
    await addExamples(specialist.id, [{ text: current.text, label: chosen }]);
  };
  const skip = () => setQueue(queue?.slice(1) ?? null);

  return (
    <Section title={TEACH_COPY.next} lead={TEACH_COPY.nextLead}>
      <TextArea label={TEACH_COPY.nextTexts} value={text} onChange={setText} />
      <div className={form.row}>
        <Button icon="search" disabled={text.trim() === ""} onClick={() => void pick()}>
          {TEACH_COPY.nextPick}
        </Button>
        <span role="status">
          {queue !== null &&
            current === undefined &&
            (labelled > 0 ? TEACH_COPY.nextDone(labelled) : TEACH_COPY.nextNone)}
        </span>
      </div>
      {problem !== "" && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {current !== undefined && (
        <fieldset
          ref={box}
          tabIndex={-1}
          className={styles.next}
          onKeyDown={(event) => {
            const place = Number(event.key);
            if (!/^\d$/.test(event.key)) return;
            const chosen = labels[place - 1];
            if (place === 0) skip();
            else if (chosen !== undefined) void label(chosen);
          }}
        >
          <legend>{TEACH_COPY.nextLeft(queue?.length ?? 0)}</legend>
          <p className={styles.answer}>{current.text}</p>
          <p className={page.muted}>
            {TEACH_COPY.nextThinks(current.label, formatShare(current.probability))}
          </p>
          <div className={form.row}>
            {labels.map((each, place) => (
              <Button key={each} size="small" onClick={() => void label(each)}>
                {place < 9 ? `${place + 1} ` : ""}
                {each}
              </Button>
            ))}
            <Button size="small" look="quiet" onClick={skip}>
              0 {TEACH_COPY.nextSkip}
            </Button>
          </div>
        </fieldset>
      )}
    </Section>
  );
}
