import { describe, expect, it } from "vitest";
import type { ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import { ROUTE_MODES, type RouteDecision, type RoutePolicy, type RouteSignals } from "../core/route";
import { decideRoute, type RouteQuestion } from "./decide-route";

const baseModel: ModelRecord = {
  id: "m",
  label: "m",
  engine: "onnx",
  kind: "language-model",
  tasks: ["prompt"],
  source: { type: "none" },
  downloadBytes: 0,
  requiredFeatures: [],
  modalities: ["text"],
  license: "test",
};
const local: ModelRecord = { ...baseModel, id: "local", contextWindow: 2048 };
const specialist: ModelRecord = { ...baseModel, id: "specialist", kind: "specialist" };
const cloud: ModelRecord = {
  ...baseModel,
  id: "cloud",
  engine: "cloud",
  modalities: ["text", "image"],
  contextWindow: 128_000,
};
const request: InferenceRequest = {
  id: "r",
  task: "prompt",
  text: "hi",
  options: {},
  messages: [],
  attachments: [],
  params: {},
  sensitivity: "normal",
  output: "text",
};
const readySignals: RouteSignals = {
  online: true,
  cloudReady: true,
  local: "ready",
  inputTokens: 100,
  textTokens: 60,
  attachmentTypes: [],
  sensitive: false,
};
const policy = (mode: RoutePolicy["mode"], allowCloudFallback = false): RoutePolicy => ({
  mode,
  allowCloudFallback,
  allowLocalFallback: true,
});

function decide(
  parts: Partial<RouteQuestion> & { policy: RoutePolicy; signals?: RouteSignals },
): RouteDecision {
  return decideRoute({
    request,
    signals: readySignals,
    candidates: { local, cloud },
    estimates: { local: null, cloud: null },
    ...parts,
  });
}

/** A row: the situation, the side chosen, the reasons. */
const ROWS: readonly [string, Parameters<typeof decide>[0], "local" | "cloud" | null, string[]][] = [
  ["auto, both ready", { policy: policy("auto") }, "local", ["local-model-ready"]],
  [
    "auto, a specialist",
    { policy: policy("auto"), candidates: { local: specialist, cloud } },
    "local",
    ["specialist-serves"],
  ],
  [
    "auto, local not downloaded",
    { policy: policy("auto"), signals: { ...readySignals, local: "downloadable" } },
    "cloud",
    ["local-not-downloaded"],
  ],
  [
    "auto, an image",
    { policy: policy("auto"), signals: { ...readySignals, attachmentTypes: ["image"] } },
    "cloud",
    ["attachments-need-cloud"],
  ],
  [
    "auto, too long for the local window",
    { policy: policy("auto"), signals: { ...readySignals, inputTokens: 2048 } },
    "cloud",
    ["context-too-long"],
  ],
  [
    "L11 auto, too long for the local window, and no cloud: the model's own count decides",
    {
      policy: policy("auto"),
      signals: { ...readySignals, inputTokens: 2048, cloudReady: false, cloudMissing: "no-key" },
    },
    "local",
    ["local-model-ready"],
  ],
  [
    "L11 auto, a long conversation whose old turns may be left out",
    { policy: policy("auto"), signals: { ...readySignals, inputTokens: 9000, leastTokens: 200 } },
    "local",
    ["local-model-ready"],
  ],
  [
    "L11 auto, a long last message, whatever may be left out",
    { policy: policy("auto"), signals: { ...readySignals, inputTokens: 9000, leastTokens: 2000 } },
    "cloud",
    ["context-too-long"],
  ],
  [
    "L11 auto, no room left for the answer",
    {
      policy: policy("auto"),
      request: { ...request, params: { maxOutputTokens: 400 } },
      signals: { ...readySignals, inputTokens: 1649 },
    },
    "cloud",
    ["context-too-long"],
  ],
  [
    "L11 forced local, too long by estimate: the model's own count decides",
    { policy: policy("local"), signals: { ...readySignals, inputTokens: 9000 } },
    "local",
    ["forced-local"],
  ],
  [
    "auto, sensitive and no local model",
    {
      policy: policy("auto"),
      candidates: { local: null, cloud },
      signals: { ...readySignals, local: "none", sensitive: true },
    },
    null,
    ["no-local-model", "sensitive-stays"],
  ],
  [
    "auto, nothing anywhere",
    {
      policy: policy("auto"),
      candidates: { local: null, cloud: null },
      signals: { ...readySignals, local: "none", cloudReady: false, cloudMissing: "no-key" },
    },
    null,
    ["no-local-model", "no-cloud-key"],
  ],
  [
    "auto, a specialist of the person's own: the cloud is no fallback",
    {
      request: { ...request, task: "own" },
      policy: policy("auto", true),
      candidates: { local: specialist, cloud },
    },
    "local",
    ["specialist-serves"],
  ],
  [
    "auto, no specialist of the person's own yet: the cloud does not stand in",
    {
      request: { ...request, task: "own" },
      policy: policy("auto"),
      candidates: { local: null, cloud },
      signals: { ...readySignals, local: "none" },
    },
    null,
    ["no-local-model", "own-stays"],
  ],
  [
    "forced cloud, a specialist of the person's own",
    {
      request: { ...request, task: "own" },
      policy: policy("cloud"),
      candidates: { local: specialist, cloud },
    },
    null,
    ["forced-cloud", "own-stays"],
  ],
  ["forced local", { policy: policy("local") }, "local", ["forced-local"]],
  [
    "forced local, not downloaded",
    { policy: policy("local"), signals: { ...readySignals, local: "downloadable" } },
    null,
    ["forced-local", "local-not-downloaded"],
  ],
  ["forced cloud", { policy: policy("cloud") }, "cloud", ["forced-cloud"]],
  [
    "forced cloud, sensitive",
    { policy: policy("cloud"), signals: { ...readySignals, sensitive: true } },
    null,
    ["forced-cloud", "sensitive-stays"],
  ],
  [
    "forced cloud, no key",
    { policy: policy("cloud"), signals: { ...readySignals, cloudReady: false, cloudMissing: "no-key" } },
    null,
    ["forced-cloud", "no-cloud-key"],
  ],
  [
    "forced cloud, offline",
    { policy: policy("cloud"), signals: { ...readySignals, online: false } },
    null,
    ["forced-cloud", "offline"],
  ],
  [
    "C20 forced cloud, audio to a model without ears",
    { policy: policy("cloud"), signals: { ...readySignals, attachmentTypes: ["audio"] } },
    null,
    ["forced-cloud", "cloud-rejects-attachment"],
  ],
  [
    "forced cloud, private text that never leaves",
    {
      policy: policy("cloud"),
      signals: { ...readySignals, privateLabels: ["email"], privacyRule: "never" },
    },
    null,
    ["forced-cloud", "private-stays"],
  ],
  [
    "forced cloud, private text that is masked",
    {
      policy: policy("cloud"),
      signals: { ...readySignals, privateLabels: ["email"], privacyRule: "redact" },
    },
    "cloud",
    ["forced-cloud"],
  ],
  [
    "forced cloud, a text that could not be looked through",
    { policy: policy("cloud"), signals: { ...readySignals, privacyUnchecked: true } },
    null,
    ["forced-cloud", "privacy-unchecked"],
  ],
  [
    "forced cloud, offline, so that it could not be looked through either",
    { policy: policy("cloud"), signals: { ...readySignals, online: false, privacyUnchecked: true } },
    null,
    ["forced-cloud", "offline"],
  ],
  ["compare, local pane", { policy: policy("compare"), pane: "local" }, "local", ["compare-pane"]],
  ["compare, cloud pane", { policy: policy("compare"), pane: "cloud" }, "cloud", ["compare-pane"]],
  [
    "compare, cloud pane, sensitive",
    { policy: policy("compare"), pane: "cloud", signals: { ...readySignals, sensitive: true } },
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
    expect(decide({ policy: policy("auto", true) }).fallbacks.map(({ location }) => location)).toEqual([
      "cloud",
    ]);
    expect(decide({ policy: policy("auto", false) }).fallbacks).toEqual([]);
    expect(decide({ policy: policy("local", true) }).fallbacks).toEqual([]);
    const sensitive = { ...readySignals, sensitive: true };
    expect(decide({ policy: policy("auto", true), signals: sensitive }).fallbacks).toEqual([]);
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
                    for (const localModel of [local, specialist])
                      yield {
                        request,
                        policy: policy(mode, allowCloudFallback),
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
                          cloud: cloudReady ? cloud : null,
                        },
                        estimates: { local: null, cloud: null },
                      };
}
