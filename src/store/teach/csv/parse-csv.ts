/** One record of a table, and the line of the file on which it begins, from 1. */
export interface CsvRow {
  line: number;
  fields: readonly string[];
}

/** A table as it was read. */
export interface CsvTable {
  rows: readonly CsvRow[];
  separator: string;
  /** Lines on which a quote opens that nothing closes. They were read as they stand, quote and all. */
  openQuotes: readonly number[];
}

const SEPARATORS = [",", ";", "\t"] as const;
/** So much of the beginning is looked at to find the separator. */
const LOOKED_AT_CHARACTERS = 20_000;

/**
 * Reads comma, semicolon or tab separated text (RFC 4180, with any line ends and a byte order mark): quoted fields may
 * hold separators, line breaks and doubled quotes. Never throws and loses nothing but empty lines: a quote that nothing
 * closes is taken as a letter, so that it does not swallow what follows.
 */
export function parseCsv(file: string, wanted?: string): CsvTable {
  const text = file.replace(/^\ufeff/, "");
  const separator = wanted ?? findSeparator(text);
  const rows: CsvRow[] = [];
  const openQuotes: number[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const read = readRecord(text, at, separator, true) ?? readRecord(text, at, separator, false);
    if (read === null) break;
    if (!read.hasClosedQuotes) openQuotes.push(line);
    if (read.fields.length > 1 || read.fields[0] !== "") rows.push({ line, fields: read.fields });
    line += read.lines;
    at = read.end;
  }
  return { rows, separator, openQuotes };
}

interface ReadRecord {
  fields: string[];
  /** Where the next record begins. */
  end: number;
  /** How many lines of the file it takes. */
  lines: number;
  hasClosedQuotes: boolean;
}

/** One record from `start`; null where quotes count and one stays open. */
function readRecord(text: string, start: number, separator: string, quotesCount: boolean): ReadRecord | null {
  const fields: string[] = [];
  let lines = 1;
  let at = start;
  for (;;) {
    let field = "";
    if (quotesCount && text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === null) return null;
      field = quoted.value;
      lines += quoted.value.match(/\r\n|[\n\r]/g)?.length ?? 0;
      at = quoted.end;
    }
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at += 1;
    fields.push(field + text.slice(from, at));
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    return { fields, end: at, lines, hasClosedQuotes: quotesCount };
  }
}

/** The value of a field in quotes that begins at `start`; null without a closing quote. */
function readQuoted(text: string, start: number): { value: string; end: number } | null {
  let value = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return null;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

/** The separator that gives the most records the same number of fields, and more than one. */
function findSeparator(text: string): string {
  const beginning = text.slice(0, LOOKED_AT_CHARACTERS);
  let best = { separator: SEPARATORS[0] as string, share: 0 };
  for (const separator of SEPARATORS) {
    const sizes = parseCsv(beginning, separator).rows.map(({ fields }) => fields.length);
    const usual = sizes.sort((one, other) => one - other)[Math.floor(sizes.length / 2)] ?? 1;
    const share = usual < 2 ? 0 : sizes.filter((size) => size === usual).length / sizes.length;
    if (share > best.share) best = { separator, share };
  }
  return best.separator;
}
