import { HINT_LAYER, type TextSpan } from "../../core/output";

/** Classes of words that tell something about a person without naming anyone. */
export type HintLabel = "date" | "age" | "health" | "money";

interface Hint {
  label: HintLabel;
  /** Global; no nested quantifiers, so that no input makes it slow. */
  expression: RegExp;
  accept?(match: string): boolean;
}

const MONTHS =
  "(?:jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)|apr(?:il|\\.)|may|june?|july?|aug(?:ust|\\.)|sept?(?:ember|\\.)|oct(?:ober|\\.)|nov(?:ember|\\.)|dec(?:ember|\\.))";
const AMOUNT = "\\d{1,3}(?:[., ]\\d{3}){0,4}(?:[.,]\\d{1,2})?|\\d{1,12}(?:[.,]\\d{1,2})?";
const SIZE = "(?: ?(?:k|m|bn|thousand|million|billion)\\b)?";
const HEALTH_WORDS = [
  "addict(?:ed|ion)",
  "adhd",
  "alcoholi(?:c|sm)",
  "allerg(?:y|ies|ic)",
  "alzheimer(?:['’]s)?",
  "antidepressants?",
  "anxiety",
  "asthma(?:tic)?",
  "autis(?:m|tic)",
  "biopsy",
  "bipolar",
  "blood (?:pressure|type)",
  "cancer",
  "chemo(?:therapy)?",
  "chronic pain",
  "covid(?:-19)?",
  "dementia",
  "depress(?:ion|ed)",
  "diabet(?:es|ic)",
  "diagnos(?:is|es|ed)",
  "dialysis",
  "disab(?:ility|led)",
  "epilep(?:sy|tic)",
  "heart attack",
  "hepatitis",
  "hiv(?:-positive)?",
  "hospitali[sz]ed",
  "insulin",
  "medication",
  "migraines?",
  "miscarriage",
  "overdose[ds]?",
  "parkinson(?:['’]s)?",
  "pregnan(?:t|cy)",
  "prescri(?:bed|ptions?)",
  "psychiatri(?:c|sts?)",
  "rehab",
  "schizophreni(?:a|c)",
  "sick (?:leave|note)",
  "suicid(?:e|al)",
  "surgery",
  "symptoms?",
  "therap(?:y|ists?)",
  "tuberculosis",
  "tumou?rs?",
];
const MONEY_WORDS = [
  "bank balance",
  "bankrupt(?:cy)?",
  "credit score",
  "debts?",
  "income",
  "mortgage",
  "net worth",
  "overdraft",
  "salar(?:y|ies)",
  "severance",
  "tax returns?",
  "wages?",
];
const wordsOf = (words: readonly string[]) => new RegExp(`\\b(?:${words.join("|")})\\b`, "gi");

const HINTS: readonly Hint[] = [
  { label: "date", expression: /(?<![\d.-])\d{4}-\d{2}-\d{2}(?![\d-])/g, accept: isNumericDate },
  {
    label: "date",
    expression: /(?<![\d./-])\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})(?![\d./])/g,
    accept: isNumericDate,
  },
  {
    label: "date",
    expression: new RegExp(
      `(?<![\\d.])\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of )?${MONTHS}(?![\\p{L}\\p{N}])(?:,? \\d{4}\\b)?`,
      "giu",
    ),
    accept: (match) => Number.parseInt(match, 10) <= 31,
  },
  {
    label: "date",
    expression: new RegExp(
      `(?<![\\p{L}\\p{N}])${MONTHS} (?:\\d{4}(?!\\d)|\\d{1,2}(?:st|nd|rd|th)?(?![\\p{L}\\d])(?:,? \\d{4}(?!\\d))?)`,
      "giu",
    ),
  },
  { label: "age", expression: /\b(?:aged|age of|age:) ?\d{1,3}\b/gi, accept: isAge },
  { label: "age", expression: /\b\d{1,3}[- ](?:years?|months?|weeks?)[- ](?:old|of age)\b/gi, accept: isAge },
  {
    label: "age",
    expression:
      /\bin (?:his|her|their|my|your) (?:early |mid |mid-|late )?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b/gi,
  },
  { label: "health", expression: wordsOf(HEALTH_WORDS) },
  { label: "money", expression: new RegExp(`[$€£¥] ?(?:${AMOUNT})${SIZE}`, "gi") },
  {
    label: "money",
    expression: new RegExp(
      `(?<![\\d.,])(?:${AMOUNT})${SIZE} ?(?:€|(?:eur|usd|gbp|chf|euros?|dollars?|pounds|francs)\\b)`,
      "gi",
    ),
  },
  { label: "money", expression: wordsOf(MONEY_WORDS) },
];

/**
 * Words in English about dates, ages, health and money, where nothing stronger was found already. They depend on
 * the reader's judgement: a date may be a birthday or a deadline. Linear in the length of the text.
 */
export function detectHints(text: string, found: readonly TextSpan[]): TextSpan[] {
  const taken = [...found].sort((one, other) => one.start - other.start);
  const hints: TextSpan[] = [];
  for (const { label, expression, accept } of HINTS) {
    for (const match of text.matchAll(expression)) {
      if (accept !== undefined && !accept(match[0])) continue;
      const end = match.index + match[0].length;
      hints.push({ start: match.index, end, label, score: HINT_SCORE, layer: HINT_LAYER });
    }
  }
  hints.sort((one, other) => one.start - other.start || other.end - one.end);
  return withoutOverlaps(hints, taken);
}

/** What a pattern of words is worth, for want of a measured figure. */
const HINT_SCORE = 0.5;

/** Both lists in the order of the text; what begins first stays. */
function withoutOverlaps(hints: readonly TextSpan[], taken: readonly TextSpan[]): TextSpan[] {
  const kept: TextSpan[] = [];
  let next = 0;
  for (const hint of hints) {
    while ((taken[next]?.end ?? Number.POSITIVE_INFINITY) <= hint.start) next += 1;
    const isTaken = (taken[next]?.start ?? Number.POSITIVE_INFINITY) < hint.end;
    const last = kept.at(-1);
    if (!isTaken && (last === undefined || last.end <= hint.start)) kept.push(hint);
  }
  return kept;
}

function isNumericDate(match: string): boolean {
  const parts = match.split(/[-./]/).map(Number);
  const [first = 0, second = 0, third = 0] = parts;
  const pair = first > 1000 ? [second, third] : [first, second];
  return pair.every((part) => part >= 1 && part <= 31) && pair.some((part) => part <= 12);
}

function isAge(match: string): boolean {
  return Number.parseInt(match.replace(/^\D+/, ""), 10) <= 120;
}
