import { MOST_EXAMPLE_CHARACTERS, MOST_LABELS, type TaughtExample } from "../../../core/taught";
import type { CsvRow } from "./parse-csv";

/** Which columns of a table are what. */
export interface TableColumns {
  text: number;
  label: number;
  /** Whether the first row names the columns. */
  hasHeader: boolean;
}

/** Why a row is no example. */
export type RowProblem = "no-text" | "no-label" | "too-long" | "too-many-labels";

/** A row that was left out. */
export interface BadRow {
  line: number;
  problem: RowProblem;
}

const TEXT_NAMES =
  /^(?:text|message|sentence|content|body|comment|review|question|utterance|example|nachricht|texte?)$/i;
const LABEL_NAMES =
  /^(?:label|class|category|intent|tag|topic|sentiment|kind|type|kategorie|etikett|étiquette)$/i;
const MOST_LABEL_CHARACTERS = 200;

/** The columns as far as names and values tell: texts are long and differ, labels are short and recur. */
export function guessColumns(rows: readonly CsvRow[]): TableColumns {
  const width = Math.max(1, ...rows.slice(0, 50).map(({ fields }) => fields.length));
  const first = rows[0]?.fields ?? [];
  const named = {
    text: first.findIndex((name) => TEXT_NAMES.test(name.trim())),
    label: first.findIndex((name) => LABEL_NAMES.test(name.trim())),
  };
  const facts = Array.from({ length: width }, (_, column) => {
    const values = rows.slice(1).map(({ fields }) => fields[column]?.trim() ?? "");
    const characters = values.reduce((sum, value) => sum + value.length, 0);
    return { column, characters, different: new Set(values).size };
  });
  const byLength = facts.toSorted((one, other) => other.characters - one.characters);
  const text = named.text >= 0 ? named.text : (byLength[0]?.column ?? 0);
  const others = facts.filter(({ column, different }) => column !== text && different > 0);
  const byRecurrence = others.toSorted((one, other) => one.different - other.different);
  const recurring = byRecurrence.find(({ different }) => different > 1) ?? byRecurrence[0];
  const label = named.label >= 0 && named.label !== text ? named.label : (recurring?.column ?? 0);
  const labels = rows.slice(1).map(({ fields }) => fields[label]?.trim());
  const isNewLabel = new Set(labels).size < labels.length && !labels.includes(first[label]?.trim());
  return { text, label, hasHeader: named.text >= 0 || named.label >= 0 || (rows.length > 4 && isNewLabel) };
}

/** The examples of a table; rows that are none are named by their line. */
export function examplesOf(
  rows: readonly CsvRow[],
  columns: TableColumns,
): { examples: TaughtExample[]; bad: BadRow[] } {
  const examples: TaughtExample[] = [];
  const bad: BadRow[] = [];
  const labels = new Set<string>();
  for (const { line, fields } of columns.hasHeader ? rows.slice(1) : rows) {
    const text = fields[columns.text]?.trim() ?? "";
    const label = fields[columns.label]?.trim() ?? "";
    const problem = problemOf(text, label, labels);
    if (problem !== null) bad.push({ line, problem });
    else {
      labels.add(label);
      examples.push({ text, label });
    }
  }
  return { examples, bad };
}

function problemOf(text: string, label: string, labels: ReadonlySet<string>): RowProblem | null {
  if (text === "") return "no-text";
  if (label === "") return "no-label";
  if (text.length > MOST_EXAMPLE_CHARACTERS || label.length > MOST_LABEL_CHARACTERS) return "too-long";
  return labels.size >= MOST_LABELS && !labels.has(label) ? "too-many-labels" : null;
}
