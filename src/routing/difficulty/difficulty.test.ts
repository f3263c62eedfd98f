import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WORK_KINDS } from "../../core/route";
import { askedWords } from "./asked-words";
import { difficultyOf } from "./difficulty";
import { FEATURE_NAMES, promptFeatures } from "./prompt-features";
import { readQuestion } from "./read-question";

describe("difficultyOf", () => {
  it.each([
    ["Write a Python function that parses an ISO date and raises on bad input.", "code"],
    ["Solve for x: 3x + 12 = 2x + 40. Show your work.", "maths"],
    ["Translate the following sentence into French: The train leaves at noon.", "translate"],
    ["Summarise the following article in three sentences:\nThe council met on Monday.", "summarise"],
    ["Write a short story about a lighthouse keeper and a storm.", "write"],
    ["Why is the sky blue?", "question"],
    ["Prove that there are infinitely many primes.", "maths"],
    ["Who painted the ceiling of the Sistine Chapel?", "question"],
    ["Correct the grammar of this sentence: he go to school yesterday", "rewrite"],
  ])("reads the kind of work of %j", (prompt, kind) => {
    expect(difficultyOf(prompt).kind).toBe(kind);
  });

  it.each([
    [
      "more steps",
      "Ann buys 3 pens at $2 each. She pays with a $20 note and then gives half of her change to Ben, who spends $4 " +
        "and shares the rest equally with 2 friends. How much does each of them have?",
      "Ann has 3 pens and buys 2 more. How many pens does she have?",
    ],
    [
      "code over small talk",
      "Implement a lock-free queue in C++ and prove that it is linearizable.",
      "Write a birthday greeting for my neighbour.",
    ],
    [
      "maths over facts",
      "Prove that the sum of two odd integers is even.",
      "Who wrote the play about the moor of Venice?",
    ],
    [
      "a case to judge over a fact to recall",
      "A man told his friend that he would sell his car if she paid within two days. She sent the money on the third " +
        "day because the bank was closed. Which of the following would be the best argument for the friend?\n" +
        "A. The offer was still open, because the delay was not hers.\nB. The offer was open, because the price was fair.\n" +
        "C. The offer was closed, because the delay was hers.\nD. The offer was closed, because no reason was given.\nAnswer:",
      "Mount Everest lies in\nA. Nepal\nB. Chile\nC. Kenya\nD. Spain\nAnswer:",
    ],
  ])("ranks %s higher", (_, harder, easier) => {
    expect(difficultyOf(harder).score).toBeGreaterThan(difficultyOf(easier).score);
  });

  it("gives a score strictly between 0 and 1 and a known kind to any text", () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "A. one",
        "B) two",
        "(c) three",
        "Answer:",
        "```",
        "x = 1",
        "",
        "\ud800",
        "___",
        "I and II only",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const { score, kind, kindShare, steps } = difficultyOf(lines.join("\n"));
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThan(1);
        expect(WORK_KINDS).toContain(kind);
        expect(kindShare).toBeGreaterThan(0);
        expect(kindShare).toBeLessThanOrEqual(1);
        if (steps !== undefined) expect(steps).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it("is the same each time, whatever was judged before", () => {
    const prompt = "How many prime numbers are there below 100?";
    const first = difficultyOf(prompt);
    difficultyOf("Write a poem.");
    expect(difficultyOf(prompt)).toEqual(first);
  });

  it.each([
    ["a letter", "a"],
    ["signs without letters", "=+ "],
    ["choices", "A. yes\n"],
    ["capitals", "Ab "],
    ["emoji", "😀"],
    ["ideographs", "日"],
    ["line breaks", "\n"],
    ["answers", "\nAnswer:"],
    ["underscores", "_"],
    ["brackets", "<{("],
  ])("reads a megabyte of %s in bounded time", (_, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    difficultyOf("warm");
    const started = performance.now();
    const { score } = difficultyOf(text);
    expect(performance.now() - started).toBeLessThan(500);
    expect(score).toBeGreaterThan(0);
  });
});

describe("the parts of a prompt", () => {
  it("are a stem and choices where there are such", () => {
    expect(readQuestion("Which?\nA. one\nB. two\nand more\nC. three\nAnswer:")).toEqual({
      stem: "Which?",
      choices: ["one", "two and more", "three"],
    });
    expect(readQuestion("(a) x\n(b) y").choices).toEqual(["x", "y"]);
    expect(readQuestion("A. is a letter").choices).toEqual([]);
    expect(readQuestion("Nothing here\r\n\r\nA. one\r\nB. two\r\n").choices).toEqual(["one", "two"]);
  });

  it("give as many finite features as there are names", () => {
    for (const prompt of ["", " ", "x", "1 + 1 = ?", "A. a\nB. b"]) {
      const features = promptFeatures(prompt);
      expect(features).toHaveLength(FEATURE_NAMES.length);
      expect(features.every(Number.isFinite)).toBe(true);
    }
  });

  it("are words and pairs of neighbours, each once, with all numbers alike", () => {
    expect(askedWords("The cat, the cat")).toEqual(["the", "^ the", "cat", "the cat", ",", "cat ,", ", the"]);
    expect(askedWords("pay 42")).toEqual(askedWords("Pay 1,000"));
  });
});
