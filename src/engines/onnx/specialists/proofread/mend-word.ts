import type { Lexicon, VerbForm } from "./lexicon";
import { ARTICLES, groupOf, PREPOSITIONS, splitTag, type TagGroup } from "./tag-groups";

/** A word of a sentence while it is being mended. */
export interface Word {
  text: string;
  /** Touches its neighbour without white space: `well-known`, `and/or`. */
  isAttachedBefore: boolean;
  isAttachedAfter: boolean;
}

/** What should stand in place of one word. */
export interface Mend {
  /** None for a deletion; the word itself and more for an insertion after it. */
  words: readonly string[];
  group: TagGroup;
  confidence: number;
  reason: string;
}

/** Where a word stands, as far as the rules need to know. */
export interface Place {
  words: readonly Word[];
  index: number;
  isBeginning: boolean;
  isClosed: boolean;
  isRunningText: boolean;
  /** Something was mended here before, so that more mistakes are likely. */
  isFaulty: boolean;
}

const RULE_CONFIDENCE = 0.97;
const SHORTEST_FOR_FULL_STOP = 5;
/** Headings and list items have a grammar of their own. */
const SHORTEST_FRAGMENT = 4;
const SHORTEST_FRAGMENT_TO_FILL = 7;
const FEWEST_WORDS_FOR_CAPITAL = 3;
const MODALS = new Set(["would", "could", "should", "might", "must"]);
const I_CONTRACTIONS = new Set(["i'm", "i've", "i'll", "i'd"]);
const ALWAYS_CAPITAL = new Set(
  (
    "monday tuesday wednesday thursday friday saturday sunday january february april june july september october " +
    "november december"
  ).split(" "),
);
const REPEATED_BY_MISTAKE = new Set(
  (
    "the a an to of is are and for with at be it this we you they he she i was were as or from my your " +
    "their our if but can will would"
  ).split(" "),
);
const MAY_BE_REPEATED = new Set(["that", "had", "her", "so", "very"]);
const DELETABLE = new Set([...ARTICLES, ...PREPOSITIONS, "am", "is", "are", "have", "more", ","]);
const WORD = /^\p{L}/u;
const PLAIN_WORD = /^(?:[A-Za-z]?[a-z]+(?:'[a-z]+)*|I|I'[a-z]+|A)$/;
const LOWER_WORD = /^[a-z]+$/;
const NO_VOWEL_SOUND = /^(?:uni|use|usa|usu|util|eu|ew|one|once|ubi)/i;
const VOWEL_SOUND = /^(?:[aeio]|u|hour|honest|honou?r|heir|8)/i;
const SPELT_OUT = /^[A-Z]{2,}|^[A-Z]$/;

/** Mistakes that rules find without the model. */
export function mendByRule(place: Place, lexicon: Lexicon): Mend | undefined {
  const word = place.words[place.index];
  if (!word || isAttached(word)) return undefined;
  const lower = word.text.toLowerCase();
  const before = place.words[place.index - 1];
  const after = place.words[place.index + 1];
  if (word.text === "i" && after && WORD.test(after.text) && before?.text !== "(") {
    return rule(["I"], "case", "“I” is always a capital letter.");
  }
  if (I_CONTRACTIONS.has(word.text)) {
    return rule([`I${word.text.slice(1)}`], "case", "“I” is always a capital letter.");
  }
  if (ALWAYS_CAPITAL.has(word.text)) {
    return rule([capitalise(word.text)], "case", "Names of days and months have a capital letter.");
  }
  const contraction = lexicon.contractions.get(lower);
  if (contraction && !lexicon.isKnownWithoutApostrophe(lower) && isPlain(word.text)) {
    return rule([matchCase(contraction, word.text)], "contraction", "The apostrophe is missing.");
  }
  if (
    lower === "of" &&
    before &&
    MODALS.has(before.text.toLowerCase()) &&
    after?.text.toLowerCase() !== "course"
  ) {
    return rule(
      [matchCase("have", word.text)],
      "confusable",
      "After “would”, “could” or “should” it is “have”.",
    );
  }
  if (
    before &&
    !before.isAttachedBefore &&
    REPEATED_BY_MISTAKE.has(lower) &&
    before.text.toLowerCase() === lower
  ) {
    return rule([], "deletion", "The word is repeated.");
  }
  return undefined;
}

/** What a tag of the model asks for, unless the rules forbid it here. */
export function mendByTag(
  place: Place,
  tag: string,
  probability: number,
  lexicon: Lexicon,
): Mend | undefined {
  const word = place.words[place.index];
  if (!word || tag === "KEEP" || tag === "SPELL" || tag === "LOW") return undefined;
  const group = groupOf(tag, word.text);
  const thresholds = place.isFaulty ? lexicon.thresholdsIfFaulty : lexicon.thresholds;
  if (probability < (thresholds[group] ?? 1)) return undefined;
  const { action, target } = splitTag(tag);
  const isFragment = !place.isClosed && !place.isRunningText;
  if (isFragment && place.words.length < (action === "APP" ? SHORTEST_FRAGMENT_TO_FILL : SHORTEST_FRAGMENT)) {
    return undefined;
  }
  const confidence = lexicon.confidenceOf(probability);
  if (action === "APP") return mendByInsertion(place, word, target, group, confidence);
  if (isAttached(word)) return undefined;
  if (action === "DEL") return mendByDeletion(place, word, group, confidence);
  if (!isPlain(word.text)) return undefined;
  const isName = place.index > 0 && /^[A-Z]/.test(word.text) && word.text !== "I";
  if (isName) return undefined;
  const replacement =
    action === "REP"
      ? replaceConfusable(place, word.text, target, lexicon)
      : inflect(place, word.text, action, lexicon);
  if (replacement === undefined || replacement === word.text) return undefined;
  return {
    words: [replacement],
    group,
    confidence,
    reason: reasonFor(group, word.text, replacement, action),
  };
}

/** Gives `replacement` the capital of `original`. */
export function matchCase(replacement: string, original: string): string {
  return /^[A-Z]/.test(original) && original !== "I" ? capitalise(replacement) : replacement;
}

/** Whether a word consists of plain letters in an ordinary case: no name in capitals, no foreign letters. */
export function isPlain(word: string): boolean {
  return PLAIN_WORD.test(word);
}

function rule(words: readonly string[], group: TagGroup, reason: string): Mend {
  return { words, group, confidence: RULE_CONFIDENCE, reason };
}

function mendByInsertion(
  place: Place,
  word: Word,
  target: string,
  group: TagGroup,
  confidence: number,
): Mend | undefined {
  const after = place.words[place.index + 1];
  if (word.isAttachedAfter || (!WORD.test(word.text) && word.text !== ",")) return undefined;
  if (target === ".") {
    const last = place.words.length - 1;
    if (after || place.isClosed || !place.isRunningText || last < SHORTEST_FOR_FULL_STOP) return undefined;
    return { words: [word.text, "."], group, confidence, reason: "The full stop is missing." };
  }
  if (!after || !/^[\p{L}\p{Nd}]/u.test(after.text) || after.isAttachedAfter) return undefined;
  if (target === ",") {
    return word.text === ","
      ? undefined
      : { words: [word.text, ","], group, confidence, reason: "A comma may be missing." };
  }
  if (after.text.toLowerCase() === target || word.text.toLowerCase() === target) return undefined;
  const inserted = target === "a" || target === "an" ? articleBefore(after.text) : target;
  return {
    words: [word.text, ...inserted.split(" ")],
    group,
    confidence,
    reason: group === "article" ? "An article may be missing." : `“${inserted}” may be missing.`,
  };
}

function mendByDeletion(place: Place, word: Word, group: TagGroup, confidence: number): Mend | undefined {
  const lower = word.text.toLowerCase();
  const isInside = place.index > 0 && place.index < place.words.length - 1;
  const isRepeated = place.words[place.index - 1]?.text.toLowerCase() === lower;
  if (isRepeated && MAY_BE_REPEATED.has(lower)) return undefined;
  if (!isInside || (!isRepeated && !DELETABLE.has(lower)) || word.text !== lower) return undefined;
  return {
    words: [],
    group,
    confidence,
    reason: isRepeated ? "The word is repeated." : "This is not needed here.",
  };
}

function replaceConfusable(place: Place, word: string, target: string, lexicon: Lexicon): string | undefined {
  const lower = word.toLowerCase();
  const isPair = lexicon.confusables.get(word === "I" ? "I" : lower)?.includes(target);
  const isBareContraction = target.includes("'") && target.replaceAll("'", "").toLowerCase() === lower;
  if (!isPair && !isBareContraction) return undefined;
  if (target !== "a" && target !== "an") return matchCase(target, word);
  const article = articleBefore(place.words[place.index + 1]?.text ?? "");
  return ARTICLES.has(lower) && article !== lower ? matchCase(article, word) : undefined;
}

function inflect(place: Place, word: string, action: string, lexicon: Lexicon): string | undefined {
  const lower = word.toLowerCase();
  switch (action) {
    case "CAP": {
      if (!LOWER_WORD.test(word)) return undefined;
      const name = lexicon.proper.get(lower);
      if (name) return name;
      const isSentence = place.isBeginning && (place.isClosed || place.isRunningText);
      const isLongEnough = place.words.length > FEWEST_WORDS_FOR_CAPITAL;
      return place.index === 0 && isSentence && isLongEnough ? capitalise(word) : undefined;
    }
    case "PLUR":
      return matchCase(lexicon.pluralOf.get(lower) ?? lower, word);
    case "SING":
      return matchCase(lexicon.singularOf.get(lower) ?? lower, word);
    default: {
      const form = lexicon.verbs.get(lower)?.[action as VerbForm];
      return form === undefined ? undefined : matchCase(form, word);
    }
  }
}

function articleBefore(word: string): "a" | "an" {
  if (SPELT_OUT.test(word)) return /^[AEFHILMNORSX]/.test(word) ? "an" : "a";
  return VOWEL_SOUND.test(word) && !NO_VOWEL_SOUND.test(word) ? "an" : "a";
}

function reasonFor(group: TagGroup, word: string, replacement: string, action: string): string {
  switch (group) {
    case "article":
      if (word.toLowerCase() === "a" && replacement.toLowerCase() === "an")
        return "“an” goes before a vowel sound.";
      if (word.toLowerCase() === "an" && replacement.toLowerCase() === "a") {
        return "“a” goes before a consonant sound.";
      }
      return `“${replacement}” fits better here.`;
    case "preposition":
      return `“${replacement}” fits better here.`;
    case "verb":
      return "The form of the verb does not fit.";
    case "number":
      return action === "PLUR" ? "The plural fits better here." : "The singular fits better here.";
    case "contraction":
      return "The apostrophe is missing.";
    case "case":
      return replacement === "I" ? "“I” is always a capital letter." : "This needs a capital letter.";
    default:
      return `“${word}” and “${replacement}” are easily confused.`;
  }
}

function isAttached(word: Word): boolean {
  return word.isAttachedBefore || word.isAttachedAfter;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
