import { describe, expect, it } from "vitest";
import { toStoredRun } from "./stored-run";
import { exampleRun } from "./test-support/example-run";

describe("a run as it is kept", () => {
  it("has no secret of an endpoint's address, be it the target's or a fallback's", () => {
    const run = exampleRun();
    const { decision } = run;
    if (decision?.target == null) throw new Error("the example has a decision");
    const at = (baseUrl: string) => ({
      location: "cloud" as const,
      model: {
        ...(decision.target?.model ?? run),
        source: { type: "provider" as const, providerId: "azure", name: "m", baseUrl },
      },
    });
    const kept = toStoredRun({
      ...run,
      decision: {
        ...decision,
        target: at("https://one.example/v1?api-version=1&code=geheim1") as typeof decision.target,
        fallbacks: [at("https://user:geheim2@two.example/v1")] as typeof decision.fallbacks,
      },
    });
    expect(JSON.stringify(kept)).not.toContain("geheim");
    expect(JSON.stringify(kept)).toContain("https://one.example/v1?api-version=1");
  });

  it("leaves a run without a decision, and models without an address, as they are", () => {
    expect(toStoredRun(exampleRun({ decision: null })).decision).toBeNull();
    const run = exampleRun();
    expect(toStoredRun(run).decision).toEqual(run.decision);
  });
});
