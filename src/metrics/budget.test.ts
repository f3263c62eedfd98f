import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf } from "../core/budget";
import { budgetLeft } from "./budget";

describe("budgetLeft", () => {
  it("is without end where no limit is set", () => {
    const none = { requestUsd: null, dayUsd: null, monthUsd: null };
    expect(budgetLeft(none, { dayUsd: 9, monthUsd: 99 })).toEqual({
      leftUsd: Number.POSITIVE_INFINITY,
      tightest: null,
      usedShare: 0,
    });
  });

  it("is what the tightest limit leaves", () => {
    const budget = { requestUsd: 2, dayUsd: 5, monthUsd: 20 };
    expect(budgetLeft(budget, { dayUsd: 1, monthUsd: 10 })).toMatchObject({
      leftUsd: 2,
      tightest: "request",
    });
    expect(budgetLeft(budget, { dayUsd: 4, monthUsd: 10 })).toMatchObject({ leftUsd: 1, tightest: "day" });
    expect(budgetLeft(budget, { dayUsd: 4, monthUsd: 19.5 })).toMatchObject({
      leftUsd: 0.5,
      tightest: "month",
    });
  });

  it("is never less than nothing, and a limit of 0 is used up from the start", () => {
    const budget = { requestUsd: null, dayUsd: 1, monthUsd: null };
    expect(budgetLeft(budget, { dayUsd: 3, monthUsd: 3 })).toEqual({
      leftUsd: 0,
      tightest: "day",
      usedShare: 3,
    });
    const nothing = { requestUsd: null, dayUsd: null, monthUsd: 0 };
    expect(budgetLeft(nothing, { dayUsd: 0, monthUsd: 0 })).toMatchObject({ leftUsd: 0, usedShare: 1 });
  });

  it("goes by the days of the person's calendar", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(2000, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true }),
        (date) => {
          const [year, month, day] = dayOf(date.getTime()).split("-").map(Number);
          expect([year, month, day]).toEqual([date.getFullYear(), date.getMonth() + 1, date.getDate()]);
        },
      ),
    );
  });
});
