import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenAiServer, startOpenAiServer } from "../../../e2e/fixtures/openai-server/openai-server";
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
});
