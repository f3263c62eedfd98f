import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeTrial } from "./judge-trial";

describe("judgeTrial", () => {
  it.each([
    "The sea is a vast, blue expanse of water that covers most",
    "Das Meer ist ein weites, blaues Gewässer.",
    "海はとても広くて、青くて、深いです。",
    "البحر واسع وأزرق وعميق.",
    "She said: “Look – the sea!”",
    "Ha ha ha, the sea.",
    "1. The sea is wide.",
  ])("finds sense in %j", (text) => {
    expect(judgeTrial(text)).toBeNull();
  });

  it.each([
    ["", "empty"],
    [" \n\t", "empty"],
    ["!!!!!!!!!!!!!!!!", "repeated"],
    ["the the the the the", "repeated"],
    ["The sea sea sea SEA is", "repeated"],
    ["\uFFFD\u0001\uFFFD\u0003 \uFFFD a \uFFFD\u0007", "not-text"],
    ["<|>{}[]$#@^~|<|>{}", "not-text"],
  ])("finds fault with %j", (text, fault) => {
    expect(judgeTrial(text)).toBe(fault);
  });

  it("gives a verdict on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect([null, "empty", "repeated", "not-text"]).toContain(judgeTrial(text));
      }),
    );
  });
});
