import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv";
import { markedLinesOf } from "./span-table";

test("rows with the same text become its marks, in the order of the text", () => {
  const table = parseCsv(
    [
      "label,text,span",
      'day,"Call Ann and Ann, Friday",Friday',
      'person,"Call Ann and Ann, Friday",Ann',
      'person,"Call Ann and Ann, Friday",Ann',
      ",nothing here,",
      'person,"two\nlines, Bob",Bob',
      'person,"Call Ann and Ann, Friday",Eve',
    ].join("\n"),
  );
  expect(markedLinesOf(table.rows)).toEqual({
    lines: [
      "Call [[Ann|person]] and [[Ann|person]], [[Friday|day]]",
      "nothing here",
      "two lines, [[Bob|person]]",
    ],
    missing: [8],
  });
});

test("a table without these columns is none", () => {
  expect(markedLinesOf(parseCsv("text,label\na,b").rows)).toBeNull();
  expect(markedLinesOf([])).toBeNull();
});
