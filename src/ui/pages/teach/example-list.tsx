import { useState } from "react";
import type { TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import page from "../../components/page.module.css";
import { ScrollBox } from "../../components/scroll-box";
import { TEACH_COPY } from "../../copy/teach";
import { MarkedText } from "./marked-text";
import { labelsOf } from "./read-specialist";
import styles from "./teach-page.module.css";
import { useTeach } from "./use-teach";

const STEP = 20;
const EXCERPT_CHARACTERS = 60;

/** All examples, the newest first, to relabel and to delete. */
export function ExampleList({ specialist }: { specialist: TaughtSpecialist }) {
  const { relabel, removeExamples } = useTeach();
  const [limit, setLimit] = useState(STEP);
  const { id, examples } = specialist;
  const areMarked = specialist.kind === "tagger";
  const labels = labelsOf(specialist);
  if (examples.length === 0) return <p className={page.empty}>{TEACH_COPY.noExamples}</p>;
  const newestFirst = examples.map((example, index) => ({ ...example, index })).reverse();
  return (
    <details className={`${page.disclosure} ${styles.narrow}`}>
      <summary>
        {TEACH_COPY.exampleList} ({TEACH_COPY.examplesWord(examples.length)})
      </summary>
      <ScrollBox label={TEACH_COPY.exampleList} className={`${page.scroll} ${page.tableBox}`}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{TEACH_COPY.text}</th>
              {!areMarked && <th scope="col">{TEACH_COPY.label}</th>}
              <th scope="col">{TEACH_COPY.delete}</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.slice(0, limit).map(({ text, label, spans, index }) => (
              <tr key={index}>
                <td className={styles.exampleText}>
                  <MarkedText text={text} spans={spans ?? []} labels={labels} />
                </td>
                {!areMarked && (
                  <td>
                    <select
                      aria-label={TEACH_COPY.labelOf(excerpt(text))}
                      value={label}
                      onChange={(event) => void relabel(id, index, event.target.value)}
                    >
                      {labels.map((each) => (
                        <option key={each}>{each}</option>
                      ))}
                    </select>
                  </td>
                )}
                <td>
                  <Button
                    look="quiet"
                    size="small"
                    icon="trash"
                    aria-label={TEACH_COPY.deleteExample(excerpt(text))}
                    onClick={() => void removeExamples(id, [index])}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {examples.length > limit && (
        <Button onClick={() => setLimit(limit + STEP * 5)}>
          {TEACH_COPY.more} ({examples.length - limit})
        </Button>
      )}
    </details>
  );
}

function excerpt(text: string): string {
  return text.slice(0, EXCERPT_CHARACTERS);
}
