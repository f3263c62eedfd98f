import { useRef, useState } from "react";
import type { Quote } from "../../core/output";
import type { Run } from "../../core/run";
import { Button } from "../components/button";
import { CopyButton } from "../components/copy-button";
import { OUTPUT_COPY } from "../copy/output";
import styles from "./output.module.css";
import { splitAtSpans } from "./spans";

/** Exact sentences of the source, each with a way back to its place. */
export function QuotesOutput({ run, quotes }: { run: Run; quotes: readonly Quote[] }) {
  const source = useRef<HTMLDetailsElement>(null);
  const [active, setActive] = useState<number | null>(null);
  const { text } = run.request;
  const marks = quotes.map((quote) => ({ ...quote, label: String(quote.start) }));

  const show = (start: number) => {
    const details = source.current;
    if (details === null) return;
    details.open = true;
    setActive(start);
    const mark = details.querySelector<HTMLElement>(`[data-start="${start}"]`);
    mark?.focus({ preventScroll: true });
    mark?.scrollIntoView({ block: "center", behavior: "smooth" });
  };

  if (quotes.length === 0) return <p className={styles.count}>{OUTPUT_COPY.noQuotes}</p>;
  return (
    <>
      <ol className={styles.quotes}>
        {quotes.map((quote) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: a pointer shortcut; the button does the same
          <li key={quote.start} className={styles.quote} onClick={() => show(quote.start)}>
            <span>{quote.text}</span>
            <Button
              look="quiet"
              size="small"
              icon="search"
              aria-label={`${OUTPUT_COPY.showInText}: ${quote.text.slice(0, 60)}`}
              title={OUTPUT_COPY.showInText}
              onClick={(event) => {
                event.stopPropagation();
                show(quote.start);
              }}
            />
          </li>
        ))}
      </ol>
      <div className={styles.bar}>
        <CopyButton text={() => quotes.map((quote) => quote.text).join("\n")} />
      </div>
      <details className={styles.disclosure} ref={source}>
        <summary>{OUTPUT_COPY.source}</summary>
        <p className={styles.text}>
          {splitAtSpans(text, marks).map((part, position) =>
            part.type === "text" ? (
              part.text
            ) : (
              <mark
                // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
                key={position}
                className={styles.sourceMark}
                data-start={part.span.start}
                data-active={active === part.span.start}
                tabIndex={-1}
              >
                {part.text}
              </mark>
            ),
          )}
        </p>
      </details>
    </>
  );
}
