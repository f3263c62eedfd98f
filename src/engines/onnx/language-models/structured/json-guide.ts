import type { JsonSchemaFormat } from "../../../../core/request";
import type { TextTokenizer } from "../../../shared/text-tokenizer";
import { createDetokenizer } from "../detokenizer";
import {
  acceptJson,
  closeJson,
  forcedJson,
  isInsideString,
  type JsonState,
  startJson,
} from "./json-acceptor";
import { readShape } from "./json-shape";

/** Keeps an answer to a schema, token by token. */
export interface JsonGuide {
  /** Tokens that must come next whatever the model thinks of them; empty where it has a choice. */
  forcedIds(): readonly number[];
  /** Whether the answer can go on with this token. */
  allows(id: number): boolean;
  push(id: number): void;
  /** Whether the JSON is whole. */
  isComplete(): boolean;
  /** What makes it whole, after all that was pushed. */
  closing(): string;
}

/** No character has more bytes, so that no more tokens wait for its end. */
const MOST_HELD_TOKENS = 4;

/** What decoders write for an incomplete character. */
const INCOMPLETE = /\uFFFD+$/;

/**
 * A guide for the answer after `context`.
 * @returns null where the schema is not understood or is no object or list: the model then answers freely.
 */
export function createJsonGuide(
  { schema }: JsonSchemaFormat,
  tokenizer: TextTokenizer,
  context: readonly number[],
): JsonGuide | null {
  const shape = readShape(schema);
  if (shape === null || (shape.kind !== "object" && shape.kind !== "array")) return null;
  const detokenizer = createDetokenizer(tokenizer, context);
  let state: JsonState = startJson(shape);
  /** Tokens whose text is not certain yet, which is only so inside a string. */
  let held = 0;

  function take(text: string): void {
    const next = acceptJson(state, text);
    if (next === undefined) throw new RangeError(`the answer left its schema at ${JSON.stringify(text)}`);
    state = next;
  }

  /** The ids of a text in its place; tokenizers may join a text to what is before it, or put a space there. */
  function encodeHere(text: string): readonly number[] | null {
    const anchor = tokenizer.encode(ANCHOR, false);
    const anchored = tokenizer.encode(ANCHOR + text, false);
    const isApart = anchor.every((id, index) => anchored[index] === id);
    for (const ids of [tokenizer.encode(text, false), ...(isApart ? [anchored.slice(anchor.length)] : [])]) {
      if (ids.length > 0 && detokenizer.peek(ids) === text) return ids;
    }
    return null;
  }

  return {
    forcedIds() {
      const text = held > 0 ? "" : forcedJson(state);
      return text === "" ? [] : (encodeHere(text) ?? []);
    },
    allows(id) {
      if (tokenizer.isSpecial(id)) return false;
      const text = detokenizer.peek([id]);
      const certain = text.replace(INCOMPLETE, "");
      const next = acceptJson(state, certain);
      if (next === undefined) return false;
      if (certain !== text) return held < MOST_HELD_TOKENS && isInsideString(next);
      return text !== "";
    },
    push(id) {
      const text = detokenizer.push(id);
      held = text === "" ? held + 1 : 0;
      take(text);
    },
    isComplete: () => state === null && held === 0,
    closing() {
      take(detokenizer.flush());
      held = 0;
      return closeJson(state);
    },
  };
}

/** A sign that stays apart from what follows it in most vocabularies. */
const ANCHOR = "\n";
