import { splitSentences, type TextSentence } from "../shared/sentences";
import { wordTokens } from "../shared/word-tokens";

const STOP_WORDS = new Set(
  (
    "a an the and or but of in to on for with at by from as is are was were be been being it its it's this that these " +
    "those they their them he she his her him we our us you your i my me not no than then there which who whom what " +
    "when where how also can could will would may might such into over under between about more most other some any " +
    "each many much both have has had do does did so if because while during after before"
  ).split(" "),
);
/** Shorter sentences are chosen only where there are no others. */
const FEWEST_WORDS = 4;
const SUFFIXES = ["ingly", "edly", "ing", "ed", "ies", "es", "s", "ly"];
const SHORTEST_STEM = 4;
/** Scripts without spaces between words: their runs of letters are read in pairs. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
const SUBJECT = /^(?:Subject|Betreff|Objet|Asunto)[ \t]?:/;
const WORD_FIRST = /^[\p{L}\p{M}\p{Nd}]/u;

/** A sentence and its words. */
export interface ReadSentence extends TextSentence {
  /** Stems, small words among them. */
  words: string[];
  /** Stems without the small words. */
  content: string[];
}

/** What a text has to choose from. */
export interface ReadText {
  /** The sentences that may be chosen. */
  sentences: ReadSentence[];
  /** These, and the ones that are too short for it. */
  body: ReadSentence[];
  /** The words of the first heading, or of the subject of a mail. */
  title: ReadonlySet<string>;
}

/** Cuts a text into sentences and these into words; `takeTurn` is awaited between two of them. */
export async function readSentences(text: string, takeTurn: () => Promise<void>): Promise<ReadText> {
  const all = splitSentences(text);
  const title =
    all.find(({ kind }) => kind === "heading") ??
    all.find(({ kind, start, end }) => kind === "header" && SUBJECT.test(text.slice(start, end)));
  const body: ReadSentence[] = [];
  for (const sentence of all) {
    if (sentence.kind !== "prose" && sentence.kind !== "list") continue;
    await takeTurn();
    const read = readSentence(text, sentence);
    if (read.words.length > 0) body.push(read);
  }
  const whole = body.filter(({ words }) => words.length >= FEWEST_WORDS);
  return {
    sentences: whole.length > 0 ? whole : body,
    body,
    title: new Set(title === undefined ? [] : readSentence(text, title).content),
  };
}

function readSentence(text: string, sentence: TextSentence): ReadSentence {
  const words: string[] = [];
  for (const { text: token } of wordTokens(text.slice(sentence.start, sentence.end))) {
    if (!WORD_FIRST.test(token)) continue;
    const lower = token.toLowerCase();
    if (UNSPACED.test(lower)) for (const pair of pairsOf(lower)) words.push(pair);
    else words.push(stem(lower));
  }
  return { ...sentence, words, content: words.filter((word) => !STOP_WORDS.has(word)) };
}

function pairsOf(run: string): string[] {
  const characters = Array.from(run);
  const pairs: string[] = [];
  for (let at = 0; at < Math.max(1, characters.length - 1); at += 1) {
    pairs.push(characters.slice(at, at + 2).join(""));
  }
  return pairs;
}

function stem(word: string): string {
  const suffix = SUFFIXES.find((end) => word.endsWith(end) && word.length - end.length >= SHORTEST_STEM);
  return suffix === undefined ? word : word.slice(0, -suffix.length);
}
