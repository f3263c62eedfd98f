import { readQuestion } from "./read-question";

/** How much of a prompt the counting features read: its beginning and its end, in UTF-16 code units. */
const HEAD = 3_000;
const TAIL = 1_500;

const WORDS = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const NUMBERS = /\d+(?:[.,]\d+)*/g;
const SENTENCE_ENDS = /[.!?。！？]+(?=\s|$)|\n\s*\n/gu;
const MATHS_SIGNS = /[=+*/^<>≤≥≠±×÷√∑∫π∈∞|]|\\[a-z]{2,}|\b[a-z]\([a-z]\)/g;
const VARIABLES = /(?<![\p{L}\p{N}'’])[b-hj-zB-HJ-Z](?![\p{L}\p{N}'’.])/gu;
const CODE_MARKS =
  /[{};]|=>|\(\)|\bdef |\bclass |\bfunction\b|\breturn\b|\bimport |```|\bSELECT\b|<\/?[a-z]+>/g;
const LATER_CAPITALS = /(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+/gu;

/** Groups of words, each one feature: how often any of them occurs. */
const WORD_GROUPS = {
  quantity:
    "more less fewer times twice half third quarter double triple each every per total altogether remaining left rest sum difference product ratio percent average combined equally cost costs price earn earns pay paid spend spent sold rate speed hour hours minute minutes day days week weeks",
  calculate:
    "calculate compute find solve determine derive evaluate simplify estimate approximately maximum minimum probability equation value",
  reason:
    "prove proof show deduce infer conclude logically valid argument implies therefore hence assume suppose given",
  condition: "if unless whether provided assuming otherwise although because since while",
  contrast: "not except least false incorrect never without cannot no neither nor",
  judge: "best most likely should would could probably primarily main better strongest",
  recall: "who when where name called known term refers defined definition",
  explain:
    "why how explain compare describe discuss analyze analyse evaluate difference between example examples",
  create:
    "write compose draft story poem essay blog email letter imagine pretend act roleplay character creative",
  format: "list table json bullet format step steps following based using only least exactly words sentences",
  person: "he she his her him they their man woman person son daughter wife husband friend",
  past: "was were had did went said told found made took gave",
  code: "code program programming function functions script algorithm algorithms api apis endpoint endpoints database sql query schema python javascript typescript java rust golang kotlin swift php ruby perl bash shell powershell regex json xml yaml html css react vue django flask docker kubernetes git linux server client compile compiler debug bug bugs exception stack array arrays string strings integer integers pointer class classes method methods variable variables loop recursion recursive quicksort binary tree graph linked hash queue unit tests framework library package npm pandas numpy tensorflow dataframe csv implement refactor thread threads async backend frontend app website plugin cli deploy",
  maths:
    "prove proof theorem lemma integer integers prime primes even odd divisible remainder equation equations inequality polynomial derivative integral limit matrix vector determinant triangle circle radius angle area volume perimeter probability dice permutation permutations combination combinations ratio fraction fractions percent percentage sum product sequence series logarithm sine cosine root roots square cube modulo digits average median variance interest",
  logic:
    "puzzle riddle logic logical logically syllogism premise premises liar liars lies truth truthful knights knaves must therefore deduce older younger taller shorter faster slower left right between next sits seated neither brother sister brothers sisters father mother uncle possible impossible guarantee certain",
  writing:
    "poem poems limerick haiku story tale novel essay letter email speech song lyrics slogan tagline tweet blog post caption screenplay dialogue scene character headline brainstorm ideas itinerary recipe menu toast greeting persona pretend imagine roleplay act advert advertisement cover announcement invitation",
  rewriting:
    "rewrite rephrase paraphrase reword proofread edit correct grammar grammatical grammatically spelling typos polish tone formal informal concise wording clearer friendlier shorten expand passive",
  summary: "summarize summarise summary tldr condense gist takeaways recap abstract headline outline",
  translation:
    "translate translation french spanish german italian portuguese japanese chinese korean russian arabic dutch polish hindi turkish swedish greek latin english",
  extraction:
    "extract classify categorize categorise label identify entities sentiment positive negative neutral spam passage paragraph according mentioned keywords fields rate reviews topic detect",
} as const;

const GROUP_NAMES = Object.keys(WORD_GROUPS) as (keyof typeof WORD_GROUPS)[];
const GROUP_OF = new Map<string, number[]>();
for (const [index, name] of GROUP_NAMES.entries()) {
  for (const word of WORD_GROUPS[name].split(" ")) GROUP_OF.set(word, [...(GROUP_OF.get(word) ?? []), index]);
}

/** Names of the features, in the order of the numbers. */
export const FEATURE_NAMES = [
  "logCharacters",
  "logStemWords",
  "logSentences",
  "wordsPerSentence",
  "longestWord",
  "letterPerWord",
  "longWordShare",
  "distinctShare",
  "logNumbers",
  "numberShare",
  "logMathsSigns",
  "logVariables",
  "logCode",
  "capitalShare",
  "commasPerSentence",
  "quotes",
  "lines",
  "isChoice",
  "choiceCount",
  "choiceWords",
  "choiceLongest",
  "choiceSpread",
  "choiceNumeric",
  "choiceOverlap",
  "choiceCapital",
  "choiceOfAll",
  "romanParts",
  "isQuestion",
  "isUnfinished",
  "whichOf",
  "blank",
  "shouted",
  "nonLatin",
  ...GROUP_NAMES.map((name) => `words:${name}` as const),
] as const;

export function promptFeatures(prompt: string): number[] {
  const { stem: wholeStem, choices } = readQuestion(prompt);
  const stem = clip(wholeStem);
  const words = stem.match(WORDS) ?? [];
  const lower = words.map((word) => word.toLowerCase());
  const count = Math.max(1, words.length);
  const scale = wholeStem.length / Math.max(1, stem.length);
  const sentences = Math.max(1, countOf(stem, SENTENCE_ENDS));
  const groups = new Array<number>(GROUP_NAMES.length).fill(0);
  for (const word of lower)
    for (const group of GROUP_OF.get(word) ?? []) groups[group] = (groups[group] ?? 0) + 1;
  const numbers = countOf(stem, NUMBERS);
  const choiceWords = choices.map((choice) => (choice.match(WORDS) ?? []).map((word) => word.toLowerCase()));
  const lengths = choices.map((choice) => choice.length);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const last = stem.trimEnd().slice(-1) || " ";
  const isChoice = choices.length >= 2 ? 1 : 0;
  return [
    Math.log1p(prompt.length),
    Math.log1p(words.length * scale),
    Math.log1p(sentences * scale),
    Math.min(60, count / sentences),
    Math.min(
      20,
      words.reduce((longest, word) => Math.max(longest, word.length), 0),
    ),
    letters / count,
    words.filter((word) => word.length >= 9).length / count,
    new Set(lower).size / count,
    Math.log1p(numbers),
    numbers / (count + numbers),
    Math.log1p(countOf(stem, MATHS_SIGNS)),
    Math.log1p(countOf(stem, VARIABLES)),
    Math.log1p(countOf(stem, CODE_MARKS)),
    countOf(stem, LATER_CAPITALS) / count,
    Math.min(6, countOf(stem, /,/g) / sentences),
    Math.log1p(countOf(stem, /["“”]/g)),
    Math.log1p(countOf(stem.trim(), /\n/g)),
    isChoice,
    choices.length,
    isChoice ? Math.log1p(choiceWords.reduce((sum, list) => sum + list.length, 0) / choices.length) : 0,
    isChoice ? Math.log1p(Math.max(...lengths)) : 0,
    isChoice ? Math.log1p(Math.max(...lengths) - Math.min(...lengths)) : 0,
    isChoice ? choices.filter((choice) => /^[^\p{L}]*\d/u.test(choice)).length / choices.length : 0,
    isChoice ? overlapOf(choiceWords) : 0,
    isChoice ? choices.filter((choice) => /\p{Ll} \p{Lu}\p{Ll}/u.test(choice)).length / choices.length : 0,
    choices.some((choice) => /\b(all|none|both|neither) (of|the|a|i)\b/i.test(choice)) ? 1 : 0,
    Math.min(
      4,
      countOf(
        prompt.slice(0, HEAD),
        /(?:^|[\s(])(?:I|II|III|IV)[.),](?=\s)|\bI+ (?:and|only)\b|\bStatement \d/g,
      ),
    ),
    last === "?" ? 1 : 0,
    "?.!".includes(last) ? 0 : 1,
    /\bwhich (?:one )?of (?:the|these)\b/i.test(stem) ? 1 : 0,
    /_{2,}/.test(stem) ? 1 : 0,
    Math.min(3, countOf(stem, /\b(?:NOT|EXCEPT|LEAST|ONLY|BEST|MOST|FALSE|TRUE|INCORRECT)\b/g)),
    nonLatinShare(stem),
    ...groups.map((hits) => Math.log1p(hits)),
  ];
}

function clip(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function nonLatinShare(text: string): number {
  const letters = countOf(text, /\p{L}/gu);
  return letters === 0 ? 0 : 1 - countOf(text, /\p{Script=Latin}/gu) / letters;
}

/** How many words two choices share, on the mean of all pairs: near-alike choices ask for an exact reading. */
function overlapOf(choices: readonly (readonly string[])[]): number {
  let sum = 0;
  let pairs = 0;
  for (let one = 0; one < choices.length; one += 1) {
    for (let other = one + 1; other < choices.length; other += 1) {
      const first = new Set(choices[one]);
      const second = new Set(choices[other]);
      const union = new Set([...first, ...second]).size;
      if (union > 0) sum += (first.size + second.size - union) / union;
      pairs += 1;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
