import type { TaughtSpan } from "../../../core/taught";
import { classNames } from "../../class-names";
import output from "../../output/output.module.css";
import { splitAtSpans } from "../../output/spans";

const MARKS = [output.mark1, output.mark2, output.mark3, output.mark4, output.mark5, output.mark6];

interface MarkedTextProps {
  text: string;
  spans: readonly TaughtSpan[];
  /** All labels of the specialist, so that each keeps its colour. */
  labels: readonly string[];
}

/** A text with its marks, each with its label in words. */
export function MarkedText({ text, spans, labels }: MarkedTextProps) {
  const marks = spans.map((span) => ({ ...span, score: 1 }));
  return splitAtSpans(text, marks).map((part, position) =>
    part.type === "text" ? (
      part.text
    ) : (
      <mark
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
        key={position}
        className={classNames(
          output.mark,
          MARKS[Math.max(0, labels.indexOf(part.span.label)) % MARKS.length],
        )}
      >
        {part.text}
        <span className={output.markLabel}>{part.span.label}</span>
      </mark>
    ),
  );
}
