import { Tokenizer } from "@huggingface/tokenizers";

/** Between ids and text. */
export interface TextTokenizer {
  /**
   * The ids of a text; the model's own beginning and end markers are added where `addSpecialTokens`. Special strings
   * that were passed through {@link TextTokenizer.guard} stay plain text.
   */
  encode(text: string, addSpecialTokens: boolean): number[];
  /** The text of ids, special ones included, spaces as the model wrote them. */
  decode(ids: readonly number[]): string;
  /** Whether the id is a marker that is never part of an answer. */
  isSpecial(id: number): boolean;
  idOf(token: string): number | undefined;
  /** Breaks every special string in a person's text, so that a pasted `<|im_end|>` does not end their turn. */
  guard(text: string): string;
}

/** A Unicode noncharacter: it is in no text that may be exchanged, and no tokenizer ever sees it. */
const BREAK = "\uFDD0";

/** Makes a tokenizer of the two parsed files. @throws Error when the library cannot make sense of them. */
export function createTextTokenizer(tokenizerFile: unknown, configFile: unknown): TextTokenizer {
  const file = asObject(tokenizerFile);
  const config = asObject(configFile);
  const tokenizer = new Tokenizer(
    { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [], ...file },
    config,
  );
  const added = [...tokenizer.get_added_tokens_decoder().values()];
  const special = new Set(added.filter((token) => token.special).map((token) => token.id));
  const markers = findMarkers(added);

  function encodePart(text: string, addSpecialTokens: boolean): number[] {
    if (text === "" && !addSpecialTokens) return [];
    return tokenizer.encode(text, { add_special_tokens: addSpecialTokens }).ids;
  }

  return {
    encode(text, addSpecialTokens) {
      // Parts meet where a special string was broken; the markers of the whole text belong to the first.
      return text.split(BREAK).flatMap((part, index) => encodePart(part, addSpecialTokens && index === 0));
    },
    decode(ids) {
      if (ids.length === 0) return "";
      return tokenizer.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
    },
    isSpecial: (id) => special.has(id),
    idOf: (token) => tokenizer.token_to_id(token),
    guard(text) {
      const clean = text.replaceAll(BREAK, "");
      return markers === null
        ? clean
        : clean.replace(markers, (marker) => marker.slice(0, 1) + BREAK + marker.slice(1));
    },
  };
}

/**
 * Matches the strings that the tokenizer takes for markers. Added tokens that are plain text (runs of spaces in some
 * vocabularies) are left alone: they mean what they say.
 */
function findMarkers(added: readonly { content: string; special: boolean }[]): RegExp | null {
  const contents = added
    .filter(({ content, special }) => content.length > 1 && (special || /^[<[]/.test(content)))
    .map(({ content }) => content)
    .sort((a, b) => b.length - a.length);
  if (contents.length === 0) return null;
  return new RegExp(contents.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("not an object");
  return value as Record<string, unknown>;
}
