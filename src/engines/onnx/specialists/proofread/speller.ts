import type { Lexicon } from "./lexicon";

/** A proposed spelling and how it was found. */
interface Spelling {
  word: string;
  /** From the list of known typos, or by one or two slips. */
  found: "typo-list" | "one-slip" | "two-slips";
}

/** Gives the most likely spelling of an unknown word in lower case, if there is a good one. */
export type Speller = (word: string) => Spelling | undefined;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: "qsz",
  b: "vgn",
  c: "xvd",
  d: "sfe",
  e: "wrd",
  f: "dgr",
  g: "fht",
  h: "gjy",
  i: "uok",
  j: "hku",
  k: "jli",
  l: "ko",
  m: "nj",
  n: "bmh",
  o: "ipl",
  p: "ol",
  q: "wa",
  r: "etf",
  s: "adw",
  t: "ryg",
  u: "yij",
  v: "cbf",
  w: "qes",
  x: "zcs",
  y: "tuh",
  z: "xa",
};
const VOWELS = new Set("aeiou");
const SHORTEST_WORD = 3;
const SHORTEST_FOR_TWO_SLIPS = 7;
/** Twice the binary logarithm of the count, as in the lexicon. */
const RAREST_ONE_SLIP = 34;
const RAREST_TWO_SLIPS = 40;
const SAME_FIRST_LETTER_BONUS = 6;
const LIKELY_SLIP_BONUS = 4;
const SWAP_BONUS = 7;
const ENDINGS = ["s", "es", "ed", "ing", "er", "ers", "ly", "ness", "able", "less", "like", "ish"];
/** Endings that are often put on wrongly (`stoped`), so that a short stem proves nothing. */
const INFLECTIONS = new Set(["s", "es", "ed", "ing", "ly"]);
const TAKES_E_AWAY = new Set(["ed", "ing", "er", "ers", "able"]);
const BEGINNINGS = [
  ..."un re non pre sub multi over micro inter anti auto counter cyber de dis hyper meta mis out post pseudo semi super under".split(
    " ",
  ),
];
const SHORTEST_STEM = 4;
const SHORTEST_COMPOUND_PART = 4;
const RAREST_COMPOUND_PART = 44;

/** Builds a speller over the lexicon; answers are remembered. */
export function createSpeller(lexicon: Lexicon): Speller {
  const remembered = new Map<string, Spelling | undefined>();
  const wordsByStart = groupByFirstLetter(lexicon);
  return (word) => {
    if (remembered.has(word)) return remembered.get(word);
    const spelling = findSpelling(word, lexicon, wordsByStart);
    remembered.set(word, spelling);
    return spelling;
  };
}

function findSpelling(
  word: string,
  lexicon: Lexicon,
  wordsByStart: ReadonlyMap<string, readonly string[]>,
): Spelling | undefined {
  const listed = lexicon.typos.get(word);
  if (listed) return { word: listed, found: "typo-list" };
  if (word.length < SHORTEST_WORD || isPlausibleNewWord(word, lexicon)) return undefined;
  const near = bestOneSlip(word, lexicon);
  if (near) return { word: near, found: "one-slip" };
  if (word.length < SHORTEST_FOR_TWO_SLIPS) return undefined;
  const far = bestTwoSlips(word, lexicon, wordsByStart.get(word.charAt(0)) ?? []);
  return far ? { word: far, found: "two-slips" } : undefined;
}

/** `refactorings`, `subfolder`, `pagelayout`: built from known parts, so no typo. */
function isPlausibleNewWord(word: string, lexicon: Lexicon): boolean {
  const isStem = (stem: string) => stem.length >= SHORTEST_STEM && lexicon.frequencies.has(stem);
  for (const ending of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, -ending.length);
    const isLongEnough = stem.length > SHORTEST_STEM || !INFLECTIONS.has(ending);
    if (isLongEnough && (isStem(stem) || (TAKES_E_AWAY.has(ending) && isStem(`${stem}e`)))) return true;
  }
  if (word.endsWith("bly") && isStem(`${word.slice(0, -1)}e`)) return true;
  for (const beginning of BEGINNINGS) {
    if (word.startsWith(beginning) && isStem(word.slice(beginning.length).replace(/^-/, ""))) return true;
  }
  const isPart = (part: string) => (lexicon.frequencies.get(part) ?? 0) >= RAREST_COMPOUND_PART;
  for (let cut = SHORTEST_COMPOUND_PART; cut <= word.length - SHORTEST_COMPOUND_PART; cut += 1) {
    if (isPart(word.slice(0, cut)) && isPart(word.slice(cut))) return true;
  }
  return false;
}

function bestOneSlip(word: string, lexicon: Lexicon): string | undefined {
  let best: string | undefined;
  let bestScore = 0;
  const consider = (candidate: string, bonus: number) => {
    const frequency = lexicon.frequencies.get(candidate);
    if (frequency === undefined || frequency < RAREST_ONE_SLIP || candidate.length < 2) return;
    const sameStart = candidate.charAt(0) === word.charAt(0) ? SAME_FIRST_LETTER_BONUS : 0;
    const score = frequency + bonus + sameStart;
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  };
  for (let index = 0; index <= word.length; index += 1) {
    const before = word.slice(0, index);
    const after = word.slice(index);
    const letter = after.charAt(0);
    const last = before.at(-1) ?? "";
    if (letter) consider(before + after.slice(1), letter === last ? LIKELY_SLIP_BONUS : 0);
    if (after.length > 1) consider(before + after.charAt(1) + letter + after.slice(2), SWAP_BONUS);
    for (const other of ALPHABET) {
      if (letter && other !== letter) {
        const likely = NEIGHBOURS[letter]?.includes(other) || (VOWELS.has(letter) && VOWELS.has(other));
        consider(before + other + after.slice(1), likely ? LIKELY_SLIP_BONUS : 0);
      }
      consider(before + other + after, other === last || other === letter ? LIKELY_SLIP_BONUS : 1);
    }
  }
  return best;
}

function bestTwoSlips(word: string, lexicon: Lexicon, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestFrequency = RAREST_TWO_SLIPS - 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > 2) continue;
    const frequency = lexicon.frequencies.get(candidate) ?? 0;
    if (frequency > bestFrequency && isWithinTwoSlips(word, candidate)) {
      best = candidate;
      bestFrequency = frequency;
    }
  }
  return best;
}

/** Deletions, insertions, replacements and swaps of neighbours; two at most. */
function isWithinTwoSlips(left: string, right: string, slips = 2): boolean {
  let index = 0;
  while (index < left.length && index < right.length && left[index] === right[index]) index += 1;
  const leftRest = left.slice(index);
  const rightRest = right.slice(index);
  if (leftRest === rightRest) return true;
  if (slips === 0 || Math.abs(leftRest.length - rightRest.length) > slips) return false;
  const fewer = slips - 1;
  return (
    isWithinTwoSlips(leftRest.slice(1), rightRest.slice(1), fewer) ||
    isWithinTwoSlips(leftRest.slice(1), rightRest, fewer) ||
    isWithinTwoSlips(leftRest, rightRest.slice(1), fewer) ||
    (leftRest.length > 1 &&
      leftRest[0] === rightRest[1] &&
      leftRest[1] === rightRest[0] &&
      isWithinTwoSlips(leftRest.slice(2), rightRest.slice(2), fewer))
  );
}

function groupByFirstLetter(lexicon: Lexicon): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [word, frequency] of lexicon.frequencies) {
    if (frequency < RAREST_TWO_SLIPS || word.length < SHORTEST_FOR_TWO_SLIPS - 2) continue;
    const group = groups.get(word.charAt(0));
    if (group) group.push(word);
    else groups.set(word.charAt(0), [word]);
  }
  return groups;
}
