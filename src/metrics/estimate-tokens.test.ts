import { describe, expect, it } from "vitest";
import { estimateTokens } from "./estimate-tokens";

describe("the estimate of tokens", () => {
  it.each([
    ["", 0],
    ["don't stop", 2],
    ["Größe", 1],
    ["internationalisation", 1 + 13 / 7],
    ["x".repeat(260), 100],
    ["12345", 2],
    ["one\u00a0\u3000two", 2.5],
    ["a \n b", 2.8],
    ["東京", 1.7],
    ["привет", 6 * 0.35],
    ["жabc", 4 * 0.35],
    ["😀!", 1.6],
    ["\ud83d", 0.8],
  ])("weighs each kind of character: %j", (text, weight) => {
    expect(estimateTokens(text)).toBe(Math.ceil(weight));
  });

  it("judges a long text by windows of it", () => {
    const prose = "The train to the coast was late again, so we walked.\n";
    const short = estimateTokens(prose.repeat(100));
    const long = estimateTokens(prose.repeat(10_000));
    expect(long / (short * 100)).toBeCloseTo(1, 1);
  });
});
