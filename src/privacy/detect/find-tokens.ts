import type { TextSpan } from "../../core/output";
import { replaceInView, type TextView } from "../text/text-view";
import { TOKENS, type TokenRule } from "./patterns/tokens";

/** Stands for the end of a line and what goes with it: indentation, quotation marks, the signs that join strings. */
const JOINT = "\ue000";
const LINE_END = /(?:["'`][ \t]{0,8}\+?|\\)?[ \t]{0,8}\r?\n[ \t>|#*/]{0,16}["'`]?/g;
const SCORE = 0.98;
/** In one token. */
const MOST_JOINTS = 40;
/** So many beginnings that lead to nothing are looked at within the reach of one; more are no text. */
const MOST_TRIES = 16;
const LONGEST_REACH = 400;

const escaped = (letter: string): string => letter.replace(/[.\-_]/, "\\$&");
const split = (start: string): string => [...start].map(escaped).join(`${JOINT}?`);
const ANY_START = new RegExp(
  `(?<![A-Za-z0-9])(?:${TOKENS.flatMap(({ starts }) => starts.map(split)).join("|")})`,
  "g",
);
/** Each rule with the whole of what could belong to its token. */
const RULES = TOKENS.map((rule) => ({
  ...rule,
  expression: new RegExp(
    `(?:${rule.starts.map(split).join("|")})[${JOINT}${rule.body}]{0,${rule.most + MOST_JOINTS}}`,
    "y",
  ),
  start: new RegExp(`^(?:${rule.starts.map(escaped).join("|")})`),
}));

/** Keys and tokens that begin in a way of their own, also when they are cut over lines. Linear in the text. */
export function findTokens(view: TextView): TextSpan[] {
  const joined = replaceInView(view, LINE_END, () => JOINT);
  const spans: TextSpan[] = [];
  let tries = 0;
  let reach = 0;
  ANY_START.lastIndex = 0;
  for (let match = ANY_START.exec(joined.text); match !== null; match = ANY_START.exec(joined.text)) {
    const end = tokenAt(joined.text, match.index);
    if (end === null) {
      tries = match.index < reach ? tries + 1 : 0;
      if (tries === 0) reach = match.index + LONGEST_REACH;
      ANY_START.lastIndex = tries < MOST_TRIES ? match.index + 1 : reach;
      continue;
    }
    spans.push({ ...joined.sourceOf(match.index, end), label: "secret", score: SCORE, layer: "pattern" });
    ANY_START.lastIndex = end;
  }
  return spans;
}

/** Where the token ends that begins at `start`, or null. */
function tokenAt(text: string, start: number): number | null {
  for (const rule of RULES) {
    rule.expression.lastIndex = start;
    const run = rule.expression.exec(text)?.[0];
    if (run === undefined) continue;
    const end = endOf(run, rule);
    if (end !== null) return start + end;
  }
  return null;
}

/**
 * A token may end where its run does or at any joint in it. One of the lengths that are issued is believed first, then
 * the shortest that is long enough, and pieces on further lines are taken along while they look as random.
 */
function endOf(run: string, rule: TokenRule & { start: RegExp }): number | null {
  const ends: { at: number; length: number }[] = [];
  let length = 0;
  const longest = rule.most + MOST_JOINTS;
  for (let index = 0; index < run.length && length <= longest; index++) {
    if (run.charAt(index) === JOINT) ends.push({ at: index, length });
    else length += 1;
  }
  if (length <= longest) ends.push({ at: run.length, length });
  const prefix = (rule.start.exec(run.slice(0, 60).replaceAll(JOINT, "")) ?? [""])[0].length;
  const fits = ({ at, length: size }: { at: number; length: number }) => {
    const isLong = size - prefix >= rule.least && size - prefix <= rule.most;
    return (
      isLong &&
      (rule.form === undefined || rule.form.test(withoutTail(run.slice(0, at).replaceAll(JOINT, ""))))
    );
  };
  const issued = ends.find((end) => rule.lengths?.includes(end.length - prefix) && fits(end));
  if (issued) return issued.at;
  let chosen = ends.findIndex(fits);
  if (chosen < 0) return null;
  while (chosen + 1 < ends.length) {
    const [from, to] = [ends[chosen]?.at ?? 0, ends[chosen + 1]];
    if (!to || !fits(to) || !looksRandom(run.slice(from + 1, to.at))) break;
    chosen += 1;
  }
  const end = ends[chosen]?.at ?? run.length;
  return withoutTail(run.slice(0, end)).length;
}

/** A full stop ends the sentence, not the token. */
function withoutTail(text: string): string {
  return text.replace(/[.\ue000=-]+$/, (tail) => (tail.includes(".") ? "" : tail));
}

function looksRandom(piece: string): boolean {
  return piece.length >= 6 && /\d/.test(piece) && /[A-Za-z]/.test(piece);
}
