import type { Machine } from "./machine";
import type { Spread } from "./statistics";

/** One line of the table. */
export interface Row {
  /** What is measured. */
  name: string;
  /** The figure in words. */
  figure: string;
  /** What it should be, in words; absent where there is no aim. */
  aim?: string;
  /** Whether the aim is met; absent where there is none. */
  isMet?: boolean;
  /** The numbers behind the words, for `--json`. */
  numbers: Readonly<Record<string, unknown>>;
}

/** One part of the bench with its rows, or the reason why it could not be measured. */
export interface Section {
  title: string;
  rows: readonly Row[];
  /** Sentences below the table: how to read it, why an aim was missed. */
  notes: readonly string[];
  /** Set where something could not be measured; the run then fails. */
  problem?: string;
}

/** A section as a Markdown table with its notes. */
export function renderSection({ title, rows, problem, notes }: Section): string {
  const parts = [`## ${title}\n`];
  if (rows.length > 0) parts.push(table(rows));
  if (problem !== undefined) parts.push(`Not measured: ${problem}`);
  parts.push(...notes.map((note) => `\n${note}`), "");
  return parts.join("\n");
}

/** What the figures were taken on, in one line. */
export function machineLine(machine: Machine): string {
  return [
    `Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB`,
    `load ${machine.loadBefore} before and ${machine.loadAfter} after`,
    machine.system,
    machine.browser,
    machine.node,
    machine.date,
  ].join("; ");
}

function table(rows: readonly Row[]): string {
  const cells = [
    ["measured", "figure", "aim", ""],
    ...rows.map(({ name, figure, aim = "", isMet }) => [
      name,
      figure,
      aim,
      isMet === undefined ? "" : isMet ? "met" : "missed",
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...cells.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** `0.98 (0.91 to 1.03)`. */
export function spreadWords({ median, min, max }: Spread, digits = 2): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
}

/** Milliseconds with about three digits. */
export function msWords(ms: number): string {
  if (ms < 0.1) return `${(ms * 1000).toFixed(0)} µs`;
  return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}

/** Bytes in kB (1000). */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;
}
