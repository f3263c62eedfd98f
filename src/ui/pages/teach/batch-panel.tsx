import { type ReactNode, useMemo, useRef, useState } from "react";
import type { TextSpan } from "../../../core/output";
import type { TaughtKind, TaughtSpecialist } from "../../../core/taught";
import type { Verdict } from "../../../engines/taught/classifier/use-classifier";
import { parseCsv } from "../../../store/teach/csv/parse-csv";
import { guessColumns } from "../../../store/teach/csv/table-examples";
import { writeCsv } from "../../../store/teach/csv/write-csv";
import { formatMarked } from "../../../store/teach/marked-text";
import { Button } from "../../components/button";
import { SelectField } from "../../components/field";
import form from "../../components/field.module.css";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { ScrollBox } from "../../components/scroll-box";
import { TEACH_COPY } from "../../copy/teach";
import { formatShare } from "../../format";
import { saveAsFile } from "../../save-as-file";
import { failureWords } from "./failure-words";
import { fileNameOf } from "./file-name";
import { MarkedText } from "./marked-text";
import { labelsOf } from "./read-specialist";
import { TableFileButton } from "./table-file-button";
import styles from "./teach-page.module.css";
import { TextArea } from "./text-area";
import { useTeach } from "./use-teach";

const SHOWN = 100;
const LINES = -1;

/** A text of a batch, the row it came from (null for plain lines), and what was said of it. */
interface BatchRow {
  text: string;
  cells: readonly string[] | null;
  answer: BatchAnswer;
}

/** What was said of a text, for the table and for the file. */
interface BatchAnswer {
  shown: ReactNode;
  /** Columns of the file. */
  cells: readonly string[];
  /** Null where there is none: a tagger is as sure of each mark as it is. */
  probability: number | null;
  isUnsure: boolean;
}

/** The version in use on many texts at once: lines, or a column of a table. */
export function BatchPanel({ specialist }: { specialist: TaughtSpecialist }) {
  const { classify, mark } = useTeach();
  const [text, setText] = useState("");
  const [chosenColumn, setColumn] = useState<number | null>(null);
  const [result, setResult] = useState<{
    header: readonly string[] | null;
    rows: readonly BatchRow[];
  } | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState("");
  const stop = useRef<AbortController | null>(null);
  const table = useMemo(() => parseCsv(text), [text]);
  const guess = useMemo(() => guessColumns(table.rows), [table]);
  const width = Math.max(1, ...table.rows.map(({ fields }) => fields.length));
  const isTable =
    table.rows.length > 1 && table.rows.every(({ fields }) => fields.length === width) && width > 1;
  const column = chosenColumn ?? (isTable ? guess.text : LINES);
  const take = (value: string) => {
    setColumn(null);
    setResult(null);
    setText(value);
  };

  const run = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setShare(0);
    setProblem("");
    setResult(null);
    const { header, entries } = readBatch();
    try {
      const texts = entries.map((entry) => entry.text);
      const options = { signal: controller.signal, onShare: setShare };
      const answers =
        specialist.kind === "tagger"
          ? (await mark(specialist.id, texts, options)).map((spans, index) =>
              markAnswer(texts[index] ?? "", spans, labelsOf(specialist)),
            )
          : (await classify(specialist.id, texts, options)).map(verdictAnswer);
      setResult({
        header,
        rows: entries.flatMap((entry, index) => {
          const answer = answers[index];
          return answer === undefined ? [] : [{ ...entry, answer }];
        }),
      });
    } catch (thrown) {
      setProblem(failureWords(thrown));
    }
    setShare(null);
  };

  const readBatch = () => {
    if (column === LINES) {
      const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
      return { header: null, entries: lines.map((line) => ({ text: line, cells: null })) };
    }
    const rows = guess.hasHeader ? table.rows.slice(1) : table.rows;
    return {
      header: guess.hasHeader ? (table.rows[0]?.fields ?? null) : null,
      entries: rows.map(({ fields }) => ({ text: fields[column] ?? "", cells: fields })),
    };
  };

  return (
    <Section title={TEACH_COPY.batch} lead={TEACH_COPY.batchLead}>
      <TextArea label={TEACH_COPY.batchTexts} value={text} onChange={take} />
      <div className={form.row}>
        <TableFileButton inputLabel={TEACH_COPY.batch} onText={take} />
      </div>
      {width > 1 && (
        <SelectField
          label={TEACH_COPY.batchRead}
          value={column}
          onChange={(event) => setColumn(Number(event.target.value))}
        >
          <option value={LINES}>{TEACH_COPY.batchLines}</option>
          {Array.from({ length: width }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <option key={place} value={place}>
              {TEACH_COPY.batchColumn(
                TEACH_COPY.column(place + 1, guess.hasHeader ? (table.rows[0]?.fields[place] ?? "") : ""),
              )}
            </option>
          ))}
        </SelectField>
      )}
      <div className={form.row}>
        {share === null ? (
          <Button icon="play" disabled={text.trim() === ""} onClick={() => void run()}>
            {TEACH_COPY.batchRun}
          </Button>
        ) : (
          <>
            <Button icon="stop" onClick={() => stop.current?.abort()}>
              {TEACH_COPY.stop}
            </Button>
            <progress className={styles.progress} value={share} aria-label={TEACH_COPY.batchRun} />
          </>
        )}
        {result !== null && (
          <Button
            icon="download"
            onClick={() =>
              saveAsFile(`${fileNameOf(specialist.name)}.csv`, toCsv(specialist.kind, result), "text/csv")
            }
          >
            {TEACH_COPY.batchSave}
          </Button>
        )}
      </div>
      {problem !== "" && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {result !== null && <BatchResults kind={specialist.kind} rows={result.rows} />}
    </Section>
  );
}

function verdictAnswer({ labels: [best], isUnsure }: Verdict): BatchAnswer {
  const { label = "", score = 0 } = best ?? {};
  return {
    shown: label,
    cells: [label, score.toFixed(3), isUnsure ? "no" : "yes"],
    probability: score,
    isUnsure,
  };
}

function markAnswer(text: string, spans: readonly TextSpan[], labels: readonly string[]): BatchAnswer {
  return {
    shown: <MarkedText text={text} spans={spans} labels={labels} />,
    cells: [formatMarked(text, spans), String(spans.length)],
    probability: null,
    isUnsure: false,
  };
}

/** What the file's columns behind the given ones are called. */
const COLUMNS: Readonly<Record<TaughtKind, readonly string[]>> = {
  classifier: ["label", "probability", "sure"],
  tagger: ["marked", "marks"],
};

function BatchResults({ kind, rows }: { kind: TaughtKind; rows: readonly BatchRow[] }) {
  const unsure = rows.filter(({ answer }) => answer.isUnsure).length;
  const isTagger = kind === "tagger";
  return (
    <>
      <p role="status">
        {isTagger ? TEACH_COPY.batchMarked(rows.length) : TEACH_COPY.batchCount(rows.length, unsure)}{" "}
        {rows.length > SHOWN ? TEACH_COPY.batchShown(SHOWN) : ""}
      </p>
      <ScrollBox label={TEACH_COPY.batchResults} className={`${page.scroll} ${page.tableBox}`}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{TEACH_COPY.text}</th>
              {!isTagger && (
                <>
                  <th scope="col">{TEACH_COPY.label}</th>
                  <th scope="col" className={page.number}>
                    {TEACH_COPY.probability}
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map(({ text, answer }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a result stay where they are
              <tr key={index}>
                <td className={styles.exampleText}>{isTagger ? answer.shown : text}</td>
                {!isTagger && (
                  <>
                    <td>
                      {answer.shown}
                      {answer.isUnsure && (
                        <span className={`${page.tag} ${page.warn}`}>{TEACH_COPY.unsure}</span>
                      )}
                    </td>
                    <td className={page.number}>{formatShare(answer.probability ?? 0)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

/** The columns that came, with what was said behind them. */
function toCsv(
  kind: TaughtKind,
  { header, rows }: { header: readonly string[] | null; rows: readonly BatchRow[] },
): string {
  const width = Math.max(1, ...rows.map(({ cells }) => cells?.length ?? 1));
  const names =
    header ?? Array.from({ length: width }, (_, place) => (width === 1 ? "text" : `column ${place + 1}`));
  return writeCsv([
    [...names, ...COLUMNS[kind]],
    ...rows.map(({ text, cells, answer }) => [
      ...Array.from({ length: names.length }, (_, place) => (cells ?? [text])[place] ?? ""),
      ...answer.cells,
    ]),
  ]);
}
