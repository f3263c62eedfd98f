import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type OpenAiServer,
  startOpenAiServer,
  TEST_KEY,
} from "../../../e2e/fixtures/openai-server/openai-server";
import { burstText } from "../../../e2e/fixtures/openai-server/scenarios/usual";
import { allWordsOf, ask, requestWith } from "./test-support/cloud-fixture";

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer({ paceMs: 0 });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const BEGINNING = "You wrote 4 words, beginning";

describe("streams that go wrong, or that are only unusual", () => {
  it.each([
    "error-event",
    "error-event-text",
    "error-object",
    "error-string",
    "error-vllm",
    "error-choice",
  ] as const)("C13 %s is an error that keeps the text", async (scenario) => {
    server.always(scenario);
    const { error, text, end } = await ask(server);
    expect(error).toMatchObject({ code: "stream-error", retryable: true });
    expect(error?.detail).toMatch(/overloaded|upstream died|Provider disconnected/);
    expect(text).toBe(BEGINNING);
    expect(end).toBeNull();
    expect(server.completions()).toHaveLength(1);
  });

  it("C13 an error about money in mid-answer says so, and keeps the text", async () => {
    server.always("error-quota");
    const { error, text } = await ask(server);
    expect(error).toMatchObject({ code: "quota-exhausted", retryable: false });
    expect(text).toBe(BEGINNING);
  });

  it("C13 an error as the first message is not tried again, and the key is taken out of it", async () => {
    server.always("error-first");
    const { error, text } = await ask(server);
    expect(error).toMatchObject({
      code: "stream-error",
      status: 502,
      detail: "Bad gateway for Bearer [key]",
    });
    expect(text).toBe("");
    expect(allWordsOf(error as never)).not.toContain(TEST_KEY);
    expect(server.completions()).toHaveLength(1);
  });

  it.each(["malformed", "malformed-array"] as const)(
    "C14 %s is an error without a word of what could not be read",
    async (scenario) => {
      server.always(scenario);
      const { error, text } = await ask(server);
      expect(error).toMatchObject({ code: "malformed-response", retryable: false });
      expect(text).toBe(BEGINNING);
      expect(allWordsOf(error as never)).not.toMatch(/secret words|1,2,3/);
    },
  );

  it.each(["html-page", "html-as-stream"] as const)("C14 %s is not an answer", async (scenario) => {
    server.always(scenario);
    const { error, end } = await ask(server);
    expect(["malformed-response", "stream-truncated"]).toContain(error?.code);
    expect(end).toBeNull();
  });

  it.each([
    "crlf",
    "cr",
    "split-bytes",
    "split-crlf",
    "bom",
    "comments",
    "multi-line-data",
    "no-space",
    "no-last-newline",
    "stream-untyped",
    "plain-json",
    "plain-json-untyped",
    "azure-filters",
    "reasoning",
    "reasoning-content",
  ] as const)("C15 %s gives the identical text", async (scenario) => {
    const usual = await ask(server);
    server.always(scenario);
    const { error, text, end } = await ask(server);
    expect(error).toBeNull();
    expect(text).toBe(usual.text);
    expect(text).toContain("東京 and Київ agree 👩‍🚀");
    expect(end?.finishReason).toBe("stop");
  });

  it("C16 whatever follows [DONE] is ignored", async () => {
    const usual = await ask(server);
    server.always("after-done");
    const { error, text, end } = await ask(server);
    expect(error).toBeNull();
    expect(text).toBe(usual.text);
    expect(end).toEqual(usual.end);
  });

  it("C17 usage is counted once, wherever it stands", async () => {
    const usual = await ask(server);
    expect(usual.end?.usage).toMatchObject({ inputTokens: 5, cachedInputTokens: 0, reasoningTokens: 0 });
    for (const scenario of ["usage-every-chunk", "usage-twice"] as const) {
      server.always(scenario);
      expect((await ask(server)).end?.usage, scenario).toEqual(usual.end?.usage);
    }
  });

  it("C17 usage that is missing stays unknown", async () => {
    server.always("usage-missing");
    expect((await ask(server)).end?.usage).toEqual({});
  });

  it("C17 reads cached, audio, image and reasoning tokens, and the sum that the provider names", async () => {
    server.always("usage-cost");
    expect((await ask(server)).end?.usage).toMatchObject({
      inputTokens: 5,
      cachedInputTokens: 3,
      audioInputTokens: 2,
      imageInputTokens: 1,
      reasoningTokens: 5,
      audioOutputTokens: 4,
      costUsd: 0.00123,
    });
  });

  it("C18 length, content filter and refusal are told apart, and all keep the text", async () => {
    const reasons = { length: "length", "content-filter": "content-filter", refusal: "refusal" } as const;
    for (const [scenario, finishReason] of Object.entries(reasons)) {
      server.always(scenario as keyof typeof reasons);
      const { error, end, text } = await ask(server);
      expect(error).toBeNull();
      expect(end?.finishReason).toBe(finishReason);
      expect(text.startsWith(BEGINNING)).toBe(true);
    }
  });

  it("C18 an answer that met the limit that was asked for ends with length", async () => {
    const { end, text } = await ask(server, { request: requestWith({ params: { maxOutputTokens: 3 } }) });
    expect(end?.finishReason).toBe("length");
    expect(text).toBe("You wrote 4");
  });

  it.each(["reasoning", "reasoning-content"] as const)(
    "keeps the thinking of %s apart from the answer",
    async (scenario) => {
      server.always(scenario);
      expect((await ask(server)).reasoning).toBe("Let me think about it.");
    },
  );

  it("loses nothing of 20,000 events at 200 a millisecond", async () => {
    server.always("burst");
    const { error, text } = await ask(server);
    expect(error).toBeNull();
    expect(text).toBe(burstText(20_000));
  });
});
