import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BYTE_FALLBACK_VOCABULARY,
  byteFallbackTokenizer,
} from "../../shared/test-support/byte-fallback-tokenizer";
import {
  TINY_VOCABULARY,
  tinyTokenizer,
  tinyTokenizerConfig,
} from "../../shared/test-support/tiny-tokenizer";
import { createTextTokenizer } from "../../shared/text-tokenizer";
import { createDetokenizer } from "./detokenizer";

const CASES = [
  {
    name: "byte-level",
    vocabulary: TINY_VOCABULARY,
    tokenizer: createTextTokenizer(tinyTokenizer(), tinyTokenizerConfig()),
  },
  {
    name: "byte fallback",
    vocabulary: BYTE_FALLBACK_VOCABULARY,
    tokenizer: createTextTokenizer(byteFallbackTokenizer(), {}),
  },
];

describe.each(CASES)("createDetokenizer, $name", ({ tokenizer, vocabulary }) => {
  function pieces(ids: readonly number[], context: readonly number[] = []): string[] {
    const detokenizer = createDetokenizer(tokenizer, context);
    return [...ids.map((id) => detokenizer.push(id)), detokenizer.flush()];
  }

  const texts = fc.string({
    unit: fc.constantFrom(
      "the",
      " ",
      "  ",
      "th",
      "é",
      "€",
      "🙂",
      "👩‍👧",
      "\u0301",
      "中",
      "\n",
      "s.",
      "\uFFFD",
    ),
    maxLength: 20,
  });

  it("gives in all what decoding all at once gives, for any ids", () => {
    // Markers are left out before, as in a run.
    const ids = fc.array(fc.integer({ min: 6, max: vocabulary - 1 }), { maxLength: 60 });
    fc.assert(
      fc.property(ids, (list) => {
        expect(pieces(list).join("")).toBe(tokenizer.decode(list));
      }),
      { numRuns: 400 },
    );
  });

  it("gives the text back, and no piece with half a character", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const ids = tokenizer.encode(text, false);
        const parts = pieces(ids);
        expect(parts.join("")).toBe(tokenizer.decode(ids));
        if (text.includes("\uFFFD")) return;
        for (const part of parts) {
          expect(part).not.toContain("\uFFFD");
          expect(part.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("goes on where a prompt ended, as if both were one text", () => {
    fc.assert(
      fc.property(texts, texts, (prompt, answer) => {
        const context = tokenizer.encode(prompt, false);
        const ids = tokenizer.encode(answer, false);
        const whole = tokenizer.decode([...context, ...ids]);
        expect(tokenizer.decode(context) + pieces(ids, context).join("")).toBe(whole);
      }),
    );
  });
});
