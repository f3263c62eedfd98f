/** A half-open stretch of the text. */
export interface TextRange {
  start: number;
  end: number;
}

const FENCED_CODE = /(^|\n)[ \t]*(```|~~~)[\s\S]*?(?:\n[ \t]*\2[^\n]*|$)/g;
const INLINE_CODE = /(`+)[^`\n]{1,300}\1/g;
const MARKDOWN_TARGET = /\]\([^()\s]{1,500}\)/g;
const HTML_TAG = /<\/?[A-Za-z!][^<>\n]{0,300}>/g;
const TEMPLATE = /\{\{[^{}\n]{0,200}\}\}|\$\{[^{}\n]{0,200}\}/g;
/** Runs without white space that are not plain words: each is tested by {@link isCodeLike}. */
const SOLID_RUN = /[^\s“”"()[\]{}<>,;]+/g;
const TRAILING_SIGNS = /[.!?:…'’*]+$/;
const LONGEST_PLAIN_RUN = 100;
const NUMBER = /^[$€£+-]?\d[\d.,:]*(?:%|[kKmMbB]|st|nd|rd|th)?$/;
const CODE_LIKE = [
  /^[A-Za-z][A-Za-z0-9+.-]*:\/\//, // a URL with its scheme
  /^(?:www\.|mailto:|tel:)/i,
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/, // e-mail
  /^(?:[\w-]+\.)+(?:com|org|net|io|dev|edu|gov|uk|de|fr|eu|app|ai|co|info|me)(?:[/:?#].*)?$/i, // bare host
  /^[@#]\w/, // mention, tag
  /_/, // snake_case
  /[a-z][A-Z]/, // camelCase
  /[A-Za-z]\d|\d[A-Za-z]{3}/, // digits inside
  /[\\=|^~`$%*&]/, // operators, variables
  /^(?:[.~]{0,2}\/|[A-Za-z]:\\)/, // paths
  /^[^/]*\/[^/]*\//, // a/b/c
  /\w\.\w+(?:\(|$)/, // file.ext, object.member
  /^--?[A-Za-z]/, // command options
  /::|->|=>/,
];

/** URLs, e-mail addresses, code and paths: stretches in which nothing may be changed. Sorted and merged. */
export function protectedRanges(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  for (const pattern of [FENCED_CODE, INLINE_CODE, MARKDOWN_TARGET, HTML_TAG, TEMPLATE]) {
    for (const match of text.matchAll(pattern)) {
      ranges.push({ start: match.index, end: match.index + match[0].length });
    }
  }
  for (const match of text.matchAll(SOLID_RUN)) {
    const run = match[0].replace(TRAILING_SIGNS, "");
    if (isCodeLike(run)) ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return mergeRanges(ranges);
}

function isCodeLike(run: string): boolean {
  const bare = run.replace(/^[*_~'‘’]+/, "").replace(/[*_~'‘’]+$/, "");
  if (bare.length > LONGEST_PLAIN_RUN) return true;
  return bare.length > 1 && !NUMBER.test(bare) && CODE_LIKE.some((pattern) => pattern.test(bare));
}

function mergeRanges(ranges: TextRange[]): TextRange[] {
  const merged: TextRange[] = [];
  for (const range of ranges.sort((left, right) => left.start - right.start)) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}
