import { expect, test } from "vitest";
import { weighMatter } from "./matter";
import { readSentences } from "./read-sentences";

async function orderOf(text: string): Promise<string[]> {
  const { sentences } = await readSentences(text, async () => {});
  const worth = weighMatter(
    text,
    sentences,
    sentences.map((_, index) => (index % 2 === 0 ? 0.01 : 0)),
  );
  return sentences
    .map(({ start, end }, index) => ({ text: text.slice(start, end), worth: worth[index] ?? 0 }))
    .sort((one, other) => other.worth - one.worth)
    .map((sentence) => sentence.text);
}

test("in a message, what is asked by some day comes before a decision, and both before small talk", async () => {
  const order = await orderOf(
    "It was lovely to see you all there. The hall is quite large. We agreed on the second offer. " +
      "Please send me the list by Friday. Thanks again for the wonderful evening.",
  );
  expect(order.slice(0, 2)).toEqual(["Please send me the list by Friday.", "We agreed on the second offer."]);
  expect(order.at(-1)).not.toContain("hall");
});

test("a long text keeps the scores that it has", async () => {
  const text = "Please send it by Friday. The hall is large and has two doors. ".repeat(40);
  const { sentences } = await readSentences(text, async () => {});
  const scores = sentences.map((_, index) => index);
  expect(weighMatter(text, sentences, scores)).toBe(scores);
});
