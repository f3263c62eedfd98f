import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hashWord, wordShape } from "./hash-features";
import { wordTokens } from "./word-tokens";

interface Parity {
  words: [word: string, shape: string, ...features: number[]][];
  texts: [text: string, tokens: string[]][];
}

const parity = JSON.parse(readFileSync("training/common/parity-words.json", "utf8")) as Parity;

describe("hashed features", () => {
  it("are the numbers that training used, in every script", () => {
    const ported = parity.words.map(([word]) => [word, wordShape(word), ...hashWord(word)]);
    expect(ported).toEqual(parity.words);
  });

  it("keep runs in a shape to three", () => {
    expect(wordShape("McDonald42")).toBe("XxXxxxdd");
  });
});

describe("wordTokens", () => {
  it.each(parity.texts)("cuts as training did: %j", (text, expected) => {
    expect(wordTokens(text).map((token) => token.text)).toEqual(expected);
  });

  it.each(parity.texts)("gives offsets into the original text: %j", (text) => {
    for (const token of wordTokens(text)) {
      expect(text.slice(token.start, token.end).replaceAll("’", "'")).toBe(token.text);
    }
  });

  it("adds the offset of a part", () => {
    expect(wordTokens("an end", 10)).toEqual([
      { text: "an", start: 10, end: 12 },
      { text: "end", start: 13, end: 16 },
    ]);
  });
});
