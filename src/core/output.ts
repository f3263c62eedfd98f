/** Structured results. All offsets are UTF-16 code units into the text that the task was given. */

/** What kind of mistake an edit mends; the page shows it beside the reason. */
export type EditKind = "spelling" | "grammar" | "punctuation" | "capitalisation" | "word-choice";

/** One proposed change. `start === end` is an insertion; an empty `replacement` is a deletion. */
export interface TextEdit {
  start: number;
  end: number;
  replacement: string;
  kind: EditKind;
  /** Why, in words for the person. */
  reason: string;
  /** 0 to 1. */
  confidence: number;
}

/** A marked stretch of text, for instance a person's name. */
export interface TextSpan {
  start: number;
  end: number;
  label: string;
  /** 0 to 1. */
  score: number;
  /** Which detector found it: a pattern, the tagger, the cloud. */
  layer?: string;
}

/** The layer of words that name nobody but tell something of a person: marked more weakly, and never replaced. */
export const HINT_LAYER = "hint";

/** One class and its probability, 0 to 1. */
export interface Label {
  label: string;
  score: number;
}

/** A sentence with its own label, for tone on long texts. */
export interface SentenceLabel extends Label {
  start: number;
  end: number;
}

/** An exact stretch of the source text, chosen for a summary. */
export interface Quote {
  start: number;
  end: number;
  text: string;
  /** Importance; only the order matters. */
  score: number;
}

/** What a task that is not plain text returns; the page draws each kind in its own way. */
export type StructuredOutput =
  | { kind: "edits"; edits: TextEdit[] }
  | { kind: "spans"; spans: TextSpan[] }
  /** `isUnsure`: even the first label is less likely than what counts as an answer. */
  | { kind: "labels"; labels: Label[]; sentences?: SentenceLabel[]; isUnsure?: boolean }
  | { kind: "quotes"; quotes: Quote[] };

/** The discriminator of {@link StructuredOutput}, or plain text. */
export type OutputKind = StructuredOutput["kind"] | "text";
