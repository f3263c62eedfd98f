import { describe, expect, it } from "vitest";
import { readRun } from "./run-schema";
import { exampleRun } from "./test-support/example-run";

describe("runs of older versions", () => {
  const { decision, attempts: _, ...oldRun } = exampleRun();
  const { fallbacks: __, ...oldDecision } = decision ?? { fallbacks: [] };
  const target = decision?.target;

  it("reads a decision with one fallback", () => {
    const read = readRun({ ...oldRun, decision: { ...oldDecision, fallback: target } });
    expect(read?.decision?.fallbacks).toEqual([target]);
    expect(read?.decision).not.toHaveProperty("fallback");
  });

  it("reads a decision without a fallback, and a run without attempts", () => {
    const read = readRun({ ...oldRun, decision: { ...oldDecision, fallback: null } });
    expect(read?.decision?.fallbacks).toEqual([]);
    expect(read?.attempts).toBeUndefined();
  });
});
