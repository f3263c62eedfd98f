import type { EditKind } from "../../core/output";

const KINDS: readonly EditKind[] = ["spelling", "grammar", "punctuation", "capitalisation", "word-choice"];

/** A kind that a model named, or a guess from the two texts when it named none of ours. */
export function toEditKind(named: string | undefined, original: string, replacement: string): EditKind {
  const kind = KINDS.find((candidate) => candidate === named?.toLowerCase().replace(/[\s_]+/g, "-"));
  if (kind !== undefined) return kind;
  if (named?.toLowerCase() === "capitalization") return "capitalisation";
  return guessEditKind(original, replacement);
}

/** Tells from the letters alone what kind of change it is. */
export function guessEditKind(original: string, replacement: string): EditKind {
  const lettersOf = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, "");
  if (lettersOf(original) === lettersOf(replacement)) return "punctuation";
  if (original.toLowerCase() === replacement.toLowerCase()) return "capitalisation";
  const oneWord = !/\s/.test(original.trim()) && !/\s/.test(replacement.trim());
  const similar = original.slice(0, 2).toLowerCase() === replacement.slice(0, 2).toLowerCase();
  if (oneWord && original !== "" && replacement !== "") return similar ? "spelling" : "word-choice";
  return "grammar";
}
