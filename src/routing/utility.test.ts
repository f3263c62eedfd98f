import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DEFAULT_WEIGHTS,
  ROUTE_LEANS,
  type RouteSignals,
  type RouteWeights,
  WORK_KINDS,
} from "../core/route";
import { TASK_IDS } from "../core/task";
import { exampleModel } from "../core/test-support/example-records";
import { decideRoute } from "./decide-route";
import { CLOUD, policyFor, READY, REQUEST } from "./test-support/example-route";
import { type UtilityCandidate, utilities } from "./utility";

const model = exampleModel("local", { downloadBytes: 1_000_000_000, contextWindow: 4096 });

/** How much more the cloud is worth. */
function lead(
  weights: Partial<RouteWeights>,
  more: Partial<RouteSignals> = {},
  seconds: { local?: number; cloud?: number } = {},
  costUsd?: number,
): number {
  const estimate = (side: "local" | "cloud") => ({
    inputTokens: 100,
    basisRuns: 0,
    ...(seconds[side] === undefined ? {} : { totalMs: seconds[side] * 1000 }),
    ...(costUsd === undefined || side === "local" ? {} : { costUsd }),
  });
  const candidates: UtilityCandidate[] = [
    { location: "local", model, estimate: estimate("local") },
    { location: "cloud", model: CLOUD, estimate: estimate("cloud") },
  ];
  const [here, there] = utilities(
    REQUEST,
    { ...READY, ...more },
    { ...DEFAULT_WEIGHTS, ...weights },
    candidates,
  );
  return (there?.utility ?? Number.NaN) - (here?.utility ?? Number.NaN);
}

const difficulty = { score: 0.2, kind: "code" } as const;

describe("what a side is worth", () => {
  it("follows each slider in the direction that its words say", () => {
    expect(lead({ private: 1 })).toBeLessThan(lead({ private: 0 }));
    const slowHere = { local: 30, cloud: 2 };
    expect(lead({ fast: 1 }, {}, slowHere)).toBeGreaterThan(lead({ fast: 0 }, {}, slowHere));
    expect(lead({ thorough: 1 }, { difficulty })).toBeGreaterThan(lead({ thorough: 0 }, { difficulty }));
    expect(lead({ thorough: 1 }, {}, {}, 0.2)).toBeGreaterThan(lead({ thorough: 0 }, {}, {}, 0.2));
    expect(lead({ lean: "cloud" })).toBeGreaterThan(lead({}));
    expect(lead({ lean: "local" })).toBeLessThan(lead({}));
  });

  it("lets the wanted share decide, by how hard the prompt is for this person", () => {
    const rank = (share: number) => ({ difficulty: { ...difficulty, rank: share } });
    expect(lead({ cloudShare: 0.3, lean: "local", private: 1 }, rank(0.8))).toBeGreaterThan(0);
    expect(lead({ cloudShare: 0.3, lean: "cloud", private: 0 }, rank(0.6))).toBeLessThan(0);
    expect(lead({ cloudShare: 0 }, rank(1))).toBeLessThan(0);
    expect(lead({ cloudShare: 1 }, rank(0.01))).toBeGreaterThan(0);
    expect(lead({ cloudShare: 0.3 })).toBe(lead({}));
  });

  it("counts what is unknown as nothing", () => {
    expect(lead({}, {}, { local: 50 })).toBe(lead({}));
    expect(lead({}, {}, { cloud: 50 })).toBe(lead({}));
    expect(lead({}, { device: {} })).toBe(lead({}));
    expect(lead({}, { device: { batteryLevel: 0.05 } })).toBe(lead({}));
    expect(lead({}, {}, {}, Number.NaN)).toBe(lead({}));
  });

  it("is finite, the sum of its parts, and the reason of Auto's choice, in any situation", () => {
    const slider = fc.double({ min: 0, max: 1, noNaN: true });
    const situation = fc.record({
      task: fc.constantFrom(...TASK_IDS),
      kind: fc.constantFrom("specialist" as const, "language-model" as const),
      weights: fc.record({
        lean: fc.constantFrom(...ROUTE_LEANS),
        private: slider,
        fast: slider,
        thorough: slider,
        cloudShare: fc.option(slider, { nil: null }),
      }),
      difficulty: fc.option(
        fc.record({ score: slider, kind: fc.constantFrom(...WORK_KINDS), rank: slider }),
        { nil: undefined },
      ),
      taskCorrection: fc.double({ min: -0.15, max: 0.15, noNaN: true }),
      localLoaded: fc.option(fc.boolean(), { nil: undefined }),
      inputTokens: fc.nat(5000),
      usedShare: fc.double({ min: 0, max: 2, noNaN: true }),
      batteryLevel: slider,
      charging: fc.boolean(),
      totalMs: fc.double(),
      costUsd: fc.double(),
      privateLabels: fc.constantFrom<readonly string[]>([], ["person"]),
    });
    fc.assert(
      fc.property(situation, (given) => {
        const { difficulty: judged, localLoaded } = given;
        const decision = decideRoute({
          request: { ...REQUEST, task: given.task },
          policy: policyFor("auto", { weights: given.weights }),
          signals: {
            ...READY,
            ...(judged === undefined ? {} : { difficulty: judged }),
            ...(localLoaded === undefined ? {} : { localLoaded }),
            taskCorrection: given.taskCorrection,
            inputTokens: given.inputTokens,
            budget: { usedShare: given.usedShare, leftUsd: 1 },
            device: { batteryLevel: given.batteryLevel, charging: given.charging },
            privateLabels: given.privateLabels,
          },
          candidates: { local: { ...model, kind: given.kind }, cloud: CLOUD },
          estimates: {
            local: { inputTokens: 1, basisRuns: 1, totalMs: given.totalMs },
            cloud: { inputTokens: 1, basisRuns: 1, totalMs: 100, costUsd: given.costUsd },
          },
        });
        const worth = new Map((decision.alternatives ?? []).map((each) => [each.location, each.utility]));
        for (const { utility, parts } of decision.alternatives ?? []) {
          expect(Number.isFinite(utility)).toBe(true);
          expect(Object.values(parts).reduce((sum, points) => sum + points, 0)).toBeCloseTo(utility, 6);
        }
        const here = worth.get("local");
        const there = worth.get("cloud");
        if (here === undefined || there === undefined) return;
        const isHere = given.privateLabels.length > 0 || here >= there;
        expect(decision.target?.location).toBe(isHere ? "local" : "cloud");
      }),
      { numRuns: 2_000 },
    );
  });
});
