import { type ReactNode, useState } from "react";
import { type AnswerPart, answerText, type Run } from "../../core/run";
import type { TextPieces } from "../../store/text-pieces";
import { Button } from "../components/button";
import { CopyButton } from "../components/copy-button";
import { LOCATION_LABELS } from "../copy/reasons";
import { WORK_COPY } from "../copy/work";
import { EditsOutput } from "./edits-output";
import { LabelsOutput } from "./labels-output";
import styles from "./output.module.css";
import { QuotesOutput } from "./quotes-output";
import { SpansOutput } from "./spans-output";
import { looksLikeMarkdown } from "./split-markdown";
import { TextOutput } from "./text-output";

interface RunOutputProps {
  run: Run;
  /** The run's text as it came, where it was streamed here. */
  pieces?: TextPieces | undefined;
  going: boolean;
  /** Whether the pane has the whole width. */
  wide: boolean;
  /** More buttons for a text, beside Copy. */
  tools?: ReactNode;
}

/** A run's result, each kind drawn in its own way; nothing while there is none. */
export function RunOutput({ run, pieces, going, wide, tools }: RunOutputProps) {
  const [plain, setPlain] = useState(false);
  const before = run.continues ?? [];
  if (run.output === null && run.text === "" && before.length === 0) return null;
  const isText = run.output === null;
  // Not asked while text comes: looking through it each frame would take longer than drawing it.
  const canFormat =
    !going && isText && run.request.output === "text" && looksLikeMarkdown(run.text.slice(0, 20_000));
  return (
    <>
      <div data-testid="output" className={styles.output}>
        {before.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an answer do not change
          <PartBefore key={index} part={part} next={before[index + 1] ?? run.answeredBy} plain={plain} />
        ))}
        <Result run={run} pieces={pieces} wide={wide} plain={plain} />
      </div>
      {isText && !going && (
        <div className={styles.bar}>
          <CopyButton text={() => answerText(run)} />
          {canFormat && (
            <Button look="quiet" size="small" aria-pressed={plain} onClick={() => setPlain(!plain)}>
              {WORK_COPY.plain}
            </Button>
          )}
          {tools}
        </div>
      )}
    </>
  );
}

/** What another side wrote, and the seam after it. */
function PartBefore({
  part,
  next,
  plain,
}: {
  part: AnswerPart;
  next: Pick<AnswerPart, "location" | "modelLabel"> | null;
  plain: boolean;
}) {
  return (
    <>
      <TextOutput text={part.text} plain={plain} />
      <p className={styles.seam}>
        {WORK_COPY.seam(
          `${LOCATION_LABELS[part.location]}, ${part.modelLabel}`,
          next === null ? null : `${LOCATION_LABELS[next.location]}, ${next.modelLabel}`,
        )}
      </p>
    </>
  );
}

function Result({ run, pieces, wide, plain }: Omit<RunOutputProps, "going" | "tools"> & { plain: boolean }) {
  const { output } = run;
  if (output === null) {
    if (run.request.output === "text") return <TextOutput text={run.text} pieces={pieces} plain={plain} />;
    return <RawAnswer text={run.text} />;
  }
  switch (output.kind) {
    case "edits":
      return <EditsOutput run={run} edits={output.edits} wide={wide} />;
    case "spans":
      return <SpansOutput run={run} spans={output.spans} />;
    case "labels":
      return (
        <LabelsOutput
          run={run}
          labels={output.labels}
          sentences={output.sentences ?? []}
          isUnsure={output.isUnsure ?? false}
        />
      );
    case "quotes":
      return <QuotesOutput run={run} quotes={output.quotes} />;
  }
}

/** A language model's structured answer before it is read, or when it cannot be: the end of it, as it was written. */
function RawAnswer({ text }: { text: string }) {
  return <pre className={styles.raw}>{text.length > 20_000 ? text.slice(-20_000) : text}</pre>;
}
