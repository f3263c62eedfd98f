/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * A table as comma separated text, with CRLF line ends as RFC 4180 asks. A field that a spreadsheet would run as a
 * formula gets an apostrophe before it, which makes it text.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((fields) => `${fields.map(writeField).join(",")}\r\n`).join("");
}

function writeField(field: string): string {
  const safe = FORMULA_START.test(field) ? `'${field}` : field;
  return /[",\n\r;\t]/.test(safe) || safe === "" || safe.trim() !== safe
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}
