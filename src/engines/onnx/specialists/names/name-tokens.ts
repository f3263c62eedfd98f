import { type WordToken, wordTokens } from "../shared/word-tokens";

/** Stands for a web or mail address in the model's input; training uses the same word. */
export const ADDRESS_WORD = "http";

const ADDRESS =
  /(?:https?:\/\/|www\.)[^ \t\r\n]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,64}\.[A-Za-z]{2,24}/g;
const POSSESSIVES = new Set(["'s", "'S"]);

/**
 * The tagger's own tokens: a possessive `'s` is a token of its own, so that a name's span never holds it, and a web
 * or mail address is one token, {@link ADDRESS_WORD}. The exact port of `training/names/name_tokens.py`.
 * `offset` is added to every position, for a text that is a part of a larger one.
 */
export function nameTokens(text: string, offset = 0): WordToken[] {
  const tokens: WordToken[] = [];
  let position = 0;
  for (const match of text.matchAll(ADDRESS)) {
    addWords(text.slice(position, match.index), offset + position, tokens);
    position = match.index + match[0].length;
    tokens.push({ text: ADDRESS_WORD, start: offset + match.index, end: offset + position });
  }
  addWords(text.slice(position), offset + position, tokens);
  return tokens;
}

function addWords(text: string, offset: number, tokens: WordToken[]): void {
  for (const token of wordTokens(text, offset)) {
    const ending = token.text.slice(-2);
    if (token.text.length > 2 && POSSESSIVES.has(ending)) {
      const cut = token.end - 2;
      tokens.push({ text: token.text.slice(0, -2), start: token.start, end: cut });
      tokens.push({ text: ending, start: cut, end: token.end });
    } else {
      tokens.push(token);
    }
  }
}
