import { HINT_LAYER, type TextSpan } from "../../core/output";
import type { Run } from "../../core/run";
import { classNames } from "../class-names";
import { CopyButton } from "../components/copy-button";
import { labelWords, OUTPUT_COPY } from "../copy/output";
import { formatShare } from "../format";
import styles from "./output.module.css";
import { redactSpans, splitAtSpans } from "./spans";

const LABEL_ORDER = ["person", "place", "organisation"];
const MARKS = [styles.mark1, styles.mark2, styles.mark3, styles.mark4, styles.mark5, styles.mark6];

/** Marked text with a legend; each mark carries its class in words. Hints are marked more weakly than names. */
export function SpansOutput({ run, spans }: { run: Run; spans: readonly TextSpan[] }) {
  const { text } = run.request;
  const parts = splitAtSpans(text, spans);
  const marked = parts.flatMap((part) => (part.type === "span" ? [part.span] : []));
  const names = countByLabel(marked.filter((span) => !isHint(span)));
  const hints = countByLabel(marked.filter(isHint));
  const firm = spans.filter((span) => !isHint(span));
  const labels = [...names.keys()].sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
  const markOf = (label: string) => MARKS[labels.indexOf(label) % MARKS.length];

  return (
    <>
      <div className={styles.bar}>
        <span className={styles.count}>
          {marked.length === 0
            ? OUTPUT_COPY.noSpans
            : OUTPUT_COPY.found(marked.filter((span) => !isHint(span)).length, sumOf(hints))}
        </span>
        <span className={styles.grow} />
        {labels.length > 0 && (
          <CopyButton label={OUTPUT_COPY.copyRedacted} text={() => redactSpans(text, firm)} />
        )}
        <CopyButton text={() => text} />
      </div>
      <ul className={styles.legend} aria-label={OUTPUT_COPY.legend}>
        {labels.map((label) => (
          <li key={label} className={markOf(label)}>
            {labelWords(label)} {names.get(label)}
          </li>
        ))}
        {[...hints].map(([label, count]) => (
          <li key={`hint-${label}`}>
            <span className={styles.hint}>{labelWords(label)}</span> {count}
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
              className={isHint(part.span) ? styles.hint : classNames(styles.mark, markOf(part.span.label))}
              title={titleOf(part.span)}
            >
              {part.text}
              <span className={isHint(part.span) ? "visually-hidden" : styles.markLabel}>
                {isHint(part.span) && " "}
                {labelWords(part.span.label)}
              </span>
            </mark>
          ),
        )}
      </p>
      {run.request.task !== "own" && <p className={styles.aside}>{OUTPUT_COPY.checkSpans}</p>}
      {hints.size > 0 && <p className={styles.aside}>{OUTPUT_COPY.hintsHelp}</p>}
    </>
  );
}

function isHint({ layer }: TextSpan): boolean {
  return layer === HINT_LAYER;
}

function countByLabel(spans: readonly TextSpan[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of spans) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function titleOf(span: TextSpan): string {
  const words = labelWords(span.label);
  if (isHint(span)) return `${OUTPUT_COPY.hint}: ${words}`;
  const by = span.layer === undefined ? "" : `, found by the ${span.layer.replace("-", " ")}`;
  return `${words}, ${formatShare(span.score)} sure${by}`;
}

function rank(label: string): number {
  const position = LABEL_ORDER.indexOf(label);
  return position === -1 ? LABEL_ORDER.length : position;
}
