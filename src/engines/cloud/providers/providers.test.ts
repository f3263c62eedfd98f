import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type OpenAiServer,
  startOpenAiServer,
  TEST_KEY,
} from "../../../../e2e/fixtures/openai-server/openai-server";
import { baseUrlProblem, endpointUrl } from "../endpoint";
import { ask, requestWith } from "../test-support/cloud-fixture";
import { findProvider, PROVIDER_IDS, PROVIDERS } from ".";

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer({ paceMs: 0 });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

describe("the providers", () => {
  it("have the addresses that their documentation names", () => {
    const urls = Object.fromEntries(
      PROVIDER_IDS.filter((id) => PROVIDERS[id].baseUrl !== "").map((id) => [
        id,
        endpointUrl({ providerId: id, baseUrl: PROVIDERS[id].baseUrl }, "/chat/completions"),
      ]),
    );
    expect(urls).toEqual({
      openai: "https://api.openai.com/v1/chat/completions",
      openrouter: "https://openrouter.ai/api/v1/chat/completions",
      xroute: "https://api.xroute.ai/openai/v1/chat/completions",
      litellm: "http://localhost:4000/v1/chat/completions",
      ollama: "http://localhost:11434/v1/chat/completions",
      "llama-cpp": "http://localhost:8080/v1/chat/completions",
      "lm-studio": "http://localhost:1234/v1/chat/completions",
    });
  });

  it.each(PROVIDER_IDS)("%s is a whole row", (id) => {
    const provider = PROVIDERS[id];
    expect(provider.id).toBe(id);
    expect(provider.label).not.toBe("");
    expect(provider.keyHint).not.toBe("");
    if (provider.baseUrl !== "") expect(baseUrlProblem(provider.baseUrl)).toBeNull();
    if (provider.docs !== undefined) expect(provider.docs).toMatch(/^https:\/\//);
  });

  it.each(PROVIDER_IDS)(
    "%s answers, with its key in one header and no header that costs more",
    async (id) => {
      const { error, text } = await ask(server, {
        connection: { providerId: id },
        request: requestWith({ params: { maxOutputTokens: 500, temperature: 0 } }),
      });
      expect(error).toBeNull();
      expect(text).toContain("You wrote 4 words");
      const [call] = server.completions();
      const withKey = Object.entries(call?.headers ?? {}).filter(([, value]) => value.includes(TEST_KEY));
      expect(withKey).toEqual([
        id === "azure" ? ["api-key", TEST_KEY] : ["authorization", `Bearer ${TEST_KEY}`],
      ]);
      expect(call?.url).toBe("/v1/chat/completions");
      expect(call?.body).not.toContain(TEST_KEY);
      // What Node's fetch adds by itself, and ours: the browser needs leave for each of ours that is not simple.
      const ours = Object.keys(call?.headers ?? {}).filter(
        (name) =>
          !/^(host|connection|accept.*|sec-fetch-mode|user-agent|content-length|cache-control|pragma)$/.test(
            name,
          ),
      );
      expect(ours.sort()).toEqual([id === "azure" ? "api-key" : "authorization", "content-type"]);
    },
  );

  it("without a key sends no header for it", async () => {
    server.settings.apiKey = null;
    const { error } = await ask(server, { connection: { providerId: "ollama", apiKey: "" } });
    expect(error).toBeNull();
    expect(server.completions()[0]?.headers).not.toHaveProperty("authorization");
  });

  it("azure's dated interface gets a version unless the address has one", () => {
    const at = (baseUrl: string) => endpointUrl({ providerId: "azure", baseUrl }, "/chat/completions");
    expect(at("https://r.openai.azure.com/openai/v1")).toBe(
      "https://r.openai.azure.com/openai/v1/chat/completions",
    );
    expect(at("https://r.openai.azure.com/openai/deployments/d")).toMatch(
      /\/deployments\/d\/chat\/completions\?api-version=\d{4}-\d\d-\d\d$/,
    );
    expect(at("https://r.openai.azure.com/openai/deployments/d?api-version=x")).toMatch(/\?api-version=x$/);
  });

  it("an unknown id is any other endpoint", () => {
    expect(findProvider("of-another-version").id).toBe("custom");
    expect(findProvider("constructor").id).toBe("custom");
  });
});
