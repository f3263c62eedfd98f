import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteFallbackTokenizer } from "./test-support/byte-fallback-tokenizer";
import { tinyTokenizer, tinyTokenizerConfig } from "./test-support/tiny-tokenizer";
import { createTextTokenizer } from "./text-tokenizer";

const tokenizer = createTextTokenizer(tinyTokenizer(), tinyTokenizerConfig());
const MARKERS = ["<|im_end|>", "<|im_start|>", "<|endoftext|>", "</s>", "<think>", "</think>"];

describe("createTextTokenizer", () => {
  it("reads a marker in a template as the model's own", () => {
    expect(tokenizer.encode("<|im_start|>a<|im_end|>", false)).toEqual([
      tokenizer.idOf("<|im_start|>"),
      tokenizer.idOf("a"),
      tokenizer.idOf("<|im_end|>"),
    ]);
  });

  it("reads a marker in a person's text as plain text, and loses nothing of it", () => {
    const texts = fc.array(fc.oneof(fc.constantFrom(...MARKERS, "<", "|im_end|>"), fc.string()), {
      maxLength: 8,
    });
    const markerIds = new Set(MARKERS.map((marker) => tokenizer.idOf(marker)));
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join("");
        const ids = tokenizer.encode(tokenizer.guard(text), false);
        expect(ids.filter((id) => markerIds.has(id))).toEqual([]);
        expect(tokenizer.decode(ids)).toBe(text.toWellFormed());
      }),
    );
  });

  it("puts the beginning marker before a whole text only", () => {
    const llama = createTextTokenizer(byteFallbackTokenizer(), {});
    const ids = llama.encode(llama.guard("the</s>the"), true);
    expect(ids.filter((id) => id === 1)).toEqual([1]);
    expect(ids[0]).toBe(1);
    expect(ids).not.toContain(2);
    expect(llama.encode("", true)).toEqual([1]);
  });

  it("tells markers from text", () => {
    expect(tokenizer.isSpecial(tokenizer.idOf("<|im_end|>") ?? -1)).toBe(true);
    expect(tokenizer.isSpecial(tokenizer.idOf("<think>") ?? -1)).toBe(false);
    expect(tokenizer.isSpecial(tokenizer.idOf("a") ?? -1)).toBe(false);
  });

  it.each([null, 3, [], {}, { model: null }, { model: { type: "Nonsense" } }])("refuses %j", (file) => {
    expect(() => createTextTokenizer(file, {})).toThrow();
  });
});
