/** A stretch of markdown that can be parsed by itself. */
export interface MarkdownBlock {
  /** Exactly a slice of the text; all slices in order are the text. */
  source: string;
  /** What must stand before it, when a long fence was cut: the fence's opening line. */
  prefix: string;
}

/** Where splitting stopped, to go on from when more text has come. */
export interface MarkdownSplit {
  /** Characters read so far. */
  length: number;
  /** Blocks that will never change. */
  closed: readonly MarkdownBlock[];
  /** The last block, which may still grow; null when the text ends with a closed one. */
  open: MarkdownBlock | null;
  /** Offset in the open block of the first line that was not read whole. */
  lineStart: number;
  fence: { mark: string; opener: string } | null;
  afterBlank: boolean;
}

/** Shorter stretches stay together: starting the parser costs as much as parsing some hundred characters. */
const LEAST_BLOCK_CHARACTERS = 500;
/** A block longer than this is cut at the next line end, so that parsing the last block stays cheap. */
const BLOCK_LIMIT_CHARACTERS = 2_000;
/** A table, whose rows mean nothing without its head, and code are cut later. */
const TABLE_LIMIT_CHARACTERS = 8_000;
/** A single line longer than this is cut at a space. */
const LINE_LIMIT_CHARACTERS = 16_000;
const FENCE_LINE = /^ {0,3}(`{3,}(?!.*`)|~{3,})/;

const EMPTY: MarkdownSplit = {
  length: 0,
  closed: [],
  open: null,
  lineStart: 0,
  fence: null,
  afterBlank: false,
};

/**
 * Cuts markdown at blank lines outside fences, so that a stream parses only its last block again. `added` goes on
 * where `before` stopped; nothing else is read. Indented lines stay with what they continue.
 */
export function splitMarkdown(added: string, before: MarkdownSplit = EMPTY): MarkdownSplit {
  const text = (before.open?.source ?? "") + added;
  const closed = [...before.closed];
  let { lineStart, fence, afterBlank } = before;
  let openStart = 0;
  let prefix = before.open?.prefix ?? (fence === null ? "" : fence.opener);

  const cutAt = (offset: number) => {
    if (offset > openStart) closed.push({ source: text.slice(openStart, offset), prefix });
    openStart = offset;
    prefix = fence === null ? "" : fence.opener;
  };

  while (lineStart < text.length) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline === -1 ? text.length : newline + 1;
    const line = text.slice(lineStart, Math.min(lineEnd, lineStart + 400));
    if (fence === null) {
      const blank = newline !== -1 && line.trim() === "";
      if (afterBlank && !blank && /^\S/.test(line)) {
        if (lineStart - openStart >= LEAST_BLOCK_CHARACTERS) cutAt(lineStart);
        afterBlank = false;
      }
      if (newline === -1) break;
      const opening = FENCE_LINE.exec(line);
      if (opening !== null) fence = { mark: opening[1] ?? "```", opener: `${line.trimEnd()}\n` };
      else if (blank) afterBlank = true;
      else afterBlank = false;
    } else {
      if (newline === -1) break;
      const closing = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
      if (closing?.startsWith(fence.mark)) fence = null;
    }
    lineStart = lineEnd;
    const isWhole = fence !== null || line.includes("|");
    if (lineEnd - openStart > (isWhole ? TABLE_LIMIT_CHARACTERS : BLOCK_LIMIT_CHARACTERS)) {
      cutAt(lineEnd);
      afterBlank = false;
    }
  }
  while (text.length - openStart > LINE_LIMIT_CHARACTERS) {
    const space = text.lastIndexOf(" ", openStart + LINE_LIMIT_CHARACTERS);
    const offset = space > openStart ? space + 1 : openStart + LINE_LIMIT_CHARACTERS;
    cutAt(offset);
    lineStart = Math.max(lineStart, offset);
  }
  const open = openStart < text.length ? { source: text.slice(openStart), prefix } : null;
  return {
    length: before.length + added.length,
    closed,
    open,
    lineStart: lineStart - openStart,
    fence,
    afterBlank,
  };
}

/** Whether a text uses anything that markdown would draw differently. */
export function looksLikeMarkdown(text: string): boolean {
  return /(^|\n) {0,3}(#{1,6} |[-*+] |\d{1,9}[.)] |>|```|~~~|\|.*\||(-{3,}|\*{3,}) *(\n|$))|\*\*\S|`[^`\n]+`|!?\[[^\]\n]*\]\(|__\S|~~\S|https?:\/\/|<[a-z/!]/i.test(
    text,
  );
}
