import { describe, expect, it } from "vitest";
import { sentenceTokens } from "./sentence-tokens";

function sentencesOf(text: string): string[] {
  return sentenceTokens(text).map(({ tokens }) => text.slice(tokens[0]?.start, tokens.at(-1)?.end));
}

describe("sentenceTokens", () => {
  it.each([
    ["One. Two! Three?", ["One.", "Two!", "Three?"]],
    ["Mr. Smith met J. Doe. They spoke.", ["Mr. Smith met J. Doe.", "They spoke."]],
    ["He said “Go.” She went.", ["He said “Go.”", "She went."]],
    ["Well... maybe so.", ["Well... maybe so."]],
    [
      "# Title\n\nFirst line goes\non here.\n- item one\n2. item two",
      ["Title", "First line goes\non here.", "item one", "item two"],
    ],
    ["\n \n", []],
  ])("cuts %j", (text, expected) => {
    expect(sentencesOf(text)).toEqual(expected);
  });

  it("tells running text from headings", () => {
    const [heading, first] = sentenceTokens("The plan\n\nWe start now. It is late.");
    expect(heading).toMatchObject({ isClosed: false, isRunningText: false });
    expect(first).toMatchObject({ isClosed: true, isRunningText: true });
  });

  it("cuts very long sentences, at a comma where there is one", () => {
    const parts = sentenceTokens(`${"word ".repeat(50)}, ${"word ".repeat(100)}end.`);
    expect(parts.map(({ tokens }) => tokens.length)).toEqual([51, 64, 38]);
    expect(parts.map(({ isBeginning }) => isBeginning)).toEqual([true, false, false]);
  });
});
