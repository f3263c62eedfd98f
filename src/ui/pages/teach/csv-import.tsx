import { useMemo, useState } from "react";
import type { TaughtExample } from "../../../core/taught";
import { type CsvRow, parseCsv } from "../../../store/teach/csv/parse-csv";
import { examplesOf, guessColumns, type TableColumns } from "../../../store/teach/csv/table-examples";
import { Button } from "../../components/button";
import { CheckField, SelectField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { TableFileButton } from "./table-file-button";
import { TextArea } from "./text-area";

/** So many rows that were left out are named; of more only the number. */
const MOST_NAMED = 50;

/** Examples from a table: pasted or from a file, with the columns guessed and to be changed. */
export function CsvImport({ onAdd }: { onAdd: (examples: readonly TaughtExample[]) => Promise<void> }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Partial<TableColumns>>({});
  const table = useMemo(() => parseCsv(text), [text]);
  const columns = { ...guessColumns(table.rows), ...chosen };
  const { examples, bad } = examplesOf(table.rows, columns);
  const take = (value: string) => {
    setChosen({});
    setText(value);
  };
  const add = async () => {
    await onAdd(examples);
    take("");
  };
  return (
    <>
      <TextArea label={TEACH_COPY.csvPaste} hint={TEACH_COPY.csvHint} value={text} onChange={take} />
      <div className={form.row}>
        <TableFileButton inputLabel={TEACH_COPY.chooseFile} onText={take} />
      </div>
      {table.rows.length > 0 && (
        <>
          <div className={form.grid}>
            <ColumnSelect
              label={TEACH_COPY.textColumn}
              rows={table.rows}
              columns={columns}
              value={columns.text}
              onChange={(column) => setChosen({ ...chosen, text: column })}
            />
            <ColumnSelect
              label={TEACH_COPY.labelColumn}
              rows={table.rows}
              columns={columns}
              value={columns.label}
              onChange={(column) => setChosen({ ...chosen, label: column })}
            />
          </div>
          <CheckField
            label={TEACH_COPY.header}
            checked={columns.hasHeader}
            onChange={(hasHeader) => setChosen({ ...chosen, hasHeader })}
          />
          <p role="status">{TEACH_COPY.csvFound(examples.length)}</p>
          {bad.length + table.openQuotes.length > 0 && (
            <details className={page.disclosure} open>
              <summary>{TEACH_COPY.csvBad(bad.length)}</summary>
              <ul className={page.bullets}>
                {table.openQuotes.slice(0, MOST_NAMED).map((line) => (
                  <li key={`quote-${line}`}>{TEACH_COPY.csvOpenQuote(line)}</li>
                ))}
                {bad.slice(0, MOST_NAMED).map(({ line, problem }) => (
                  <li key={line}>{TEACH_COPY.csvBadRow(line, problem)}</li>
                ))}
                {bad.length > MOST_NAMED && <li>{TEACH_COPY.csvMore(bad.length - MOST_NAMED)}</li>}
              </ul>
            </details>
          )}
          <div className={form.row}>
            <Button icon="plus" disabled={examples.length === 0} onClick={() => void add()}>
              {TEACH_COPY.csvAdd(examples.length)}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

interface ColumnSelectProps {
  label: string;
  rows: readonly CsvRow[];
  columns: TableColumns;
  value: number;
  onChange: (column: number) => void;
}

function ColumnSelect({ label, rows, columns, value, onChange }: ColumnSelectProps) {
  const width = Math.max(...rows.map(({ fields }) => fields.length));
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {Array.from({ length: width }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <option key={column} value={column}>
          {TEACH_COPY.column(column + 1, columns.hasHeader ? (rows[0]?.fields[column] ?? "") : "")}
        </option>
      ))}
    </SelectField>
  );
}
