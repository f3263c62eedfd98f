/** The beginning and the end of a prompt say what is asked; what lies between is mostly material. UTF-16 code units. */
const HEAD = 900;
const TAIL = 400;

const TOKEN = /\p{L}+(?:['’]\p{L}+)*|\d+(?:[.,]\d+)*|[^\s\p{L}\d]/gu;
/** Stands before the first word. */
const START = "^";

/**
 * The words of a prompt's beginning and end, in small letters, and the pairs of neighbours, each once. Numbers are all
 * the same, marks are words of their own.
 */
export function askedWords(prompt: string): string[] {
  const text = prompt.length <= HEAD + TAIL ? prompt : `${prompt.slice(0, HEAD)} … ${prompt.slice(-TAIL)}`;
  const found = new Set<string>();
  let before = START;
  for (const token of text.match(TOKEN) ?? []) {
    const word = /^\d/.test(token) ? "0" : token.toLowerCase();
    found.add(word);
    found.add(`${before} ${word}`);
    before = word;
  }
  return [...found];
}
