import type { TextSpan } from "../../core/output";
import type { Run } from "../../core/run";
import { classNames } from "../class-names";
import { CopyButton } from "../components/copy-button";
import { OUTPUT_COPY } from "../copy/output";
import { formatShare } from "../format";
import styles from "./output.module.css";
import { redactSpans, splitAtSpans } from "./spans";

const LABEL_ORDER = ["person", "place", "organisation"];
const MARKS = [styles.mark1, styles.mark2, styles.mark3, styles.mark4, styles.mark5, styles.mark6];

/** Marked text with a legend; each mark carries its class in words. */
export function SpansOutput({ run, spans }: { run: Run; spans: readonly TextSpan[] }) {
  const { text } = run.request;
  const parts = splitAtSpans(text, spans);
  const counts = new Map<string, number>();
  for (const part of parts)
    if (part.type === "span") counts.set(part.span.label, (counts.get(part.span.label) ?? 0) + 1);
  const labels = [...counts.keys()].sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
  const markOf = (label: string) => MARKS[labels.indexOf(label) % MARKS.length];

  return (
    <>
      <div className={styles.bar}>
        <span className={styles.count}>
          {labels.length === 0
            ? OUTPUT_COPY.noSpans
            : `${parts.filter((part) => part.type === "span").length} found`}
        </span>
        <span className={styles.grow} />
        {labels.length > 0 && (
          <CopyButton label={OUTPUT_COPY.copyRedacted} text={() => redactSpans(text, spans)} />
        )}
        <CopyButton text={() => text} />
      </div>
      <ul className={styles.legend} aria-label={OUTPUT_COPY.legend}>
        {labels.map((label) => (
          <li key={label} className={markOf(label)}>
            {labelWords(label)} {counts.get(label)}
          </li>
        ))}
      </ul>
      <p className={styles.text}>
        {parts.map((part, position) =>
          part.type === "text" ? (
            part.text
          ) : (
            <mark
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
              key={position}
              className={classNames(styles.mark, markOf(part.span.label))}
              title={`${labelWords(part.span.label)}, ${formatShare(part.span.score)} sure${
                part.span.layer === undefined ? "" : `, found by the ${part.span.layer.replace("-", " ")}`
              }`}
            >
              {part.text}
              <span className={styles.markLabel}>{labelWords(part.span.label)}</span>
            </mark>
          ),
        )}
      </p>
      <p className={styles.aside}>{OUTPUT_COPY.checkSpans}</p>
    </>
  );
}

function rank(label: string): number {
  const position = LABEL_ORDER.indexOf(label);
  return position === -1 ? LABEL_ORDER.length : position;
}

function labelWords(label: string): string {
  return OUTPUT_COPY.labels[label] ?? label.replaceAll("-", " ");
}
