import { describe, expect, it } from "vitest";
import { countPlaywright, countVitest, summarise } from "./test-counts.mjs";

const unit = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
};
const e2e = { stats: { expected: 3, flaky: 1, unexpected: 0, skipped: 2 }, errors: [] };

const parts = (unitReport, e2eReport, ok = true) => [
  { title: "Checks", ok },
  { title: "Unit tests", ok: true, counts: countVitest(unitReport) },
  { title: "End-to-end tests", ok: true, counts: countPlaywright(e2eReport) },
];

describe("the closing line", () => {
  it("sums unit and end-to-end tests", () => {
    expect(summarise(parts(unit, e2e))).toEqual({ lines: ["9 passed, 0 failed, 3 skipped"], ok: true });
  });

  it("counts a file that could not be loaded as a failure", () => {
    const broken = { ...unit, testResults: [{ status: "failed", assertionResults: [] }] };
    expect(summarise(parts(broken, e2e)).lines.at(-1)).toBe("9 passed, 1 failed, 3 skipped");
  });

  it("never says that nothing failed when a check did", () => {
    const { lines, ok } = summarise(parts(unit, e2e, false));
    expect(ok).toBe(false);
    expect(lines).toEqual(["Checks failed; see above.", "9 passed, 1 failed, 3 skipped"]);
  });

  it("takes a missing report, or one without a test, for a failure", () => {
    const none = { stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 4 }, errors: [] };
    for (const report of [null, none]) {
      const { lines, ok } = summarise(parts(unit, report));
      expect(ok).toBe(false);
      expect(lines[0]).toBe("End-to-end tests failed: no test was run; see above.");
    }
  });

  it("counts errors outside of any test", () => {
    expect(summarise(parts(unit, { ...e2e, errors: [{ message: "no browser" }] })).lines.at(-1)).toBe(
      "9 passed, 1 failed, 3 skipped",
    );
  });
});
