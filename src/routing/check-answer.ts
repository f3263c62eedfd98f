import type { FinishReason } from "../core/event";
import type { StructuredOutput } from "../core/output";
import type { AnswerDoubt } from "../core/run";

/** An answer as it ended. */
export interface EndedAnswer {
  text: string;
  output: StructuredOutput | null;
  finishReason: FinishReason | null;
  /** Whether the request asked for JSON. */
  isJsonWanted: boolean;
  /** Mean probability of its tokens, 0 to 1, where the engine gives it. */
  meanTokenProbability?: number;
}

/** A phrase of so many words that comes so often makes a text a loop. */
const PHRASE_WORDS = 6;
const MOST_PHRASES = 4;
const MOST_EQUAL_WORDS = 6;
const LETTER = /\p{L}/u;
/** Beyond it the text is judged by its end, where loops are. UTF-16 code units. */
const READ_CHARACTERS = 20_000;
/** Refusals are short, and say so at once. */
const REFUSAL_CHARACTERS = 200;
const REFUSAL =
  /\b(?:i(?:['’]m| am) (?:sorry|afraid|unable|not able)|i (?:can(?:not|['’]t)|won['’]t|am unable to)|as an ai|i (?:do not|don['’]t) have (?:access|enough|the ability))\b/i;
/**
 * Below it the model guessed. A fluent model of 260,000 parameters gave .38 at least and .51 in the middle of 43 answers
 * to prompts that were foreign to it, drawn at temperature .7, and .51 at least at 0. No set of right and wrong answers
 * stands behind this, so the line is drawn below all of them.
 */
const LEAST_TOKEN_PROBABILITY = 0.3;
/** Below it the first label of several is hardly better than the others. */
const LEAST_LABEL_SCORE = 0.4;

/**
 * What is doubtful about an answer of a small model, the gravest first; empty where nothing is. It sees form alone: an
 * answer without doubts can still be wrong.
 */
export function checkAnswer(answer: EndedAnswer): AnswerDoubt[] {
  const text = answer.text.trim();
  const doubts: AnswerDoubt[] = [];
  if (answer.output === null && text === "") return ["empty"];
  if (isLoop(text)) doubts.push("repetition");
  if (answer.finishReason === "refusal" || REFUSAL.test(text.slice(0, REFUSAL_CHARACTERS)))
    doubts.push("refusal");
  if (answer.isJsonWanted && answer.output === null && !isJson(text)) doubts.push("shape");
  if (answer.finishReason === "length") doubts.push("cut");
  if (isGuess(answer)) doubts.push("unsure");
  return doubts;
}

function isGuess({ output, meanTokenProbability }: EndedAnswer): boolean {
  if (meanTokenProbability !== undefined && meanTokenProbability < LEAST_TOKEN_PROBABILITY) return true;
  if (output?.kind !== "labels") return false;
  return output.isUnsure === true || (output.labels[0]?.score ?? 1) < LEAST_LABEL_SCORE;
}

/** One word over and over, or one phrase again and again. */
function isLoop(text: string): boolean {
  const words = text.slice(-READ_CHARACTERS).toLowerCase().split(/\s+/);
  let equal = 1;
  for (let index = 1; index < words.length; index += 1) {
    equal = words[index] === words[index - 1] ? equal + 1 : 1;
    if (equal >= MOST_EQUAL_WORDS && LETTER.test(words[index] ?? "")) return true;
  }
  const seen = new Map<string, { count: number; next: number }>();
  for (let index = 0; index + PHRASE_WORDS <= words.length; index += 1) {
    const phrase = words.slice(index, index + PHRASE_WORDS).join(" ");
    const before = seen.get(phrase);
    // Those that overlap the last one are the same stretch.
    if (before !== undefined && index < before.next) continue;
    const count = (before?.count ?? 0) + 1;
    if (count >= MOST_PHRASES && LETTER.test(phrase)) return true;
    seen.set(phrase, { count, next: index + PHRASE_WORDS });
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^```(?:json)?\s*|\s*```$/g, ""));
    return true;
  } catch {
    return false;
  }
}
