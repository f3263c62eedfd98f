import type { CSSProperties } from "react";
import type { Label, SentenceLabel } from "../../core/output";
import type { Run } from "../../core/run";
import { CopyButton } from "../components/copy-button";
import { OUTPUT_COPY } from "../copy/output";
import { formatShare } from "../format";
import styles from "./output.module.css";

/** A book has thousands; nobody reads them here, and each is drawn. */
const SHOWN_SENTENCES = 300;

interface LabelsOutputProps {
  run: Run;
  labels: readonly Label[];
  sentences: readonly SentenceLabel[];
  isUnsure: boolean;
}

/** Classes with their probabilities as bars and as figures. */
export function LabelsOutput({ run, labels, sentences, isUnsure }: LabelsOutputProps) {
  const wordsOf = (label: string) => (run.request.task === "language" ? languageName(label) : label);
  const asText = () =>
    labels.map(({ label, score }) => `${wordsOf(label)}: ${formatShare(score)}`).join("\n");
  return (
    <>
      {isUnsure && <p>{OUTPUT_COPY.unsure}</p>}
      <ul className={styles.labels}>
        {labels.map(({ label, score }) => (
          <li key={label} className={styles.label}>
            <span className={styles.labelName}>{wordsOf(label)}</span>
            <span className={styles.track} aria-hidden="true">
              <span className={styles.fill} style={{ "--share": score, display: "block" } as CSSProperties} />
            </span>
            <span className={styles.labelValue}>{formatShare(score)}</span>
          </li>
        ))}
      </ul>
      {sentences.length > 1 && (
        <details className={styles.disclosure}>
          <summary>{OUTPUT_COPY.bySentence}</summary>
          <ul className={styles.sentences}>
            {sentences.slice(0, SHOWN_SENTENCES).map((sentence) => (
              <li key={`${sentence.start}-${sentence.end}`} className={styles.sentence}>
                <b>
                  {sentence.label} {formatShare(sentence.score)}
                </b>
                <span>{run.request.text.slice(sentence.start, sentence.end)}</span>
              </li>
            ))}
          </ul>
          {sentences.length > SHOWN_SENTENCES && (
            <p>{OUTPUT_COPY.moreSentences(sentences.length - SHOWN_SENTENCES)}</p>
          )}
        </details>
      )}
      <div className={styles.bar}>
        <CopyButton text={asText} />
      </div>
    </>
  );
}

/** `de` as "German (de)"; an unknown code stays as it is, and `und` (undetermined) is said in words. */
function languageName(code: string): string {
  if (code === "und") return OUTPUT_COPY.unknownLanguage;
  try {
    const name = new Intl.DisplayNames(["en"], { type: "language" }).of(code);
    return name === undefined || name === code ? code : `${name} (${code})`;
  } catch {
    return code;
  }
}
