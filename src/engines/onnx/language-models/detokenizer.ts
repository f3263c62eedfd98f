import type { TextTokenizer } from "../../shared/text-tokenizer";

/** Gives the text of ids as they come. What it gives in all is the text of all ids at once. */
export interface Detokenizer {
  /** The text that is certain now; empty while a character is incomplete. */
  push(id: number): string;
  /** The text that these ids would add, an incomplete character included. Changes nothing. */
  peek(ids: readonly number[]): string;
  /** What was held back. */
  flush(): string;
}

/** What decoders write for an incomplete or impossible character. */
const REPLACEMENT = "\uFFFD";

/**
 * A token's text depends on its neighbours: bytes of one character may lie in several tokens, and decoders drop the
 * space before the first word. So the last tokens that were given out are decoded again together with the new ones,
 * and only the difference is new text. `context` are ids before the first, whose text is not repeated.
 */
export function createDetokenizer(tokenizer: TextTokenizer, context: readonly number[] = []): Detokenizer {
  /** Ids given out already that the next ones are decoded with, then the ids held back. */
  let given = [...context];
  let held: number[] = [];
  let givenText = tokenizer.decode(given);

  function take(isLast: boolean): string {
    if (held.length === 0) return "";
    const text = tokenizer.decode([...given, ...held]);
    if (!isLast && text.endsWith(REPLACEMENT)) return "";
    const fresh = text.slice(givenText.length);
    if (fresh === "" && !isLast) return "";
    given = held;
    held = [];
    givenText = tokenizer.decode(given);
    return fresh;
  }

  return {
    push(id) {
      held.push(id);
      return take(false);
    },
    peek: (ids) => tokenizer.decode([...given, ...held, ...ids]).slice(givenText.length),
    flush: () => take(true),
  };
}
