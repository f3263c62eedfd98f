import { describe, expect, it } from "vitest";
import { InferenceError } from "../core/errors";
import type { RoutePolicy } from "../core/route";
import type { RunEvent } from "../core/run";
import { createScriptedEngine } from "../engines/scripted/scripted-engine";
import type { CloudEndpoint } from "./run-dependencies";
import { createRunFixture, modelAt, requestWith, runToEnd } from "./test-support/run-fixture";

const endpoint = (host: string, restSeconds = 0): CloudEndpoint => ({
  model: modelAt(host),
  loopback: false,
  restSeconds,
});
const policy = (mode: RoutePolicy["mode"], allowCloudFallback = false): RoutePolicy => ({
  mode,
  allowCloudFallback,
  allowLocalFallback: true,
});
const attemptsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === "attempt" ? [event.attempt] : []));
const hostsOf = (sent: readonly { url: string }[]) => sent.map(({ url }) => new URL(url).host);

/** Endpoints answer with the status that their name tells. */
const respond = async (url: string) => {
  const status = Number(/status-(\d+)/.exec(url)?.[1] ?? 200);
  return new Response("fine", { status });
};

describe("several endpoints", () => {
  it("asks the next one after a failure that may pass, and keeps both attempts", async () => {
    const { dependencies, sent, rests } = createRunFixture({
      endpoints: [endpoint("status-500.example"), endpoint("good.example"), endpoint("never.example")],
      respond,
    });
    const { events, error } = await runToEnd({ policy: policy("cloud") }, dependencies);
    expect(error).toBeNull();
    expect(hostsOf(sent)).toEqual(["status-500.example", "good.example"]);
    const body = JSON.stringify(requestWith().messages);
    expect(attemptsOf(events)).toMatchObject([
      { host: "status-500.example", outcome: "server-error", sentBytes: body.length },
      { host: "good.example", outcome: "answered", sentBytes: body.length },
    ]);
    expect(rests).toEqual(["failed https://status-500.example/v1", "answered https://good.example/v1"]);
  });

  it("gives each attempt its own bytes, and the run their sum", async () => {
    const { dependencies } = createRunFixture({
      endpoints: [endpoint("status-503.example"), endpoint("good.example")],
      respond,
    });
    const { events } = await runToEnd({ policy: policy("cloud") }, dependencies);
    const total = events.findLast((event) => event.type === "metrics")?.metrics.uploadedBytes;
    expect(attemptsOf(events).reduce((sum, { sentBytes }) => sum + sentBytes, 0)).toBe(total);
  });

  it("leaves a resting endpoint aside while another can do it, and says so", async () => {
    const { dependencies, sent } = createRunFixture({
      endpoints: [endpoint("tired.example", 30), endpoint("good.example")],
      respond,
    });
    const { events } = await runToEnd({ policy: policy("cloud") }, dependencies);
    expect(hostsOf(sent)).toEqual(["good.example"]);
    const decision = events.find((event) => event.type === "decision")?.decision;
    expect(decision?.signals.resting).toMatchObject([{ host: "tired.example", secondsLeft: 30 }]);
    expect(decision?.fallbacks).toEqual([]);
  });

  it("asks the one whose rest ends first where all of them rest", async () => {
    const { dependencies, sent } = createRunFixture({
      endpoints: [endpoint("long.example", 300), endpoint("short.example", 5)],
      respond,
    });
    await runToEnd({ policy: policy("cloud") }, dependencies);
    expect(hostsOf(sent)).toEqual(["short.example"]);
  });

  it("passes over an endpoint whose model does not take the attachment", async () => {
    const deaf = endpoint("text-only.example");
    const { dependencies, sent } = createRunFixture({
      endpoints: [{ ...deaf, model: { ...deaf.model, modalities: ["text"] } }, endpoint("eyes.example")],
      respond,
    });
    const image = {
      type: "image" as const,
      name: "a.png",
      mimeType: "image/png",
      data: "",
      width: 1,
      height: 1,
      bytes: 1,
      detail: "auto" as const,
    };
    const request = requestWith({ attachments: [image] });
    await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(hostsOf(sent)).toEqual(["eyes.example"]);
  });

  it("asks nobody else after a refusal, nor once text has come", async () => {
    const refused = createRunFixture({
      endpoints: [endpoint("status-307.example"), endpoint("good.example")],
      respond,
    });
    const { error } = await runToEnd({ policy: policy("cloud") }, refused.dependencies);
    expect(error?.code).toBe("redirect-refused");
    expect(refused.sent).toHaveLength(1);
    const broken = createRunFixture({ endpoints: [endpoint("one.example"), endpoint("two.example")] });
    broken.dependencies.parse = async () => {
      throw new InferenceError("output-unreadable", "no JSON");
    };
    const request = requestWith({ output: "labels" });
    const after = await runToEnd({ request, policy: policy("cloud") }, broken.dependencies);
    expect(after.error?.code).toBe("output-unreadable");
    expect(hostsOf(broken.sent)).toEqual(["one.example"]);
  });

  it("never reaches any endpoint in local mode, for text that must stay, or where a fallback is not allowed", async () => {
    const failing = () =>
      createScriptedEngine({ steps: [{ type: "fail", error: new InferenceError("server-error", "x") }] });
    const endpoints = [endpoint("one.example"), endpoint("two.example")];
    for (const [mode, allowed, sensitivity] of [
      ["local", true, "normal"],
      ["auto", false, "normal"],
      ["auto", true, "sensitive"],
      ["cloud", true, "sensitive"],
    ] as const) {
      const { dependencies, sent } = createRunFixture({ local: failing(), endpoints });
      const request = requestWith({ sensitivity });
      const { error } = await runToEnd({ request, policy: policy(mode, allowed) }, dependencies);
      expect(error, `${mode} ${allowed} ${sensitivity}`).not.toBeNull();
      expect(sent, `${mode} ${allowed} ${sensitivity}`).toEqual([]);
    }
  });

  it("goes from the device through all endpoints in their order where that is allowed", async () => {
    const local = createScriptedEngine({
      steps: [{ type: "fail", error: new InferenceError("worker-crashed", "x") }],
    });
    const { dependencies, sent } = createRunFixture({
      local,
      endpoints: [endpoint("status-502.example"), endpoint("good.example")],
      respond,
    });
    const { events, error } = await runToEnd({ policy: policy("auto", true) }, dependencies);
    expect(error).toBeNull();
    expect(hostsOf(sent)).toEqual(["status-502.example", "good.example"]);
    expect(attemptsOf(events).map(({ outcome }) => outcome)).toEqual([
      "worker-crashed",
      "server-error",
      "answered",
    ]);
  });
});
