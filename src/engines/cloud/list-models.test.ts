import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type OpenAiServer,
  startOpenAiServer,
  TEST_KEY,
  unusedOrigin,
} from "../../../e2e/fixtures/openai-server/openai-server";
import { consentedGet } from "../../platform/egress/consented-get";
import { listModels, parseModelList } from "./list-models";
import { allWordsOf, connectionTo } from "./test-support/cloud-fixture";

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const list = (change: Parameters<typeof connectionTo>[1] = {}, signal = new AbortController().signal) =>
  listModels(connectionTo(server, change), consentedGet, signal);

describe("asking an endpoint for its models", () => {
  it("lists them in the endpoint's order, and needs no model's name", async () => {
    expect((await list({ modelName: "" })).map(({ name }) => name)).toEqual([
      "gpt-4o-mini",
      "gpt-4o",
      "test-model",
      "openai/gpt-4.1-mini",
    ]);
    expect(server.requests[0]).toMatchObject({ method: "GET", url: "/v1/models", body: "" });
  });

  it("C19 passes on the dates of shutdown", async () => {
    const dates = (await list()).map(({ shutdownDate }) => shutdownDate);
    expect(dates).toEqual(["2027-01-14", "2027-01-14", undefined, undefined]);
  });

  it("C1 says that the key is wrong or missing", async () => {
    await expect(list({ apiKey: "sk-wrong-key" })).rejects.toMatchObject({ code: "auth", status: 401 });
    const error = await list({ apiKey: "sk-wrong-key" }).catch((thrown) => thrown);
    expect(allWordsOf(error)).not.toContain("sk-wrong-key");
    server.reset();
    await expect(list({ providerId: "openai", apiKey: "" })).rejects.toMatchObject({ code: "auth" });
    await expect(list({ baseUrl: "http://api.example/v1" })).rejects.toMatchObject({ code: "no-route" });
    expect(server.requests).toEqual([]);
  });

  it("C5 says that nothing is there", async () => {
    await expect(list({ baseUrl: `${await unusedOrigin()}/v1` })).rejects.toMatchObject({ code: "network" });
  });

  it("C7 does not wait for ever", async () => {
    server.settings.models = "silent";
    const { signal } = new AbortController();
    await expect(listModels(connectionTo(server), consentedGet, signal, 1000)).rejects.toMatchObject({
      code: "connect-timeout",
      retryable: true,
    });
    await expect.poll(() => server.requests[0]?.abandoned, { timeout: 10_000 }).toBe(true);
  });

  it("ends when it is aborted", async () => {
    await expect(list({}, AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
  });

  it("refuses what is no list", () => {
    for (const text of ["", "<html>", "{}", "null", '{"data":3}']) {
      expect(() => parseModelList(text, TEST_KEY)).toThrow(
        expect.objectContaining({ code: "malformed-response" }),
      );
    }
  });
});
