import { MOST_EXAMPLE_CHARACTERS, type TaughtExample, type TaughtSpan } from "../../core/taught";

/** Why a text with marks cannot be read. */
export type MarkProblem = "not-closed" | "no-label" | "no-words" | "nested" | "too-long";

const OPEN = "[[";
const CLOSE = "]]";
const SEPARATOR = "|";
const MOST_LABEL_CHARACTERS = 200;

/**
 * Reads marks of the form `[[words|label]]` in a text.
 * @returns the text without them and what they mark, or what is wrong.
 */
export function parseMarked(marked: string): TaughtExample | MarkProblem {
  let text = "";
  const spans: TaughtSpan[] = [];
  let at = 0;
  for (;;) {
    const open = marked.indexOf(OPEN, at);
    if (open === -1) break;
    const close = marked.indexOf(CLOSE, open);
    if (close === -1) return "not-closed";
    const inner = marked.slice(open + OPEN.length, close);
    if (inner.includes(OPEN)) return "nested";
    const separator = inner.lastIndexOf(SEPARATOR);
    const label =
      separator === -1
        ? ""
        : inner
            .slice(separator + 1)
            .trim()
            .slice(0, MOST_LABEL_CHARACTERS);
    if (label === "") return "no-label";
    const words = inner.slice(0, separator).trim();
    if (words === "") return "no-words";
    text += marked.slice(at, open);
    spans.push({ start: text.length, end: text.length + words.length, label });
    text += words;
    at = close + CLOSE.length;
  }
  text += marked.slice(at);
  return text.length > MOST_EXAMPLE_CHARACTERS ? "too-long" : { text, label: "", spans };
}

/** A text with its marks written into it. */
export function formatMarked(text: string, spans: readonly TaughtSpan[]): string {
  let marked = "";
  let at = 0;
  for (const { start, end, label } of spans) {
    marked += `${text.slice(at, start)}${OPEN}${text.slice(start, end)}${SEPARATOR}${label}${CLOSE}`;
    at = end;
  }
  return marked + text.slice(at);
}

/** The lines of a text as examples, and what is wrong with the others. Lines count from 1; empty ones are left out. */
export function readMarkedLines(text: string): {
  examples: TaughtExample[];
  bad: { line: number; problem: MarkProblem }[];
} {
  const examples: TaughtExample[] = [];
  const bad: { line: number; problem: MarkProblem }[] = [];
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    if (line.trim() === "") return;
    const read = parseMarked(line.trim());
    if (typeof read === "string") bad.push({ line: index + 1, problem: read });
    else examples.push(read);
  });
  return { examples, bad };
}

/**
 * Marks what is selected in a text that may have marks already.
 * @returns null where nothing but spaces is selected, or the selection touches a mark or goes over lines.
 */
export function markSelection(
  marked: string,
  selection: { start: number; end: number },
  label: string,
): { text: string; caret: number } | null {
  const raw = marked.slice(selection.start, selection.end);
  const words = raw.trim();
  const start = selection.start + raw.indexOf(words);
  const end = start + words.length;
  if (words === "" || /[\r\n]/.test(words)) return null;
  // Inside of a mark the next sign of one closes it.
  const rest = marked.slice(end);
  const close = rest.indexOf(CLOSE);
  const isInside = close !== -1 && !rest.slice(0, close).includes(OPEN);
  if (isInside || words.includes(OPEN) || words.includes(CLOSE)) return null;
  const mark = `${OPEN}${words}${SEPARATOR}${label}${CLOSE}`;
  return { text: marked.slice(0, start) + mark + rest, caret: start + mark.length };
}
