import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenAiServer, startOpenAiServer } from "../../../e2e/fixtures/openai-server/openai-server";
import { burstText } from "../../../e2e/fixtures/openai-server/scenarios/usual";
import type { ModelRecord } from "../../core/model";
import { describeEngineContract } from "../shared/test-support/describe-engine-contract";
import { ask, connectionTo, createCloudFixture, requestWith } from "./test-support/cloud-fixture";

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => server.reset());

describeEngineContract("cloud", () => {
  const connection = connectionTo(server);
  const model = createCloudFixture(connection).model;
  const request = requestWith();
  const failing = {
    model: { ...model, source: { type: "provider", providerId: "custom", name: "bad-request" } },
    request: requestWith({ id: "failing" }),
    code: "bad-request",
  } as const;
  return {
    createEngine: () => {
      const fixture = createCloudFixture(connection);
      fixture.openFor(request);
      fixture.openFor(failing.request, failing.model);
      return fixture.engine;
    },
    model,
    request,
    failing,
    overlap: "side-by-side",
  };
});

describe("the cloud engine", () => {
  it("streams an answer and reports what the server counted", async () => {
    const { text, end, error } = await ask(server);
    expect(error).toBeNull();
    expect(text).toContain("beginning with “Tell me about tea.”");
    expect(end).toMatchObject({ finishReason: "stop", reported: { model: "test-model" } });
    expect(end?.usage.outputTokens).toBeGreaterThan(10);
  });

  it("keeps fifty streams at once apart, and leaves no timer behind", async () => {
    server.always("burst");
    server.settings.burst = { events: 500, eventsPerMs: 10 };
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask(server, { request: requestWith({ id: `run-${index}` }) })),
    );
    for (const { text, error } of answers) {
      expect(error).toBeNull();
      expect(text).toBe(burstText(500));
    }
    expect(server.completions()).toHaveLength(50);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it("says exactly what it sends, and sends exactly that", async () => {
    const { engine, model } = createCloudFixture(connectionTo(server));
    const request = requestWith({ messages: [{ role: "user", content: "Grüße 👩‍🚀" }] });
    const outbound = engine.outbound?.(request, model);
    const { error } = await ask(server, { request });
    expect(error).toBeNull();
    const [call] = server.completions();
    expect(call?.body).toBe(outbound?.body);
    expect(outbound?.bytes).toBe(new TextEncoder().encode(call?.body).length);
    expect(outbound?.url).toBe(`${server.baseUrl}/chat/completions`);
  });

  it("reads the connection at each call, so that a new key works at once", async () => {
    const connection = connectionTo(server, { apiKey: "sk-old" });
    const { engine, model, openFor } = createCloudFixture(connection);
    const types = async () => {
      const request = requestWith();
      openFor(request);
      const seen: string[] = [];
      for await (const { type } of engine.run(request, model, { signal: new AbortController().signal })) {
        seen.push(type);
      }
      return seen;
    };
    await expect(types()).rejects.toMatchObject({ code: "auth" });
    connection.apiKey = connectionTo(server).apiKey;
    expect((await types()).at(-1)).toBe("end");
  });

  it("is unavailable, with a reason, for a model of another provider and without an endpoint", async () => {
    const { engine, model } = createCloudFixture(connectionTo(server));
    const other = { ...model, source: { type: "provider", providerId: "openai", name: "m" } } as const;
    expect(await engine.availability(model)).toEqual({ state: "ready" });
    expect(await engine.availability(other)).toMatchObject({
      state: "unavailable",
      reason: expect.stringMatching(/openai.*custom/),
    });
    const elsewhere = {
      ...model,
      source: { ...model.source, baseUrl: "https://elsewhere.example/v1" },
    } as const;
    expect(await engine.availability(elsewhere as ModelRecord)).toMatchObject({ state: "unavailable" });
    const none = createCloudFixture(connectionTo(server, { baseUrl: "" })).engine;
    expect(await none.availability(model)).toMatchObject({ state: "unavailable" });
    expect(server.requests).toEqual([]);
  });
});
