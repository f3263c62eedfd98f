import { type TextPieces, textSince } from "../../store/text-pieces";
import { looksLikeMarkdown, type MarkdownSplit, splitMarkdown } from "./split-markdown";

/** A text as far as it was read. */
export interface ReadText {
  text: string;
  split: MarkdownSplit;
  /** Whether anything in it would be drawn differently as markdown. */
  isMarkdown: boolean;
}

/** Before anything was read. */
export const NOTHING_READ: ReadText = { text: "", split: splitMarkdown(""), isMarkdown: false };

/** What was read before goes into the look for markdown, whose marks may have come in two pieces. */
const OVERLAP_CHARACTERS = 200;

/** Reads only what is new where `pieces` tell it, and anything else from its start. */
export function readOn(before: ReadText, text: string, pieces: TextPieces | null): ReadText {
  if (text === before.text) return before;
  const added = pieces?.end === text.length ? textSince(pieces, before.split.length) : null;
  if (added === null) return { text, split: splitMarkdown(text), isMarkdown: looksLikeMarkdown(text) };
  const last = before.split.open?.source.slice(-OVERLAP_CHARACTERS) ?? "";
  return {
    text,
    split: splitMarkdown(added, before.split),
    isMarkdown: before.isMarkdown || looksLikeMarkdown(last + added),
  };
}
