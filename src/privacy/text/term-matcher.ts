import { foldWords } from "./fold-text";

/** What is looked for. Two terms that fold to the same are one: the first. */
export interface Term {
  text: string;
  /** Not inside a longer word. Words of scripts without spaces are found everywhere. */
  wholeWords: boolean;
}

/** Where a term stands; `term` is its place in the list. */
export interface TermMatch {
  start: number;
  end: number;
  term: number;
}

/** Finds many terms at once, in time linear in the text, whatever their case, width and white space. */
export interface TermMatcher {
  /** In the order of their ends; of those that end at the same place only the longest. They may overlap. */
  find(text: string): TermMatch[];
}

/** A step of the automaton is kept under the number of its state and the code unit. */
const CODE_UNITS = 65_536;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** An Aho-Corasick automaton over the folded texts of the terms. */
export function createTermMatcher(terms: readonly Term[]): TermMatcher {
  const steps = new Map<number, number>();
  const states: State[] = [newState(0, 0, 0)];
  for (const [term, { text }] of terms.entries()) {
    const word = foldWords(text).text.trim();
    if (word === "") continue;
    let state = 0;
    for (let index = 0; index < word.length; index++) {
      const code = word.charCodeAt(index);
      const key = state * CODE_UNITS + code;
      let next = steps.get(key);
      if (next === undefined) {
        next = states.push(newState(state, code, index + 1)) - 1;
        steps.set(key, next);
      }
      state = next;
    }
    const last = states[state];
    if (last && last.term === -1) last.term = term;
  }
  linkFallbacks(steps, states);
  return { find: (text) => (states.length === 1 ? [] : findAll(text, terms, steps, states)) };
}

interface State {
  /** The state one code unit before. */
  parent: number;
  /** That code unit. */
  code: number;
  /** Of the text that leads here. */
  length: number;
  /** The state of the longest proper ending of that text. */
  fallback: number;
  /** The term that ends here, or -1. */
  term: number;
  /** The next state on the way of fallbacks at which a term ends; 0 for none. */
  shorter: number;
}

function newState(parent: number, code: number, length: number): State {
  return { parent, code, length, fallback: 0, term: -1, shorter: 0 };
}

/** From the shortest texts to the longest, since each needs the links of shorter ones. */
function linkFallbacks(steps: ReadonlyMap<number, number>, states: readonly State[]): void {
  const byLength: State[][] = [];
  for (const state of states) {
    const sameLength = byLength[state.length];
    if (sameLength) sameLength.push(state);
    else byLength[state.length] = [state];
  }
  for (const state of byLength.slice(1).flat()) {
    const { parent, code } = state;
    state.fallback = parent === 0 ? 0 : follow(steps, states, states[parent]?.fallback ?? 0, code);
    const longest = states[state.fallback];
    state.shorter = longest && longest.term !== -1 ? state.fallback : (longest?.shorter ?? 0);
  }
}

function follow(steps: ReadonlyMap<number, number>, states: readonly State[], from: number, code: number) {
  for (let state = from; ; state = states[state]?.fallback ?? 0) {
    const next = steps.get(state * CODE_UNITS + code);
    if (next !== undefined) return next;
    if (state === 0) return 0;
  }
}

const NO_STATE = newState(0, 0, 0);

function findAll(
  source: string,
  terms: readonly Term[],
  steps: ReadonlyMap<number, number>,
  states: readonly State[],
): TermMatch[] {
  const view = foldWords(source);
  const { text } = view;
  const matches: TermMatch[] = [];
  let current = 0;
  for (let index = 0; index < text.length; index++) {
    current = follow(steps, states, current, text.charCodeAt(index));
    let candidate = current;
    while (candidate !== 0) {
      const { term, length, shorter } = states[candidate] ?? NO_STATE;
      const start = index + 1 - length;
      if (term !== -1 && (!terms[term]?.wholeWords || standsAlone(text, start, index + 1))) {
        matches.push({ ...view.sourceOf(start, index + 1), term });
        break;
      }
      candidate = shorter;
    }
  }
  return matches;
}

function standsAlone(text: string, start: number, end: number): boolean {
  return !isInWord(text, start) && !isInWord(text, end);
}

/** Whether the characters on both sides of `position` belong to one word. */
function isInWord(text: string, position: number): boolean {
  const [before, after] = [text[position - 1] ?? "", text[position] ?? ""];
  if (!WORD_CHARACTER.test(before) || !WORD_CHARACTER.test(after)) return false;
  return !UNSPACED.test(before) && !UNSPACED.test(after);
}
