import { describe, expect, it } from "vitest";
import { scoreHeldOut } from "./test-support/score-held-out";

/** What may not be fallen short of, in percent of each class; the scores themselves are printed by `privacy:score`. */
const FLOORS: Readonly<Record<string, { recall: number; precision: number }>> = {
  "bank-account": { recall: 100, precision: 100 },
  "card-number": { recall: 100, precision: 95 },
  "crypto-address": { recall: 100, precision: 100 },
  "date-of-birth": { recall: 75, precision: 100 },
  email: { recall: 100, precision: 100 },
  handle: { recall: 100, precision: 100 },
  iban: { recall: 100, precision: 100 },
  "ip-address": { recall: 100, precision: 95 },
  "mac-address": { recall: 100, precision: 100 },
  "national-id": { recall: 92, precision: 97 },
  phone: { recall: 98, precision: 70 },
  secret: { recall: 85, precision: 97 },
  "street-address": { recall: 98, precision: 88 },
  url: { recall: 100, precision: 97 },
  "url-with-credentials": { recall: 100, precision: 100 },
};

describe("the set kept for judging", () => {
  const scores = scoreHeldOut();

  it("has every class that has a floor, and as many harmless lines", () => {
    expect(scores.classes.map(({ label }) => label)).toEqual(Object.keys(FLOORS).sort());
    expect(scores.harmless.count).toBeGreaterThan(600);
  });

  it.each(scores.classes.map((score) => [score.label, score] as const))(
    "finds %s above its floor",
    (label, score) => {
      expect((100 * score.covered) / score.count).toBeGreaterThanOrEqual(FLOORS[label]?.recall ?? 100);
      expect((100 * score.right) / score.found).toBeGreaterThanOrEqual(FLOORS[label]?.precision ?? 100);
    },
  );

  it("marks something in at most 4 % of the harmless lines", () => {
    expect(scores.harmless.marked.length / scores.harmless.count).toBeLessThanOrEqual(0.04);
  });
});
