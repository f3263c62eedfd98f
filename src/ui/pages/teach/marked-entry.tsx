import { useRef, useState } from "react";
import type { TaughtExample } from "../../../core/taught";
import { parseCsv } from "../../../store/teach/csv/parse-csv";
import { markedLinesOf } from "../../../store/teach/csv/span-table";
import { markSelection, readMarkedLines } from "../../../store/teach/marked-text";
import { Button } from "../../components/button";
import { TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { TableFileButton } from "./table-file-button";
import styles from "./teach-page.module.css";
import { TextArea } from "./text-area";

interface MarkedEntryProps {
  known: readonly string[];
  onAdd: (examples: readonly TaughtExample[]) => Promise<void>;
}

/** Texts, one a line, in which the person marks stretches: by selecting them, by typing the marks, or from a file. */
export function MarkedEntry({ known, onAdd }: MarkedEntryProps) {
  const [text, setText] = useState("");
  const [label, setLabel] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [missing, setMissing] = useState<readonly number[]>([]);
  const box = useRef<HTMLTextAreaElement>(null);
  const { examples, bad } = readMarkedLines(text);
  const marks = examples.reduce((sum, { spans = [] }) => sum + spans.length, 0);

  const take = (value: string) => {
    setProblem(null);
    setText(value);
  };
  const mark = () => {
    const { current } = box;
    const wanted = label.trim().replaceAll(/[[\]|]/g, "");
    if (current === null) return;
    if (wanted === "") return setProblem(TEACH_COPY.labelFirst);
    const selection = { start: current.selectionStart, end: current.selectionEnd };
    const marked = markSelection(text, selection, wanted);
    if (marked === null) return setProblem(TEACH_COPY.selectFirst);
    take(marked.text);
    requestAnimationFrame(() => {
      current.focus();
      current.setSelectionRange(marked.caret, marked.caret);
    });
  };
  const takeFile = (file: string) => {
    const table = markedLinesOf(parseCsv(file).rows);
    setMissing(table?.missing ?? []);
    take(table?.lines.join("\n") ?? file);
  };
  const add = async () => {
    await onAdd(examples);
    setMissing([]);
    take("");
  };

  return (
    <>
      <TextArea
        ref={box}
        label={TEACH_COPY.markTexts}
        hint={TEACH_COPY.markHint}
        value={text}
        onChange={take}
      />
      <div className={styles.newForm}>
        <TextField
          label={TEACH_COPY.markLabel}
          placeholder={TEACH_COPY.markPlaceholder}
          list="known-labels"
          maxLength={200}
          value={label}
          problem={problem}
          onChange={(event) => {
            setProblem(null);
            setLabel(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") mark();
          }}
        />
        <datalist id="known-labels">
          {known.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <Button onClick={mark}>{TEACH_COPY.mark}</Button>
        <TableFileButton inputLabel={TEACH_COPY.chooseFile} onText={takeFile} />
      </div>
      {text !== "" && <p role="status">{TEACH_COPY.marksFound(examples.length, marks)}</p>}
      {bad.length + missing.length > 0 && (
        <ul className={page.bullets}>
          {bad.map((each) => (
            <li key={each.line}>{TEACH_COPY.markBadLine(each.line, each.problem)}</li>
          ))}
          {missing.map((line) => (
            <li key={`missing-${line}`}>{TEACH_COPY.markMissing(line)}</li>
          ))}
        </ul>
      )}
      <div className={form.row}>
        <Button icon="plus" disabled={examples.length === 0 || bad.length > 0} onClick={() => void add()}>
          {TEACH_COPY.add}
        </Button>
      </div>
    </>
  );
}
