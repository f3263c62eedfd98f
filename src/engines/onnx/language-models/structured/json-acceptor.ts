import type { JsonShape } from "./json-shape";

/**
 * Where a JSON text stands after some characters: what is still expected, nearest first. Null when all is written.
 * States never change, so that any number of continuations can be tried from one.
 */
export type JsonState = { readonly frame: Frame; readonly below: JsonState; readonly spaces: number } | null;

type Frame =
  | { kind: "value"; shape: JsonShape }
  /** What is left of each text that may be meant. */
  | { kind: "texts"; rest: readonly string[] }
  | { kind: "string"; at: "body" | "escape" | 1 | 2 | 3 | 4 }
  | {
      kind: "number";
      at: "sign" | "zero" | "whole" | "point" | "fraction";
      isInteger: boolean;
      digits: number;
    }
  | { kind: "object"; shape: ObjectShape; index: number; at: "key" | "colon" | "end" }
  | { kind: "array"; shape: ArrayShape; count: number; at: "start" | "end" };

type ObjectShape = Extract<JsonShape, { kind: "object" }>;
type ArrayShape = Extract<JsonShape, { kind: "array" }>;

/** White space between two signs: models like a break and an indent, and one that writes nothing else is stopped. */
const MOST_SPACES = 12;
/** No number of a task needs more, and none of them overflows. */
const MOST_DIGITS = 15;

/** Nothing is written yet. */
export function startJson(shape: JsonShape): JsonState {
  return push(null, { kind: "value", shape });
}

/** The state after `text`; undefined when it cannot be part of such a JSON text there. */
export function acceptJson(state: JsonState, text: string): JsonState | undefined {
  let after: JsonState | undefined = state;
  for (let index = 0; index < text.length && after !== undefined; index += 1)
    after = step(after, text.charAt(index));
  return after;
}

/** Whether any character but a quote, a backslash or a control character may follow. */
export function isInsideString(state: JsonState): boolean {
  return state?.frame.kind === "string" && state.frame.at === "body";
}

/** The shortest text that ends what is open. */
export function closeJson(state: JsonState): string {
  let text = "";
  for (let open = state; open !== null; open = open.below) text += closeFrame(open.frame);
  return text;
}

/** The text that must come next, white space aside; empty where there is a choice. */
export function forcedJson(state: JsonState): string {
  let text = "";
  for (let after = state; after !== null; ) {
    const next = forcedCharacter(after.frame);
    const stepped: JsonState | undefined = next === null ? undefined : step(after, next);
    if (next === null || stepped === undefined) break;
    text += next;
    after = stepped;
  }
  return text;
}

function push(below: JsonState, frame: Frame): JsonState {
  return { frame, below, spaces: 0 };
}

function step(state: JsonState, character: string): JsonState | undefined {
  if (isSpace(character) && (state === null || mayHaveSpace(state.frame))) {
    if (state === null) return null;
    return state.spaces < MOST_SPACES ? { ...state, spaces: state.spaces + 1 } : undefined;
  }
  if (state === null) return undefined;
  const { frame, below } = state;
  switch (frame.kind) {
    case "value":
      return stepValue(below, frame.shape, character);
    case "texts": {
      const rest = frame.rest.filter((text) => text.startsWith(character)).map((text) => text.slice(1));
      if (rest.length === 0) return undefined;
      return rest.includes("") ? below : push(below, { kind: "texts", rest });
    }
    case "string":
      return stepString(below, frame, character);
    case "number":
      return stepNumber(below, frame, character);
    case "object":
      return stepObject(below, frame, character);
    case "array":
      return stepArray(below, frame, character);
  }
}

function stepValue(below: JsonState, shape: JsonShape, character: string): JsonState | undefined {
  switch (shape.kind) {
    case "object": {
      if (character !== "{") return undefined;
      const isEmpty = shape.properties.length === 0;
      return push(below, { kind: "object", shape, index: 0, at: isEmpty ? "end" : "key" });
    }
    case "array":
      return character === "[" ? push(below, { kind: "array", shape, count: 0, at: "start" }) : undefined;
    case "string":
      return character === '"' ? push(below, { kind: "string", at: "body" }) : undefined;
    case "number": {
      const { isInteger } = shape;
      if (character === "-") return push(below, { kind: "number", at: "sign", isInteger, digits: 0 });
      if (!isDigit(character)) return undefined;
      const at = character === "0" ? "zero" : "whole";
      return push(below, { kind: "number", at, isInteger, digits: 1 });
    }
    case "one-of":
      return step(push(below, { kind: "texts", rest: shape.texts }), character);
  }
}

function stepString(
  below: JsonState,
  { at }: Extract<Frame, { kind: "string" }>,
  character: string,
): JsonState | undefined {
  const inside = (next: typeof at) => push(below, { kind: "string", at: next });
  if (at === "body") {
    if (character === '"') return below;
    if (character === "\\") return inside("escape");
    return character >= " " ? inside("body") : undefined;
  }
  if (at === "escape") {
    if (character === "u") return inside(4);
    return '"\\/bfnrt'.includes(character) ? inside("body") : undefined;
  }
  if (!/^[0-9a-fA-F]$/.test(character)) return undefined;
  return inside(at === 1 ? "body" : ((at - 1) as 1 | 2 | 3));
}

function stepNumber(
  below: JsonState,
  frame: Extract<Frame, { kind: "number" }>,
  character: string,
): JsonState | undefined {
  const { at, isInteger, digits } = frame;
  if (isDigit(character)) {
    if (at === "zero" || digits >= MOST_DIGITS) return undefined;
    const next = at === "sign" ? (character === "0" ? "zero" : "whole") : at === "point" ? "fraction" : at;
    return push(below, { kind: "number", at: next, isInteger, digits: digits + 1 });
  }
  if (character === "." && !isInteger && (at === "zero" || at === "whole") && digits < MOST_DIGITS) {
    return push(below, { kind: "number", at: "point", isInteger, digits });
  }
  // A number ends with the first character that is none of its own.
  return at === "sign" || at === "point" ? undefined : step(below, character);
}

function stepObject(
  below: JsonState,
  { shape, index, at }: Extract<Frame, { kind: "object" }>,
  character: string,
): JsonState | undefined {
  const property = shape.properties[index];
  const here = (change: { index?: number; at: "key" | "colon" | "end" }) =>
    push(below, { kind: "object", shape, index, ...change });
  if (at === "key" && property !== undefined) {
    return step(
      push(here({ at: "colon" }), { kind: "texts", rest: [JSON.stringify(property.key)] }),
      character,
    );
  }
  if (at === "colon" && property !== undefined) {
    return character === ":"
      ? push(here({ at: "end" }), { kind: "value", shape: property.shape })
      : undefined;
  }
  if (index + 1 < shape.properties.length) {
    return character === "," ? here({ index: index + 1, at: "key" }) : undefined;
  }
  return character === "}" ? below : undefined;
}

function stepArray(
  below: JsonState,
  { shape, count, at }: Extract<Frame, { kind: "array" }>,
  character: string,
): JsonState | undefined {
  if (character === "]") return count >= shape.least ? below : undefined;
  if (count >= shape.most) return undefined;
  const item = push(push(below, { kind: "array", shape, count: count + 1, at: "end" }), {
    kind: "value",
    shape: shape.items,
  });
  if (at === "start") return step(item, character);
  return character === "," ? item : undefined;
}

function closeFrame(frame: Frame): string {
  switch (frame.kind) {
    case "value":
      return leastText(frame.shape);
    case "texts":
      return shortest(frame.rest);
    case "string":
      return `${frame.at === "body" ? "" : frame.at === "escape" ? "n" : "0".repeat(frame.at)}"`;
    case "number":
      return frame.at === "sign" || frame.at === "point" ? "0" : "";
    case "object":
      return closeObject(frame);
    case "array":
      return `${leastItems(frame.shape, frame.count)}]`;
  }
}

function closeObject({ shape, index, at }: Extract<Frame, { kind: "object" }>): string {
  const properties = shape.properties.map(
    (property) => `${JSON.stringify(property.key)}:${leastText(property.shape)}`,
  );
  const current = shape.properties[index];
  const rest = properties.slice(index + 1);
  if (current === undefined) return "}";
  if (at === "key") return `${[properties[index], ...rest].join(",")}}`;
  const ending = [at === "colon" ? `:${leastText(current.shape)}` : "", ...rest].join(",");
  return `${ending}}`;
}

function leastText(shape: JsonShape): string {
  switch (shape.kind) {
    case "object":
      return `{${shape.properties.map(({ key, shape: inner }) => `${JSON.stringify(key)}:${leastText(inner)}`).join(",")}}`;
    case "array":
      return `[${leastItems(shape, 0)}]`;
    case "string":
      return '""';
    case "number":
      return "0";
    case "one-of":
      return shortest(shape.texts);
  }
}

function leastItems({ items, least }: ArrayShape, count: number): string {
  const missing = Array.from({ length: Math.max(0, least - count) }, () => leastText(items)).join(",");
  return count > 0 && missing !== "" ? `,${missing}` : missing;
}

function forcedCharacter(frame: Frame): string | null {
  switch (frame.kind) {
    case "value": {
      const { shape } = frame;
      if (shape.kind === "object") return "{";
      if (shape.kind === "array") return "[";
      if (shape.kind === "string") return '"';
      return shape.kind === "one-of" ? commonCharacter(shape.texts) : null;
    }
    case "texts":
      return commonCharacter(frame.rest);
    case "string":
    case "number":
      return null;
    case "object": {
      if (frame.at === "key") return '"';
      if (frame.at === "colon") return ":";
      return frame.index + 1 < frame.shape.properties.length ? "," : "}";
    }
    case "array": {
      const { shape, count, at } = frame;
      if (count >= shape.most) return "]";
      return at === "end" && count < shape.least ? "," : null;
    }
  }
}

function commonCharacter(texts: readonly string[]): string | null {
  const first = texts[0]?.charAt(0) ?? "";
  return first !== "" && texts.every((text) => text.startsWith(first)) ? first : null;
}

function shortest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length < best.length ? text : best), texts[0] ?? "");
}

function mayHaveSpace({ kind }: Frame): boolean {
  return kind === "value" || kind === "object" || kind === "array";
}

function isSpace(character: string): boolean {
  return character === " " || character === "\n" || character === "\t" || character === "\r";
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}
