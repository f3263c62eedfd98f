import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignFolds, doublesKey } from "./folds";

describe("assignFolds", () => {
  it("keeps doubles together and spreads each class evenly over the folds", () => {
    const example = fc.record({ key: fc.nat(30), own: fc.nat(2) });
    fc.assert(
      fc.property(
        fc.array(example, { minLength: 5, maxLength: 120 }),
        fc.integer({ min: 2, max: 5 }),
        (all, count) => {
          const keys = all.map(({ key }) => String(key));
          const classes = all.map(({ own }) => own);
          const folds = assignFolds(keys, classes, count);
          const foldOf = new Map(keys.map((key, index) => [key, folds[index]]));
          for (const [index, key] of keys.entries()) expect(folds[index]).toBe(foldOf.get(key));
          expect(assignFolds(keys, classes, count)).toEqual(folds);
        },
      ),
    );
    const classes = Array.from({ length: 100 }, (_, index) => (index < 80 ? 0 : 1));
    const folds = assignFolds(
      classes.map((_, index) => `text ${index}`),
      classes,
      5,
    );
    for (let fold = 0; fold < 5; fold += 1) {
      const own = classes.filter((_, index) => folds[index] === fold);
      expect([own.filter((each) => each === 0).length, own.filter((each) => each === 1).length]).toEqual([
        16, 4,
      ]);
    }
  });
});

describe("doublesKey", () => {
  it("is the same for texts that differ in case, numbers, signs and spaces alone", () => {
    expect(doublesKey("Invoice No. 1234 is due!")).toBe(doublesKey("invoice no 987 — is  DUE"));
    expect(doublesKey("Invoice due")).not.toBe(doublesKey("Invoices due"));
  });
  it("tells texts apart that have no letter", () => {
    expect(doublesKey("👍")).not.toBe(doublesKey("👎"));
  });
});
