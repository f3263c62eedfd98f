import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "./parse-csv";
import { examplesOf, guessColumns } from "./table-examples";
import { writeCsv } from "./write-csv";

const fieldsOf = (text: string, separator?: string) =>
  parseCsv(text, separator).rows.map(({ fields }) => fields);

describe("parseCsv", () => {
  it("reads back what writeCsv wrote, whatever the fields hold", () => {
    const field = fc.string({ unit: "grapheme" }).filter((text) => !/^[=+\-@\t\r\ufeff]/.test(text));
    const hostile = fc.constantFrom('"', '""', ",", ";", "\n", "a\r\nb", "a,b", ' " ', "x\r");
    const row = fc.array(fc.oneof(field, hostile), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), (rows) => {
        expect(fieldsOf(writeCsv(rows), ",")).toEqual(rows);
      }),
    );
  });

  it("never throws and never loses a letter", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", "a", "b", "\t") }), (text) => {
        const letters = (value: string) => value.replace(/[^ab]/g, "");
        expect(letters(fieldsOf(text).flat().join(""))).toBe(letters(text));
      }),
    );
  });

  it.each([
    ["semicolons", "text;label\nHello, you;a\nBye;b\n", ";"],
    ["tabs and a byte order mark", "\ufefftext\tlabel\r\nHello, you\ta\r\nBye\tb", "\t"],
    ["commas in quotes", 'text,label\n"Hello; you; all",a\n"Bye, now",b\n', ","],
  ])("finds the separator: %s", (_, text, separator) => {
    const table = parseCsv(text);
    expect(table.separator).toBe(separator);
    expect(table.rows[0]?.fields).toEqual(["text", "label"]);
    expect(table.rows.every(({ fields }) => fields.length === 2)).toBe(true);
  });

  it("names lines as an editor does, also after fields with line breaks", () => {
    const { rows } = parseCsv('a,b\n"one\ntwo\r\nthree",x\n\nlast,y\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it("does not let an open quote swallow what follows", () => {
    const { rows, openQuotes } = parseCsv('a,1\n"b,2\nc,3\n');
    expect(rows.map(({ fields }) => fields)).toEqual([
      ["a", "1"],
      ['"b', "2"],
      ["c", "3"],
    ]);
    expect(openQuotes).toEqual([2]);
  });
});

describe("writeCsv", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("makes %j text, not a formula", (field) => {
    const [[written = ""] = []] = fieldsOf(writeCsv([[field, "x"]]), ",");
    expect(written).toBe(`'${field}`);
  });
});

describe("guessColumns and examplesOf", () => {
  it("finds text and label by their names, in any order and among others", () => {
    const { rows } = parseCsv("id,Label,Text\n1,a,first one\n2,b,second one\n");
    expect(guessColumns(rows)).toEqual({ text: 2, label: 1, hasHeader: true });
  });

  it("finds them without names: texts are long, labels recur", () => {
    const { rows } = parseCsv(
      "spam,Buy this now today\nham,See you at noon\nspam,Cheap pills here\nham,Thanks a lot\nspam,Win\n",
    );
    expect(guessColumns(rows)).toEqual({ text: 1, label: 0, hasHeader: false });
  });

  it("names the line of every row that it leaves out, and keeps the others", () => {
    const { rows } = parseCsv(`text,label\ngood,a\n,a\nno label\n"two\nlines",b\n${"x".repeat(10_001)},b\n`);
    const { examples, bad } = examplesOf(rows, guessColumns(rows));
    expect(examples).toEqual([
      { text: "good", label: "a" },
      { text: "two\nlines", label: "b" },
    ]);
    expect(bad).toEqual([
      { line: 3, problem: "no-text" },
      { line: 4, problem: "no-label" },
      { line: 7, problem: "too-long" },
    ]);
  });
});
