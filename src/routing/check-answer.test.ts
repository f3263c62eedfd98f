import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANSWER_DOUBTS } from "../core/run";
import { checkAnswer, type EndedAnswer } from "./check-answer";

const ended = (text: string, more: Partial<EndedAnswer> = {}): EndedAnswer => ({
  text,
  output: null,
  finishReason: "stop",
  isJsonWanted: false,
  ...more,
});

const POEM = "Roses are red,\nviolets are blue,\nsugar is sweet,\nand so are you.\n";
const TABLE =
  "| day | done |\n| --- | --- |\n| Monday | yes |\n| Tuesday | yes |\n| Friday | no |\n| Sunday | no |";

describe("checkAnswer", () => {
  it.each([
    ["a plain answer", ended("The lease ends on 3 May, and notice must be given in writing.")],
    ["a short one", ended("Yes.")],
    ["a poem with a refrain", ended(POEM + POEM)],
    ["a table", ended(TABLE)],
    ["a rule of dashes", ended(`Title\n${"- ".repeat(80)}\nText`)],
    ["JSON as asked", ended('```json\n{"name": "Ann"}\n```', { isJsonWanted: true })],
    ["a structured result", ended("", { output: { kind: "edits", edits: [] }, isJsonWanted: true })],
    [
      "a quoted excuse late in a letter",
      ended(
        "Dear Ms Lee, thank you for the offer of Tuesday, which we have read with pleasure. The prices suit us, and so " +
          "does the date. There is one thing that we did not like: when we rang your office about the delivery, " +
          "“I’m sorry, I cannot help” was all that we were told.",
      ),
    ],
    ["a sure label", ended("", { output: { kind: "labels", labels: [{ label: "positive", score: 0.9 }] } })],
    ["confident tokens", ended("Paris.", { meanTokenProbability: 0.9 })],
  ])("finds nothing doubtful in %s", (_, answer) => {
    expect(checkAnswer(answer)).toEqual([]);
  });

  it.each([
    ["empty", ended(" \n ")],
    ["repetition", ended("and ".repeat(20))],
    ["repetition", ended("The answer is that the answer is ".repeat(12))],
    ["refusal", ended("I'm sorry, but I cannot help with that.")],
    ["refusal", ended("I’m unable to open links.")],
    ["refusal", ended("No.", { finishReason: "refusal" })],
    ["cut", ended("And so the story of the", { finishReason: "length" })],
    ["shape", ended("Name: Ann", { isJsonWanted: true })],
    ["unsure", ended("", { output: { kind: "labels", labels: [{ label: "positive", score: 0.35 }] } })],
    [
      "unsure",
      ended("", { output: { kind: "labels", labels: [{ label: "a", score: 0.6 }], isUnsure: true } }),
    ],
    ["unsure", ended("Lima, or so.", { meanTokenProbability: 0.2 })],
  ])("finds %s", (doubt, answer) => {
    expect(checkAnswer(answer)).toEqual([doubt]);
  });

  it("judges any text, a long one in bounded time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.boolean(), (text, isJsonWanted) => {
        for (const doubt of checkAnswer(ended(text, { isJsonWanted })))
          expect(ANSWER_DOUBTS).toContain(doubt);
      }),
    );
    const started = performance.now();
    checkAnswer(ended("one two three ".repeat(100_000)));
    checkAnswer(ended("x".repeat(1_000_000)));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
