/** A stretch of the source, in UTF-16 code units. */
export interface Located {
  start: number;
  end: number;
}

/** Source text prepared for looking quotes up, in time linear in the text for each quote. */
export interface Locator {
  /** The first occurrence at or after `from`, exactly or but for white space and quote marks; null if absent. */
  find(quote: string, from?: number): Located | null;
  /** Every occurrence, from left to right, not overlapping. */
  findAll(quote: string): Located[];
}

const SAME_CHARACTER: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u2013": "-",
  "\u2014": "-",
  "\u00a0": " ",
};

/** Folds white space to one space and typographic marks to plain ones, keeping where each character came from. */
function fold(text: string): { folded: string; origins: Uint32Array } {
  const origins = new Uint32Array(text.length + 1);
  const parts: string[] = [];
  let previousSpace = true;
  for (let index = 0; index < text.length; index++) {
    const raw = text.charAt(index);
    const character = SAME_CHARACTER[raw] ?? (/\s/.test(raw) ? " " : raw);
    if (character === " " && previousSpace) continue;
    previousSpace = character === " ";
    origins[parts.length] = index;
    parts.push(character);
  }
  origins[parts.length] = text.length;
  return { folded: parts.join(""), origins };
}

/** Prepares `source` for looking up quotes that a model repeated, perhaps with other quote marks or spaces. */
export function createLocator(source: string): Locator {
  let prepared: { folded: string; origins: Uint32Array } | null = null;

  function find(quote: string, from = 0): Located | null {
    if (quote.trim() === "") return null;
    const exact = source.indexOf(quote, from);
    if (exact >= 0) return { start: exact, end: exact + quote.length };
    prepared ??= fold(source);
    const { folded, origins } = prepared;
    const needle = fold(quote).folded.trim();
    const at = folded.indexOf(needle, firstFoldedIndex(origins, folded.length, from));
    if (at < 0) return null;
    const lastCharacter = origins[at + needle.length - 1] ?? 0;
    return { start: origins[at] ?? 0, end: lastCharacter + 1 };
  }

  function findAll(quote: string): Located[] {
    const found: Located[] = [];
    let next = find(quote);
    while (next) {
      found.push(next);
      next = find(quote, next.end);
    }
    return found;
  }

  return { find, findAll };
}

/** Binary search for the first folded character whose origin is at or after `from`. */
function firstFoldedIndex(origins: Uint32Array, length: number, from: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((origins[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
