import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readModelCard } from "./read-model-card";

describe("readModelCard", () => {
  it("reads a card as the training scripts write it", () => {
    expect(
      readModelCard({
        purpose: "Proofreads.",
        scores: [{ set: "JFLEG", metric: "F0.5", value: 0.463, n: 747 }, { metric: "speed" }],
        comparison: [{ name: "other", scores: [{ set: "JFLEG", metric: "F0.5", value: "0.4" }] }, {}],
        knownMisses: ["Word order."],
        data: [{ name: "Books", licence: "CC0" }, "Letters"],
        speed: "5 ms",
      }),
    ).toEqual({
      description: "Proofreads.",
      method: null,
      scores: [{ set: "JFLEG", metric: "F0.5", value: "0.463", count: 747 }],
      others: [{ name: "other", scores: [{ set: "JFLEG", metric: "F0.5", value: "0.4", count: null }] }],
      misses: ["Word order."],
      data: ["Books (CC0)", "Letters"],
      notUsed: null,
      speed: "5 ms",
      parameters: null,
      trainedBy: null,
    });
  });

  it("never throws and only ever gives text", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const card = readModelCard(value);
        for (const line of [...(card?.misses ?? []), ...(card?.data ?? [])])
          expect(typeof line).toBe("string");
      }),
    );
  });
});
