/** A prompt with its offered answers told apart; without such, all of it is the stem. */
export interface Question {
  stem: string;
  choices: string[];
}

const CHOICE = /^[ \t]*\(?([A-Ja-j])[.):][ \t]*(.*)$/;
/** More lines from the end are not looked at. */
const MOST_LINES = 400;

/** More of one choice says no more about it, in UTF-16 code units. */
const MOST_CHOICE = 2_000;
const ANSWER_MARK = /^answer ?:?$/i;

/** Finds the lines "A. …", "B. …" that a question ends with. An "Answer:" after them belongs to neither. */
export function readQuestion(prompt: string): Question {
  const body = withoutAnswerMark(prompt.trimEnd());
  const lines = body.split(/\r?\n/);
  const first = Math.max(0, lines.length - MOST_LINES);
  let start = -1;
  for (let index = lines.length - 1; index >= first; index -= 1) {
    const letter = CHOICE.exec(lines[index] ?? "")?.[1];
    if (letter?.toLowerCase() === "a") {
      start = index;
      break;
    }
  }
  if (start < 0) return { stem: body, choices: [] };
  const choices: string[] = [];
  for (const line of lines.slice(start)) {
    const found = CHOICE.exec(line);
    const expected = String.fromCharCode("a".charCodeAt(0) + choices.length);
    if (found?.[1]?.toLowerCase() === expected) choices.push(found[2] ?? "");
    else if (choices.length > 0) choices.push(`${choices.pop() ?? ""} ${line.trim()}`.slice(0, MOST_CHOICE));
  }
  if (choices.length < 2) return { stem: body, choices: [] };
  return {
    stem: lines.slice(0, start).join("\n"),
    choices: choices.map((choice) => choice.trim().slice(0, MOST_CHOICE)),
  };
}

/** Without a last line that only says "Answer:". Regular expressions that seek it from the front can take minutes. */
function withoutAnswerMark(text: string): string {
  const lineStart = text.lastIndexOf("\n") + 1;
  const isMark =
    lineStart > 0 && text.length - lineStart < 20 && ANSWER_MARK.test(text.slice(lineStart).trim());
  return isMark ? text.slice(0, lineStart).trimEnd() : text;
}
