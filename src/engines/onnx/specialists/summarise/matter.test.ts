import { expect, test } from "vitest";
import { weighMatter } from "./matter";
import { readSentences } from "./read-sentences";

test("in a message, what is asked by some day gains the most, a decision some, and small talk loses", async () => {
  const text =
    "It was lovely to see you all there. The hall is quite large. We agreed on the second offer. " +
    "Please send me the list by Friday. Thanks again for the evening.";
  const { sentences } = await readSentences(text, async () => {});
  const scores = sentences.map((_, index) => index % 2);
  const gains = weighMatter(text, sentences, scores).map((worth, index) => worth - (scores[index] ?? 0));
  const [lovely = 0, hall = 0, agreed = 0, please = 0, thanks = 0] = gains;
  expect(sentences).toHaveLength(5);
  expect(please).toBeGreaterThan(agreed);
  expect(agreed).toBeGreaterThan(hall);
  expect(hall).toBe(0);
  expect(Math.max(lovely, thanks)).toBeLessThan(0);
});

test("a long text keeps the scores that it has", async () => {
  const text = "Please send it by Friday. The hall is large and has two doors. ".repeat(40);
  const { sentences } = await readSentences(text, async () => {});
  const scores = sentences.map((_, index) => index);
  expect(weighMatter(text, sentences, scores)).toBe(scores);
});
