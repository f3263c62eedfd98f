import { describe, expect, it } from "vitest";
import { protectedRanges } from "./protected-ranges";

function protectedParts(text: string): string[] {
  return protectedRanges(text).map(({ start, end }) => text.slice(start, end));
}

describe("protectedRanges", () => {
  it.each([
    ["see https://example.com/a?b=c#d for more", ["https://example.com/a?b=c#d"]],
    ["see www.example.org, please", ["www.example.org"]],
    ["mail a.b+c@example.co.uk.", ["a.b+c@example.co.uk."]],
    ["call `get the` now", ["`get the`"]],
    ["in snake_case and camelCase", ["snake_case", "camelCase"]],
    ["open src/core/output.ts or ~/notes", ["src/core/output.ts", "~/notes"]],
    ["run npm --save-dev", ["--save-dev"]],
    ["a [link](docs/teh.md) here", ["](docs/teh.md)"]],
    ["```\ncode\n```\ntext", ["```\ncode\n```"]],
    ["a <b class='x'>bold</b> word", ["<b class='x'>", "</b>"]],
    ["value {{ name }} or ${name}", ["{{ name }}", "${name}"]],
    ["ask @somebody about #topic", ["@somebody", "#topic"]],
  ])("finds them in %j", (text, expected) => {
    expect(protectedParts(text)).toEqual(expected);
  });

  it.each([
    "A plain sentence, with a comma.",
    "It costs $50 or 12.5%.",
    "and/or",
    "well-known **bold** _words_",
    "Wait... what?",
  ])("finds none in %j", (text) => {
    expect(protectedParts(text)).toEqual([]);
  });
});
