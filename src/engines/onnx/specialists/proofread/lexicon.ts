import { frontDecode, unpackLists } from "../shared/packed-lists";

/** What `lists.bin` holds once unpacked; written by `training/proofread/export.py`. */
interface PackedLists {
  tags: string[];
  thresholds: Record<string, number>;
  thresholdsIfFaulty: Record<string, number>;
  calibration: [slope: number, shift: number];
  names: string;
  words: string;
  frequencies: string;
  typos: string;
  corrections: string;
  verbs: string;
  plurals: string;
  confusables: Record<string, string[]>;
  flagged: string;
  contractions: Record<string, string>;
  proper: Record<string, string>;
}

/** The forms of a verb, in the order of the tags. */
const VERB_FORMS = ["VB", "VBZ", "VBG", "VBD", "VBN"] as const;
export type VerbForm = (typeof VERB_FORMS)[number];

const FIRST_CODE = 33;
const FLAG_KNOWN = 1;
const FLAG_FORM = 2;
const FLAG_NUMBER = 12;
const FLAG_CONFUSABLE = 36;
const FLAG_CONTRACTION = 72;
const STARTS_WITH_ASCII_LETTER = /^[a-z]/;

/** The proofreader's word lists. */
export interface Lexicon {
  tags: readonly string[];
  /** The probability from which an edit of a group is offered. */
  thresholds: Readonly<Record<string, number>>;
  /** The same for a sentence in which something has been mended. */
  thresholdsIfFaulty: Readonly<Record<string, number>>;
  /** How often edits of this probability were right on development text: 0 to 1. */
  confidenceOf(probability: number): number;
  /** Names of people and places in lower case that no dictionary has. */
  names: ReadonlySet<string>;
  /** Known words, each with twice the binary logarithm of its count. */
  frequencies: ReadonlyMap<string, number>;
  /** From a misspelt word to what was meant, possibly two words. */
  typos: ReadonlyMap<string, string>;
  /** All forms of each verb, found by any of them. */
  verbs: ReadonlyMap<string, Readonly<Record<VerbForm, string>>>;
  pluralOf: ReadonlyMap<string, string>;
  singularOf: ReadonlyMap<string, string>;
  /** Words that are taken for one another (`their`, `there`), both ways. */
  confusables: ReadonlyMap<string, readonly string[]>;
  /** From the spelling without apostrophe to the contraction. */
  contractions: ReadonlyMap<string, string>;
  /** From lower case to the capitalised word. */
  proper: ReadonlyMap<string, string>;
  /** Whether the dictionary has the word, also as a possessive or contraction. */
  isKnown(word: string): boolean;
  /** Whether `dont` and the like are words of their own (`cant`, `wont`): then only the context can tell. */
  isKnownWithoutApostrophe(word: string): boolean;
  /** The sixth feature of a word: what the lists say about it. Training computes the same. */
  flag(word: string): number;
}

/** Unpacks `lists.bin`. */
export async function readLexicon(file: Uint8Array): Promise<Lexicon> {
  return buildLexicon((await unpackLists(file)) as PackedLists);
}

function buildLexicon(lists: PackedLists): Lexicon {
  const frequencies = new Map<string, number>();
  for (const [index, word] of frontDecode(lists.words).entries()) {
    frequencies.set(word, lists.frequencies.charCodeAt(index) - FIRST_CODE);
  }
  const corrections = lists.corrections.split("\n");
  const typos = new Map(frontDecode(lists.typos).map((typo, index) => [typo, corrections[index] ?? typo]));
  const { verbs, formNumbers } = indexVerbs(lists.verbs);
  const pluralOf = new Map<string, string>();
  const singularOf = new Map<string, string>();
  for (const line of lists.plurals.split("\n")) {
    const [singular = "", plural = `${singular}s`] = line.split(" ");
    pluralOf.set(singular, plural);
    singularOf.set(plural, singular);
  }
  const confusables = new Map(Object.entries(lists.confusables));
  const flagged = new Set(lists.flagged.split(" "));
  const contractions = new Map(Object.entries(lists.contractions));

  function isKnown(word: string): boolean {
    const lower = word.toLowerCase();
    if (!STARTS_WITH_ASCII_LETTER.test(lower) || frequencies.has(lower)) return true;
    const apostrophe = lower.indexOf("'");
    if (apostrophe < 0) return false;
    if (lower.slice(apostrophe) === "'s" && frequencies.has(lower.slice(0, apostrophe))) return true;
    return contractions.has(lower.replaceAll("'", ""));
  }

  function flag(word: string): number {
    const lower = word.toLowerCase();
    const number = pluralOf.has(lower) ? 1 : singularOf.has(lower) ? 2 : 0;
    return (
      1 +
      FLAG_KNOWN * Number(isKnown(word)) +
      FLAG_FORM * (formNumbers.get(lower) ?? 0) +
      FLAG_NUMBER * number +
      FLAG_CONFUSABLE * Number(flagged.has(lower) || word === "I") +
      FLAG_CONTRACTION * Number(contractions.has(lower))
    );
  }

  return {
    tags: lists.tags,
    thresholds: lists.thresholds,
    thresholdsIfFaulty: lists.thresholdsIfFaulty,
    confidenceOf: (probability) => calibrate(probability, lists.calibration),
    names: new Set(frontDecode(lists.names)),
    frequencies,
    typos,
    verbs,
    pluralOf,
    singularOf,
    confusables,
    contractions,
    proper: new Map(Object.entries(lists.proper)),
    isKnown,
    isKnownWithoutApostrophe: (word) => frequencies.has(word),
    flag,
  };
}

/** Platt's scaling: a straight line over the log-odds. */
function calibrate(probability: number, [slope, shift]: [slope: number, shift: number]): number {
  const odds = Math.log(probability / Math.max(1 - probability, 1e-6));
  return 1 / (1 + Math.exp(-(slope * odds + shift)));
}

function indexVerbs(lines: string): {
  verbs: Map<string, Record<VerbForm, string>>;
  formNumbers: Map<string, number>;
} {
  const verbs = new Map<string, Record<VerbForm, string>>();
  const formNumbers = new Map<string, number>();
  for (const line of lines.split("\n")) {
    const [VB = "", VBZ = "", VBG = "", VBD = "", VBN = ""] = line.split(" ");
    const forms = { VB, VBZ, VBG, VBD, VBN };
    for (const [index, name] of VERB_FORMS.entries()) {
      const form = forms[name];
      if (!verbs.has(form)) verbs.set(form, forms);
      if (!formNumbers.has(form)) formNumbers.set(form, index + 1);
    }
  }
  return { verbs, formNumbers };
}
