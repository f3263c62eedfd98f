import { readFileSync } from "node:fs";
import type { TextSpan } from "../../core/output";
import { detectPatterns } from "../detect/detect-patterns";

/** A text and what is private in it. */
interface HeldOutLine {
  text: string;
  spans: { start: number; end: number; label: string }[];
}

/** How a class was found. */
export interface ClassScore {
  label: string;
  /** How many there are. */
  count: number;
  /** How many of them are covered whole, whatever they are called: what would have been hidden. */
  covered: number;
  /** How many of them are covered whole by spans of their own class. */
  named: number;
  /** How many spans of this class were found, and how many of those touch something private. */
  found: number;
  right: number;
}

/** The scores by class, and the harmless lines in which something was found. */
export interface HeldOutScores {
  classes: ClassScore[];
  harmless: { count: number; marked: string[] };
  /** Private stretches that were not covered whole, with the lines that they stand in. */
  missed: { label: string; value: string; text: string }[];
  /** What was marked and is not private, alike. */
  wrong: { label: string; value: string; text: string }[];
}

/** Judges the shipped patterns on `training/privacy/held-out.jsonl`. */
export function scoreHeldOut(path = "training/privacy/held-out.jsonl"): HeldOutScores {
  const classes = new Map<string, ClassScore>();
  const scoreOf = (label: string): ClassScore => {
    const score = classes.get(label) ?? { label, count: 0, covered: 0, named: 0, found: 0, right: 0 };
    classes.set(label, score);
    return score;
  };
  const scores: HeldOutScores = { classes: [], harmless: { count: 0, marked: [] }, missed: [], wrong: [] };
  for (const line of readFileSync(path, "utf8").trim().split("\n")) {
    const { text, spans } = JSON.parse(line) as HeldOutLine;
    const found = detectPatterns(text);
    if (spans.length === 0) {
      scores.harmless.count += 1;
      if (found.length > 0) scores.harmless.marked.push(text);
    }
    for (const span of spans) {
      const score = scoreOf(span.label);
      score.count += 1;
      if (isCovered(span, found)) score.covered += 1;
      else scores.missed.push({ label: span.label, value: text.slice(span.start, span.end), text });
      if (
        isCovered(
          span,
          found.filter(({ label }) => label === span.label),
        )
      )
        score.named += 1;
    }
    for (const { start, end, label } of found) {
      const score = scoreOf(label);
      score.found += 1;
      if (spans.some((span) => span.start < end && start < span.end)) score.right += 1;
      else scores.wrong.push({ label, value: text.slice(start, end), text });
    }
  }
  scores.classes = [...classes.values()].sort((one, other) => (one.label < other.label ? -1 : 1));
  return scores;
}

function isCovered({ start, end }: { start: number; end: number }, found: readonly TextSpan[]): boolean {
  let at = start;
  for (const span of found) if (span.start <= at && span.end > at) at = span.end;
  return at >= end;
}

/** The scores as a table of Markdown. */
export function tableOf({ classes, harmless }: HeldOutScores): string {
  const percent = (part: number, whole: number) =>
    whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
  const rows = classes.map(
    ({ label, count, covered, named, found, right }) =>
      `| ${label} | ${count} | ${percent(covered, count)} | ${percent(named, count)} | ${percent(right, found)} |`,
  );
  const sum = (key: "count" | "covered" | "named" | "found" | "right") =>
    classes.reduce((total, score) => total + score[key], 0);
  return [
    "| class | in the set | hidden (recall) | under its own name | right of what was marked (precision) |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows,
    `| all | ${sum("count")} | ${percent(sum("covered"), sum("count"))} | ${percent(sum("named"), sum("count"))} | ${percent(sum("right"), sum("found"))} |`,
    "",
    `Of ${harmless.count} lines with nothing private but what looks like it, ${harmless.marked.length} were marked somewhere.`,
  ].join("\n");
}
