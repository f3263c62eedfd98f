import { describe, expect, it } from "vitest";
import type { RouteDecision } from "../../core/route";
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

  it("reads a decision that weighed nothing", () => {
    const { alternatives: ___, ...unweighed } = oldDecision as Partial<RouteDecision>;
    const policy = { mode: "auto", allowCloudFallback: false, allowLocalFallback: true };
    const read = readRun({ ...oldRun, decision: { ...unweighed, policy, fallbacks: [] } });
    expect(read?.decision?.policy).toEqual(policy);
    expect(read?.decision?.alternatives).toBeUndefined();
  });

  it("reads a decision without a fallback, and a run without attempts", () => {
    const read = readRun({ ...oldRun, decision: { ...oldDecision, fallback: null } });
    expect(read?.decision?.fallbacks).toEqual([]);
    expect(read?.attempts).toBeUndefined();
  });
});
