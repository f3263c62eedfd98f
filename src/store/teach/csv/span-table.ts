import type { TaughtSpan } from "../../../core/taught";
import { formatMarked } from "../marked-text";
import type { CsvRow } from "./parse-csv";

const NAMES = {
  text: /^(?:text|message|sentence|content)$/i,
  span: /^(?:span|words|entity|mark)$/i,
  label: /^(?:label|type|class|tag)$/i,
};

/**
 * A table of `text`, `span` and `label` as marked lines, a line a text: rows with the same text are its marks, in the
 * order in which their words stand there. Null where the first row does not name these columns.
 */
export function markedLinesOf(rows: readonly CsvRow[]): { lines: string[]; missing: number[] } | null {
  const names = rows[0]?.fields.map((name) => name.trim()) ?? [];
  const place = (name: RegExp) => names.findIndex((each) => name.test(each));
  const [text, span, label] = [place(NAMES.text), place(NAMES.span), place(NAMES.label)];
  if (text === -1 || span === -1 || label === -1) return null;
  const spansOf = new Map<string, TaughtSpan[]>();
  const missing: number[] = [];
  for (const { line, fields } of rows.slice(1)) {
    // A line is an example; each break becomes a space, so that the places stay what they are.
    const own = (fields[text] ?? "").replace(/[\r\n]/g, " ").trim();
    if (own === "") continue;
    const spans = spansOf.get(own) ?? [];
    spansOf.set(own, spans);
    const words = (fields[span] ?? "").replace(/[\r\n]/g, " ").trim();
    const name = fields[label]?.trim() ?? "";
    if (words === "" || name === "") continue;
    const start = freePlace(own, words, spans);
    if (start === -1) missing.push(line);
    else spans.push({ start, end: start + words.length, label: name });
  }
  return {
    lines: [...spansOf].map(([own, spans]) =>
      formatMarked(
        own,
        spans.toSorted((one, other) => one.start - other.start),
      ),
    ),
    missing,
  };
}

/** Where the words first stand that no mark has yet; -1 for nowhere. */
function freePlace(text: string, words: string, spans: readonly TaughtSpan[]): number {
  for (let start = text.indexOf(words); start !== -1; start = text.indexOf(words, start + 1)) {
    if (spans.every((span) => span.end <= start || span.start >= start + words.length)) return start;
  }
  return -1;
}
