import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksLikeMarkdown, type MarkdownSplit, splitMarkdown } from "./split-markdown";

const sourcesOf = (split: MarkdownSplit) => [...split.closed, ...(split.open === null ? [] : [split.open])];
const line = fc.constantFrom(
  "",
  "a",
  "word word",
  "```",
  "```js",
  "~~~",
  "- item",
  "  more",
  "| a | b |",
  "# t",
  "\t",
  "x".repeat(900),
);
const markdown = fc.array(line, { maxLength: 60 }).map((lines) => lines.join("\n"));

describe("splitMarkdown", () => {
  it("cuts at blank lines, not inside fences, and keeps indented lines with their list", () => {
    const long = "word ".repeat(110);
    const blocks = [
      `${long}\n\n`,
      `short\n\nand ${long}\n\n`,
      `\`\`\`js\n${long}\n\n${long}\n\`\`\`\n\n`,
      `- ${long}\n\n  more\n\n`,
      "last",
    ];
    expect(sourcesOf(splitMarkdown(blocks.join(""))).map((block) => block.source)).toEqual(blocks);
  });

  it("loses no character", () => {
    fc.assert(
      fc.property(fc.oneof(markdown, fc.string()), (text) => {
        expect(
          sourcesOf(splitMarkdown(text))
            .map((block) => block.source)
            .join(""),
        ).toBe(text);
      }),
    );
  });

  it("gives the same blocks however the text arrived, and never changes a closed one", () => {
    fc.assert(
      fc.property(markdown, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 80 }), (text, steps) => {
        let split = splitMarkdown("");
        let position = 0;
        for (const step of [...steps, text.length]) {
          position = Math.min(text.length, position + step);
          const next = splitMarkdown(text.slice(split.length, position), split);
          expect(next.length).toBe(position);
          expect(next.closed.slice(0, split.closed.length)).toEqual(split.closed);
          split = next;
        }
        const whole = splitMarkdown(text);
        expect(sourcesOf(split)).toEqual(sourcesOf(whole));
      }),
    );
  });

  it("keeps the last block short, whatever the text", () => {
    const texts = [
      "x".repeat(400_000),
      "word ".repeat(80_000),
      "line\n".repeat(80_000),
      `\`\`\`\n${"code\n".repeat(80_000)}`,
    ];
    for (const text of texts)
      expect(splitMarkdown(text).open?.source.length ?? 0).toBeLessThanOrEqual(16_000);
  });

  it("opens a cut fence again", () => {
    const split = splitMarkdown(`\`\`\`js\n${"const x = 1;\n".repeat(2000)}\`\`\`\n\nafter`);
    const blocks = sourcesOf(split);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks[1]?.prefix).toBe("```js\n");
    expect(blocks.at(-1)).toEqual({ source: "after", prefix: "" });
  });

  it("keeps every closed block of a 400 kB stream as it is, so that only the last is parsed again", () => {
    const delta = "Some words and more, in a paragraph. ";
    let split = splitMarkdown("");
    for (let frame = 0; split.length < 400_000; frame += 1) {
      const before = split.closed;
      split = splitMarkdown(frame % 20 === 19 ? `${delta}\n\n` : delta.repeat(8), split);
      if (frame % 50 === 0) expect(before.every((block, index) => split.closed[index] === block)).toBe(true);
      expect(split.open?.source.length ?? 0).toBeLessThanOrEqual(16_000);
    }
    expect(split.closed.length).toBeGreaterThan(50);
  });
});

describe("looksLikeMarkdown", () => {
  it.each([
    "# Title",
    "a **b** c",
    "- item",
    "1. one",
    "```\ncode\n```",
    "[a](https://b.example)",
    "see https://a.example",
    "<b>x</b>",
  ])("sees %j", (text) => expect(looksLikeMarkdown(text)).toBe(true));
  it.each(["", "Once upon a time, there was a girl.", "3 * 4 = 12", "a - b", 'He said: "no".'])(
    "leaves %j alone",
    (text) => expect(looksLikeMarkdown(text)).toBe(false),
  );
});
