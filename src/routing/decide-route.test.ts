import { describe, expect, it } from "vitest";
import { ROUTE_MODES, type RouteDecision, type RoutePolicy, type RouteSignals } from "../core/route";
import { exampleModel } from "../core/test-support/example-records";
import { decideRoute, type RouteQuestion } from "./decide-route";
import { CLOUD, policyFor, READY, REQUEST, SPECIALIST } from "./test-support/example-route";

const local = exampleModel("local", { contextWindow: 2048 });
const ESCALATION = policyFor("cloud", { isEscalation: true });

function decide(
  parts: Partial<RouteQuestion> & { policy: RoutePolicy; signals?: RouteSignals },
): RouteDecision {
  return decideRoute({
    request: REQUEST,
    signals: READY,
    candidates: { local, cloud: CLOUD },
    estimates: { local: null, cloud: null },
    ...parts,
  });
}

/** A row: the situation, the side chosen, the reasons. */
const ROWS: readonly [string, Parameters<typeof decide>[0], "local" | "cloud" | null, string[]][] = [
  ["auto, both ready", { policy: policyFor("auto") }, "local", ["local-model-ready"]],
  [
    "auto, a specialist",
    { policy: policyFor("auto"), candidates: { local: SPECIALIST, cloud: CLOUD } },
    "local",
    ["specialist-serves"],
  ],
  [
    "auto, local not downloaded",
    { policy: policyFor("auto"), signals: { ...READY, local: "downloadable" } },
    "cloud",
    ["local-not-downloaded"],
  ],
  [
    "auto, an image",
    { policy: policyFor("auto"), signals: { ...READY, attachmentTypes: ["image"] } },
    "cloud",
    ["attachments-need-cloud"],
  ],
  [
    "auto, too long for the local window",
    { policy: policyFor("auto"), signals: { ...READY, inputTokens: 2048 } },
    "cloud",
    ["context-too-long"],
  ],
  [
    "L11 auto, too long for the local window, and no cloud: the model's own count decides",
    {
      policy: policyFor("auto"),
      signals: { ...READY, inputTokens: 2048, cloudReady: false, cloudMissing: "no-key" },
    },
    "local",
    ["local-model-ready"],
  ],
  [
    "L11 auto, a long conversation whose old turns may be left out",
    { policy: policyFor("auto"), signals: { ...READY, inputTokens: 9000, leastTokens: 200 } },
    "local",
    ["local-model-ready"],
  ],
  [
    "L11 auto, a long last message, whatever may be left out",
    { policy: policyFor("auto"), signals: { ...READY, inputTokens: 9000, leastTokens: 2000 } },
    "cloud",
    ["context-too-long"],
  ],
  [
    "L11 auto, no room left for the answer",
    {
      policy: policyFor("auto"),
      request: { ...REQUEST, params: { maxOutputTokens: 400 } },
      signals: { ...READY, inputTokens: 1649 },
    },
    "cloud",
    ["context-too-long"],
  ],
  [
    "L11 forced local, too long by estimate: the model's own count decides",
    { policy: policyFor("local"), signals: { ...READY, inputTokens: 9000 } },
    "local",
    ["forced-local"],
  ],
  [
    "auto, sensitive and no local model",
    {
      policy: policyFor("auto"),
      candidates: { local: null, cloud: CLOUD },
      signals: { ...READY, local: "none", sensitive: true },
    },
    null,
    ["no-local-model", "sensitive-stays"],
  ],
  [
    "auto, nothing anywhere",
    {
      policy: policyFor("auto"),
      candidates: { local: null, cloud: null },
      signals: { ...READY, local: "none", cloudReady: false, cloudMissing: "no-key" },
    },
    null,
    ["no-local-model", "no-cloud-key"],
  ],
  [
    "auto, a specialist of the person's own: the cloud is no fallback",
    {
      request: { ...REQUEST, task: "own" },
      policy: policyFor("auto", { allowCloudFallback: true }),
      candidates: { local: SPECIALIST, cloud: CLOUD },
    },
    "local",
    ["specialist-serves"],
  ],
  [
    "auto, no specialist of the person's own yet: the cloud does not stand in",
    {
      request: { ...REQUEST, task: "own" },
      policy: policyFor("auto"),
      candidates: { local: null, cloud: CLOUD },
      signals: { ...READY, local: "none" },
    },
    null,
    ["no-local-model", "own-stays"],
  ],
  [
    "forced cloud, a specialist of the person's own",
    {
      request: { ...REQUEST, task: "own" },
      policy: policyFor("cloud"),
      candidates: { local: SPECIALIST, cloud: CLOUD },
    },
    null,
    ["forced-cloud", "own-stays"],
  ],
  ["forced local", { policy: policyFor("local") }, "local", ["forced-local"]],
  [
    "forced local, not downloaded",
    { policy: policyFor("local"), signals: { ...READY, local: "downloadable" } },
    null,
    ["forced-local", "local-not-downloaded"],
  ],
  ["forced cloud", { policy: policyFor("cloud") }, "cloud", ["forced-cloud"]],
  [
    "forced cloud, sensitive",
    { policy: policyFor("cloud"), signals: { ...READY, sensitive: true } },
    null,
    ["forced-cloud", "sensitive-stays"],
  ],
  [
    "forced cloud, no key",
    { policy: policyFor("cloud"), signals: { ...READY, cloudReady: false, cloudMissing: "no-key" } },
    null,
    ["forced-cloud", "no-cloud-key"],
  ],
  [
    "forced cloud, offline",
    { policy: policyFor("cloud"), signals: { ...READY, online: false } },
    null,
    ["forced-cloud", "offline"],
  ],
  [
    "C20 forced cloud, audio to a model without ears",
    { policy: policyFor("cloud"), signals: { ...READY, attachmentTypes: ["audio"] } },
    null,
    ["forced-cloud", "cloud-rejects-attachment"],
  ],
  [
    "forced cloud, private text that never leaves",
    {
      policy: policyFor("cloud"),
      signals: { ...READY, privateLabels: ["email"], privacyRule: "never" },
    },
    null,
    ["forced-cloud", "private-stays"],
  ],
  [
    "forced cloud, private text that is masked",
    {
      policy: policyFor("cloud"),
      signals: { ...READY, privateLabels: ["email"], privacyRule: "redact" },
    },
    "cloud",
    ["forced-cloud"],
  ],
  [
    "forced cloud, a text that could not be looked through",
    { policy: policyFor("cloud"), signals: { ...READY, privacyUnchecked: true } },
    null,
    ["forced-cloud", "privacy-unchecked"],
  ],
  [
    "forced cloud, offline, so that it could not be looked through either",
    { policy: policyFor("cloud"), signals: { ...READY, online: false, privacyUnchecked: true } },
    null,
    ["forced-cloud", "offline"],
  ],
  ["the person's rule after an answer that looks wrong", { policy: ESCALATION }, "cloud", ["escalated"]],
  [
    "the person's rule, a text marked to stay",
    { policy: ESCALATION, signals: { ...READY, sensitive: true } },
    null,
    ["escalated", "sensitive-stays"],
  ],
  [
    "the person's rule, private text that would be masked",
    { policy: ESCALATION, signals: { ...READY, privateLabels: ["email"], privacyRule: "redact" } },
    null,
    ["escalated", "private-here"],
  ],
  [
    "the person's rule, private text that never leaves",
    { policy: ESCALATION, signals: { ...READY, privateLabels: ["email"], privacyRule: "never" } },
    null,
    ["escalated", "private-stays"],
  ],
  [
    "the person's rule, a text that could not be looked through",
    { policy: ESCALATION, signals: { ...READY, privacyUnchecked: true } },
    null,
    ["escalated", "privacy-unchecked"],
  ],
  [
    "the person's rule, a budget that is spent",
    { policy: ESCALATION, signals: { ...READY, budget: { usedShare: 1, leftUsd: 0, spent: "day" } } },
    null,
    ["escalated", "budget-spent"],
  ],
  [
    "the person's rule, no key",
    { policy: ESCALATION, signals: { ...READY, cloudReady: false, cloudMissing: "no-key" } },
    null,
    ["escalated", "no-cloud-key"],
  ],
  ["compare, local pane", { policy: policyFor("compare"), pane: "local" }, "local", ["compare-pane"]],
  ["compare, cloud pane", { policy: policyFor("compare"), pane: "cloud" }, "cloud", ["compare-pane"]],
  [
    "compare, cloud pane, sensitive",
    { policy: policyFor("compare"), pane: "cloud", signals: { ...READY, sensitive: true } },
    null,
    ["compare-pane", "sensitive-stays"],
  ],
];

describe("decideRoute", () => {
  it.each(ROWS)("%s", (_, question, side, reasons) => {
    const decision = decide(question);
    expect(decision.target?.location ?? null).toBe(side);
    expect(decision.reasons).toEqual(reasons);
  });

  it("offers the cloud as a fallback only in Auto and only when allowed", () => {
    expect(
      decide({ policy: policyFor("auto", { allowCloudFallback: true }) }).fallbacks.map(
        ({ location }) => location,
      ),
    ).toEqual(["cloud"]);
    expect(decide({ policy: policyFor("auto") }).fallbacks).toEqual([]);
    expect(decide({ policy: policyFor("local", { allowCloudFallback: true }) }).fallbacks).toEqual([]);
    const sensitive = { ...READY, sensitive: true };
    expect(
      decide({ policy: policyFor("auto", { allowCloudFallback: true }), signals: sensitive }).fallbacks,
    ).toEqual([]);
  });

  it("keeps its promises in every situation there is", () => {
    let situations = 0;
    for (const question of everySituation()) {
      situations++;
      const decision = decideRoute(question);
      const sides = [decision.target, ...decision.fallbacks].map((target) => target?.location);
      const { signals } = question;
      const context = JSON.stringify({ mode: question.policy.mode, pane: question.pane, signals });
      if (signals.sensitive || !signals.cloudReady || !signals.online || question.policy.mode === "local") {
        expect(sides, context).not.toContain("cloud");
      }
      if (signals.local !== "ready") expect(sides, context).not.toContain("local");
      if (question.policy.mode === "cloud") expect(sides, context).not.toContain("local");
      if (question.policy.mode !== "auto") expect(decision.fallbacks, context).toEqual([]);
      if (question.policy.mode === "compare" && decision.target) {
        expect(decision.target.location, context).toBe(question.pane ?? "local");
      }
      expect(decision.reasons.length, context).toBeGreaterThan(0);
      const side = decision.target?.location;
      for (const other of ["local", "cloud"] as const) {
        if (other !== side && question.policy.mode !== "compare") {
          expect(
            decision.ruledOut.some(({ location }) => location === other),
            context,
          ).toBe(true);
        }
      }
      expect(decision.requestId).toBe("r");
    }
    expect(situations).toBeGreaterThan(5000);
  });
});

function* everySituation(): Generator<RouteQuestion> {
  const booleans = [true, false];
  for (const mode of ROUTE_MODES)
    for (const pane of [undefined, "local", "cloud"] as const)
      for (const online of booleans)
        for (const cloudReady of booleans)
          for (const localState of ["ready", "downloadable", "unavailable", "none"] as const)
            for (const sensitive of booleans)
              for (const inputTokens of [0, 5000, 200_000])
                for (const attachmentTypes of [[], ["image"], ["audio"]] as const)
                  for (const allowCloudFallback of booleans)
                    for (const localModel of [local, SPECIALIST])
                      yield {
                        request: REQUEST,
                        policy: policyFor(mode, { allowCloudFallback }),
                        ...(pane === undefined ? {} : { pane }),
                        signals: {
                          online,
                          cloudReady,
                          ...(cloudReady ? {} : { cloudMissing: "no-key" as const }),
                          local: localState,
                          inputTokens,
                          textTokens: inputTokens,
                          attachmentTypes,
                          sensitive,
                        },
                        candidates: {
                          local: localState === "none" ? null : localModel,
                          cloud: cloudReady ? CLOUD : null,
                        },
                        estimates: { local: null, cloud: null },
                      };
}
