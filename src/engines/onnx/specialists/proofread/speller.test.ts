import { beforeAll, describe, expect, it } from "vitest";
import { nodeContext } from "../test-support/node-forward-pass";
import { readLexicon } from "./lexicon";
import { createSpeller, type Speller } from "./speller";

let speller: Speller;

beforeAll(async () => {
  speller = createSpeller(
    await readLexicon(await nodeContext("public/models/proofread").readFile("lists.bin")),
  );
});

describe("the speller", () => {
  it.each([
    ["teh", "the"],
    ["recieve", "receive"],
    ["alot", "a lot"],
    ["buyed", "bought"],
    ["wakl", "walk"],
    ["libary", "library"],
    ["comunication", "communication"],
    ["pphotograh", "photograph"],
  ])("reads %s as %s", (wrong, right) => {
    expect(speller(wrong)?.word).toBe(right);
  });

  it.each(["refactorings", "subfolders", "gardenlike", "xqzzt", "qu"])("has nothing for %s", (word) => {
    expect(speller(word)).toBeUndefined();
  });

  it("says how it found a word", () => {
    expect(speller("teh")?.found).toBe("typo-list");
    expect(speller("wakl")?.found).toBe("one-slip");
    expect(speller("pphotograh")?.found).toBe("two-slips");
  });
});
