import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InferenceError } from "../core/errors";
import type { ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { RoutePolicy } from "../core/route";
import type { RunEvent } from "../core/run";
import { createScriptedEngine, type ScriptStep } from "../engines/scripted/scripted-engine";
import { SCRIPTED_SPECIALIST } from "../engines/scripted/scripted-models";
import { planRun } from "./plan-run";
import { createRunFixture, requestWith, runToEnd } from "./test-support/run-fixture";

const policy = (mode: RoutePolicy["mode"], change: Partial<RoutePolicy> = {}): RoutePolicy => ({
  mode,
  allowCloudFallback: false,
  allowLocalFallback: true,
  ...change,
});
const textOf = (events: readonly RunEvent[]): string =>
  events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
const typesOf = (events: readonly RunEvent[]): string[] => events.map(({ type }) => type);
const metricsOf = (events: readonly RunEvent[]) =>
  events.findLast((event) => event.type === "metrics")?.metrics;
const retryable = () => new InferenceError("server-error", "broken");

describe("planRun", () => {
  it("has no figure of the cloud for what the person taught, whatever is set up there", async () => {
    const { dependencies } = createRunFixture({ local: createScriptedEngine() });
    const { signal } = new AbortController();
    for (const mode of ["auto", "local", "cloud"] as const) {
      const request = requestWith({ task: "own", output: "labels" });
      const { decision } = await planRun({ request, policy: policy(mode) }, dependencies, signal);
      expect(decision.estimates.cloud).toBeNull();
    }
    const { decision } = await planRun(
      { request: requestWith(), policy: policy("auto") },
      dependencies,
      signal,
    );
    expect(decision.estimates.cloud).not.toBeNull();
  });
});

describe("runInference", () => {
  it("answers on the device and sends nothing, in order: decision, leg, load, text, end, figures", async () => {
    const { dependencies, sent, past } = createRunFixture({ local: createScriptedEngine() });
    const { events, error } = await runToEnd({ policy: policy("local") }, dependencies);
    expect(error).toBeNull();
    expect(typesOf(events)).toEqual([
      "decision",
      "leg",
      "load-progress",
      "load-end",
      "text-delta",
      "text-delta",
      "text-delta",
      "end",
      "metrics",
      "attempt",
    ]);
    expect(textOf(events)).toBe("one two three");
    expect(sent).toEqual([]);
    expect(metricsOf(events)).toMatchObject({ uploadedBytes: 0, costUsd: 0, costSource: "local" });
    expect(past).toHaveLength(1);
  });

  it("sends exactly the decided body to the cloud, and says how many bytes left", async () => {
    const { dependencies, sent } = createRunFixture({});
    const { events, error } = await runToEnd({ policy: policy("cloud") }, dependencies);
    expect(error).toBeNull();
    const body = JSON.stringify(requestWith().messages);
    expect(sent).toEqual([{ url: "https://api.example/v1/chat/completions", body }]);
    expect(events).toContainEqual({ type: "uploaded", bytes: body.length });
    expect(metricsOf(events)?.uploadedBytes).toBe(body.length);
    expect(textOf(events)).toBe("from the cloud");
  });

  it("counts the text alone for a specialist, and the whole prompt for a language model", async () => {
    const request = requestWith({
      text: "one two three",
      messages: [{ role: "user", content: "Do something long and careful with this: one two three" }],
      output: "labels",
    });
    const specialist = createRunFixture({
      local: createScriptedEngine({
        steps: [{ type: "output", output: { kind: "labels", labels: [] } }],
        usage: {},
      }),
      localModels: [SCRIPTED_SPECIALIST],
    });
    const counted = specialist.dependencies.estimateTokens(request.text);
    const onDevice = await runToEnd({ request, policy: policy("local") }, specialist.dependencies);
    expect(onDevice.error).toBeNull();
    expect(metricsOf(onDevice.events)?.inputTokens).toBe(counted);
    const { dependencies } = createRunFixture({});
    const inCloud = await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(metricsOf(inCloud.events)?.inputTokens).toBeGreaterThan(counted);
  });

  it("does not wait for a token count that takes its time", async () => {
    const { dependencies } = createRunFixture({ local: createScriptedEngine() });
    const never = { ...dependencies, countTokens: () => new Promise<never>(() => {}) };
    const { events, error } = await runToEnd({ policy: policy("local") }, never);
    expect(error).toBeNull();
    const decision = events.find((event) => event.type === "decision")?.decision;
    expect(decision?.signals.inputTokens).toBe(dependencies.estimateTokens("one two three"));
  });

  it("never hands a forced local run to the cloud, whatever fails and whatever is allowed", async () => {
    const local = createScriptedEngine({ steps: [{ type: "fail", error: retryable() }] });
    const { dependencies, sent } = createRunFixture({ local });
    const { events, error } = await runToEnd(
      { policy: policy("local", { allowCloudFallback: true }) },
      dependencies,
    );
    expect(error?.code).toBe("server-error");
    expect(events.filter(({ type }) => type === "leg")).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  it("falls back in Auto when allowed, once, and says who answered", async () => {
    const local = createScriptedEngine({ steps: [{ type: "fail", error: retryable() }] });
    const { dependencies, sent } = createRunFixture({ local });
    const { events, error } = await runToEnd(
      { policy: policy("auto", { allowCloudFallback: true }) },
      dependencies,
    );
    expect(error).toBeNull();
    expect(
      events.flatMap((event) => (event.type === "leg" ? [[event.location, event.fallback]] : [])),
    ).toEqual([
      ["local", false],
      ["cloud", true],
    ]);
    expect(sent).toHaveLength(1);
    expect(textOf(events)).toBe("from the cloud");
  });

  it("L3 loads once more when the GPU is lost before the first output, and only once", async () => {
    const lost = () => new InferenceError("device-lost", "gone");
    const steps = (failures: number) => (request: InferenceRequest, _: ModelRecord, runIndex: number) =>
      runIndex < failures
        ? [{ type: "fail" as const, error: lost() }]
        : [{ type: "delta" as const, text: request.text }];
    const once = createRunFixture({ local: createScriptedEngine({ steps: steps(1) }) });
    const mended = await runToEnd({ policy: policy("local") }, once.dependencies);
    expect(mended.error).toBeNull();
    expect(textOf(mended.events)).toBe("one two three");
    const twice = createRunFixture({ local: createScriptedEngine({ steps: steps(2) }) });
    const failed = await runToEnd({ policy: policy("local") }, twice.dependencies);
    expect(failed.error?.code).toBe("device-lost");
  });

  it("L3 keeps the text when the GPU is lost in mid-answer, and does not write it twice", async () => {
    const local = createScriptedEngine({
      steps: [
        { type: "delta", text: "half" },
        { type: "fail", error: new InferenceError("device-lost", "gone") },
      ],
    });
    const { dependencies } = createRunFixture({ local });
    const { events, error } = await runToEnd({ policy: policy("local") }, dependencies);
    expect(error?.code).toBe("device-lost");
    expect(textOf(events)).toBe("half");
  });

  it.each([
    ["not allowed", policy("auto"), [{ type: "fail", error: retryable() }]],
    [
      "not retryable",
      policy("auto", { allowCloudFallback: true }),
      [{ type: "fail", error: new InferenceError("context-overflow", "long") }],
    ],
    [
      "after the first output",
      policy("auto", { allowCloudFallback: true }),
      [
        { type: "delta", text: "half" },
        { type: "fail", error: retryable() },
      ],
    ],
  ] satisfies [string, RoutePolicy, ScriptStep[]][])(
    "does not fall back when %s",
    async (_, given, steps) => {
      const { dependencies, sent } = createRunFixture({ local: createScriptedEngine({ steps }) });
      const { events, error } = await runToEnd({ policy: given }, dependencies);
      expect(error).not.toBeNull();
      expect(sent).toEqual([]);
      expect(typesOf(events).slice(-2)).toEqual(["metrics", "attempt"]);
    },
  );

  it("does not start a model that has not been downloaded, and says so", async () => {
    const local = createScriptedEngine({ availability: { state: "downloadable", downloadBytes: 1e9 } });
    const { dependencies } = createRunFixture({ local });
    const { error, events } = await runToEnd({ policy: policy("local") }, dependencies);
    expect(error).toMatchObject({ code: "model-not-downloaded", retryable: false });
    expect(typesOf(events)).toEqual(["decision"]);
    expect(local.loads).toEqual([]);
  });

  it.each([
    ["no key", { missing: "no-key" as const }, requestWith(), "auth"],
    ["offline", { online: false }, requestWith(), "network"],
    ["sensitive text", {}, requestWith({ sensitivity: "sensitive" }), "egress-denied"],
    [
      "C20 an attachment it does not take",
      {},
      requestWith({
        attachments: [
          { type: "audio", name: "a.wav", mimeType: "audio/wav", data: "", durationMs: 1, bytes: 1 },
        ],
      }),
      "attachment-unsupported",
    ],
  ])("refuses the cloud before anything is sent: %s", async (_, options, request, code) => {
    const { dependencies, sent } = createRunFixture(options);
    const { error } = await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(error?.code).toBe(code);
    expect(sent).toEqual([]);
  });

  it("stops when aborted, keeps the partial text, and closes the door", async () => {
    const controller = new AbortController();
    const local = createScriptedEngine({ steps: [{ type: "delta", text: "half" }, { type: "hang" }] });
    const { dependencies } = createRunFixture({ local });
    const { events, error } = await runToEnd(
      { policy: policy("local") },
      dependencies,
      controller.signal,
      (event) => {
        if (event.type === "text-delta") controller.abort();
      },
    );
    expect(error?.code).toBe("cancelled");
    expect(textOf(events)).toBe("half");
  });

  it("reads a language model's answer into the task's shape just before the end", async () => {
    const { dependencies } = createRunFixture({
      local: createScriptedEngine({ steps: [{ type: "delta", text: " calm" }] }),
    });
    const request = requestWith({ task: "tone", output: "labels" });
    const { events } = await runToEnd({ request, policy: policy("local") }, dependencies);
    expect(typesOf(events).slice(-4)).toEqual(["output", "end", "metrics", "attempt"]);
    expect(events.find(({ type }) => type === "output")).toMatchObject({
      output: { kind: "labels", labels: [{ label: "calm" }] },
    });
  });

  it("keeps the text of an answer that cannot be read", async () => {
    const { dependencies } = createRunFixture({ local: createScriptedEngine() });
    dependencies.parse = async () => {
      throw new InferenceError("output-unreadable", "no JSON");
    };
    const request = requestWith({ output: "edits" });
    const { events, error } = await runToEnd({ request, policy: policy("local") }, dependencies);
    expect(error?.code).toBe("output-unreadable");
    expect(textOf(events)).toBe("one two three");
  });

  it("lets fixed rules complete a specialist's result", async () => {
    const { dependencies } = createRunFixture({
      local: createScriptedEngine(),
      localModels: [SCRIPTED_SPECIALIST],
    });
    dependencies.enrich = () => ({
      kind: "spans",
      spans: [{ start: 0, end: 3, label: "phone", score: 1 }],
    });
    const request = requestWith({ task: "sensitive", output: "spans" });
    const { events } = await runToEnd({ request, policy: policy("local") }, dependencies);
    expect(events.find(({ type }) => type === "output")).toMatchObject({
      output: { spans: [{ label: "phone" }] },
    });
  });

  it("sends, in any situation and with any failure, only bodies that a decision for that run covered", async () => {
    const situations = fc.record({
      mode: fc.constantFrom("auto" as const, "local" as const, "cloud" as const, "compare" as const),
      pane: fc.constantFrom("local" as const, "cloud" as const),
      allowCloudFallback: fc.boolean(),
      sensitive: fc.boolean(),
      online: fc.boolean(),
      hasKey: fc.boolean(),
      localFails: fc.boolean(),
      localReady: fc.boolean(),
      status: fc.constantFrom(200, 307, 401, 500),
      networkDown: fc.boolean(),
      text: fc.string({ unit: "grapheme", maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(situations, { minLength: 1, maxLength: 4 }), async (list) => {
        for (const [index, situation] of list.entries()) {
          const local = createScriptedEngine({
            steps: situation.localFails
              ? [{ type: "fail", error: retryable() }]
              : [{ type: "delta", text: "ok" }],
            availability: situation.localReady
              ? { state: "ready" }
              : { state: "unavailable", reason: "no adapter" },
          });
          const { dependencies, sent } = createRunFixture({
            local,
            online: situation.online,
            ...(situation.hasKey ? {} : { missing: "no-key" as const }),
            respond: async () => {
              if (situation.networkDown) throw new TypeError("Failed to fetch");
              return new Response(situation.status === 200 ? "fine" : null, { status: situation.status });
            },
          });
          const request = requestWith({
            id: `run-${index}`,
            messages: [{ role: "user", content: situation.text }],
            sensitivity: situation.sensitive ? "sensitive" : "normal",
          });
          const { events } = await runToEnd(
            { request, policy: policy(situation.mode, situation), pane: situation.pane },
            dependencies,
          );
          const decision = events.find((event) => event.type === "decision")?.decision;
          const mayLeave = [decision?.target, ...(decision?.fallbacks ?? [])].some(
            (target) => target?.location === "cloud",
          );
          const covered = JSON.stringify(request.messages);
          for (const { body } of sent) expect(body).toBe(covered);
          if (!mayLeave) expect(sent).toEqual([]);
          if (situation.sensitive || situation.mode === "local" || !situation.hasKey || !situation.online) {
            expect(sent).toEqual([]);
          }
          if (situation.mode === "auto" && situation.localReady && !situation.allowCloudFallback) {
            expect(sent).toEqual([]);
          }
          // The door is closed afterwards, for this run too.
          const late = { url: "https://api.example/v1/chat/completions", body: covered, headers: {} };
          await expect(
            dependencies.door.send(request.id, { ...late, signal: new AbortController().signal }),
          ).rejects.toMatchObject({ code: "egress-denied" });
        }
      }),
      { numRuns: 300 },
    );
  });
});
