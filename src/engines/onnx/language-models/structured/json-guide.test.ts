import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BYTE_FALLBACK_VOCABULARY,
  byteFallbackTokenizer,
} from "../../../shared/test-support/byte-fallback-tokenizer";
import {
  TINY_VOCABULARY,
  tinyTokenizer,
  tinyTokenizerConfig,
} from "../../../shared/test-support/tiny-tokenizer";
import { createTextTokenizer } from "../../../shared/text-tokenizer";
import { createJsonGuide } from "./json-guide";
import { anySchema, fits } from "./test-support/schemas";

const TOKENIZERS = [
  ["byte-level", createTextTokenizer(tinyTokenizer(), tinyTokenizerConfig()), TINY_VOCABULARY],
  ["after SentencePiece", createTextTokenizer(byteFallbackTokenizer(), {}), BYTE_FALLBACK_VOCABULARY],
] as const;

const rooted = anySchema.map((schema) =>
  schema.type === "object" || schema.type === "array"
    ? schema
    : { type: "object", properties: { answer: schema }, required: ["answer"], additionalProperties: false },
);

describe.each(TOKENIZERS)("a guide with a %s tokenizer", (_, tokenizer, vocabulary) => {
  it("keeps any order of preference and any limit to JSON that fits the schema", () => {
    fc.assert(
      fc.property(rooted, fc.infiniteStream(fc.nat()), fc.nat({ max: 60 }), (schema, preferences, limit) => {
        const guide = createJsonGuide({ type: "json-schema", name: "x", schema }, tokenizer, []);
        if (guide === null) throw new Error("not understood");
        const ids: number[] = [];
        while (ids.length < limit && !guide.isComplete()) {
          const forced = guide.forcedIds();
          let next = forced;
          if (forced.length > limit - ids.length) break;
          if (next.length === 0) {
            const first = Number(preferences.next().value) % vocabulary;
            const order = Array.from({ length: vocabulary }, (__, index) => (first + index) % vocabulary);
            next = order.filter((id) => guide.allows(id)).slice(0, 1);
          }
          expect(next.length).toBeGreaterThan(0);
          for (const id of next) {
            ids.push(id);
            guide.push(id);
          }
        }
        const text = tokenizer.decode(ids) + (guide.isComplete() ? "" : guide.closing());
        expect(fits(JSON.parse(text), schema), text).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("allows no marker and no empty token, and knows when the JSON is whole", () => {
    const schema = { type: "array", items: { type: "boolean" }, maxItems: 1 };
    const guide = createJsonGuide({ type: "json-schema", name: "x", schema }, tokenizer, []);
    for (const id of guide?.forcedIds() ?? []) guide?.push(id);
    const allowed = Array.from({ length: vocabulary }, (__, id) => id).filter((id) => guide?.allows(id));
    expect(allowed.map((id) => tokenizer.decode([...tokenizer.encode("[", false), id]).at(-1))).toEqual(
      expect.arrayContaining(["]", "t", "f"]),
    );
    expect(allowed.some((id) => tokenizer.isSpecial(id))).toBe(false);
    const close = allowed.find((id) => tokenizer.decode([...tokenizer.encode("[", false), id]).endsWith("]"));
    expect(guide?.isComplete()).toBe(false);
    guide?.push(close ?? -1);
    expect(guide?.isComplete()).toBe(true);
  });
});

it("answers freely where the schema is not understood, or is neither an object nor a list", () => {
  const [, tokenizer] = TOKENIZERS[0];
  for (const schema of [{ type: "string" }, { anyOf: [] }]) {
    expect(createJsonGuide({ type: "json-schema", name: "x", schema }, tokenizer, [])).toBeNull();
  }
});
