import type { EditKind } from "../../../../core/output";

/** Groups of tags that share one threshold; `training/proofread/groups.py` holds the same rules. */
export type TagGroup =
  | "spelling"
  | "article"
  | "preposition"
  | "verb"
  | "number"
  | "confusable"
  | "contraction"
  | "punctuation"
  | "case"
  | "deletion"
  | "insertion";

/** What the page calls the edits of each group. */
export const KIND_OF_GROUP: Readonly<Record<TagGroup, EditKind>> = {
  spelling: "spelling",
  article: "grammar",
  preposition: "grammar",
  verb: "grammar",
  number: "grammar",
  confusable: "word-choice",
  contraction: "punctuation",
  punctuation: "punctuation",
  case: "capitalisation",
  deletion: "grammar",
  insertion: "grammar",
};

export const ARTICLES: ReadonlySet<string> = new Set(["a", "an", "the"]);
export const PREPOSITIONS: ReadonlySet<string> = new Set(
  "of in to for on with at by from about as into over during between".split(" "),
);
const VERB_WORDS: ReadonlySet<string> = new Set(
  "is are am was were has have do does don't doesn't isn't aren't wasn't weren't haven't hasn't be been being".split(
    " ",
  ),
);
const VERB_TAGS: ReadonlySet<string> = new Set(["VB", "VBZ", "VBG", "VBD", "VBN"]);

/** The part of a tag before and after the first underscore. */
export function splitTag(tag: string): { action: string; target: string } {
  const underscore = tag.indexOf("_");
  return underscore < 0
    ? { action: tag, target: "" }
    : { action: tag.slice(0, underscore), target: tag.slice(underscore + 1) };
}

/** The group of an edit `tag` on `word`. */
export function groupOf(tag: string, word: string): TagGroup {
  const { action, target } = splitTag(tag);
  const lower = word.toLowerCase();
  if (action === "SPELL") return "spelling";
  if (action === "CAP" || action === "LOW" || target === "I") return "case";
  if (VERB_TAGS.has(action)) return "verb";
  if (action === "PLUR" || action === "SING") return "number";
  const subject = action === "DEL" ? lower : target;
  if (!/^\p{L}/u.test(subject)) return "punctuation";
  if (ARTICLES.has(subject)) return "article";
  if (action === "REP" && target.replaceAll("'", "").toLowerCase() === lower) return "contraction";
  if (PREPOSITIONS.has(subject) && (action !== "REP" || PREPOSITIONS.has(lower))) return "preposition";
  if (action === "DEL") return "deletion";
  if (action === "APP") return "insertion";
  return VERB_WORDS.has(target) && VERB_WORDS.has(lower) ? "verb" : "confusable";
}
