import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type OpenAiServer,
  startOpenAiServer,
  TEST_KEY,
  unusedOrigin,
} from "../../../e2e/fixtures/openai-server/openai-server";
import { BAD_GATEWAY_PAGE } from "../../../e2e/fixtures/openai-server/scenarios/refusals";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { Attachment } from "../../core/request";
import { mayRetry } from "./retry";
import { allWordsOf, ask, connectionTo, createCloudFixture, requestWith } from "./test-support/cloud-fixture";

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const waits = (events: readonly InferenceEvent[]) => events.filter((event) => event.type === "retry-wait");

describe("answers that are refused before they begin", () => {
  it("C1 a wrong key is not tried again, and the key is in no part of the error", async () => {
    const apiKey = "sk-wrong-key-that-is-echoed";
    const { error, events } = await ask(server, { connection: { apiKey } });
    expect(error).toMatchObject({ code: "auth", status: 401, retryable: false });
    expect(error?.detail).toContain("Incorrect API key provided: [key].");
    expect(allWordsOf(error as never)).not.toContain(apiKey);
    expect(waits(events)).toEqual([]);
    expect(server.completions()).toHaveLength(1);
  });

  it.each(["forbidden", "forbidden-empty"] as const)("C1 %s is not tried again", async (scenario) => {
    server.always(scenario);
    const { error } = await ask(server);
    expect(error).toMatchObject({ code: "forbidden", status: 403, retryable: false });
    expect(server.completions()).toHaveLength(1);
  });

  it("C1 no header makes a refusal of the key worth another try", () => {
    for (const code of ["auth", "forbidden", "quota-exhausted"] as const) {
      const error = new InferenceError(code, "x", { status: 403 });
      expect(mayRetry(error, { shouldRetry: true }), code).toBe(false);
    }
  });

  it("C1 a missing key, and one that no header can carry, are refused before anything is sent", async () => {
    const connection = connectionTo(server, { providerId: "openai", baseUrl: server.baseUrl });
    for (const apiKey of ["", "  ", "sk-\u200b123", "sk-1\n23", "ключ"]) {
      const { engine, model } = createCloudFixture({ ...connection, apiKey });
      expect((await engine.availability(model)).state).toBe("unavailable");
      const run = engine.run(requestWith(), model, { signal: new AbortController().signal });
      const error = await run[Symbol.asyncIterator]()
        .next()
        .then(
          () => null,
          (thrown: unknown) => thrown,
        );
      expect(error).toMatchObject({ code: "auth", retryable: false });
      if (apiKey.trim() !== "") expect(allWordsOf(error as never)).not.toContain(apiKey);
    }
    expect(server.requests).toEqual([]);
  });

  it("C2 waits as long as Retry-After says, counts down, and then answers", async () => {
    server.next("rate-limited");
    const { error, events, text } = await ask(server);
    expect(error).toBeNull();
    expect(text).not.toBe("");
    expect(waits(events)).toEqual([
      { type: "retry-wait", attempt: 1, delayMs: 1000, reason: "rate-limited" },
    ]);
    const [first, second] = server.completions();
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(990);
    expect(second?.body).toBe(first?.body);
  });

  it("C2 knows retry-after-ms and HTTP dates, and gives up after two retries", async () => {
    server.next("rate-limited-ms", "rate-limited-date", "rate-limited-ms");
    const { error, events } = await ask(server);
    expect(error).toMatchObject({ code: "rate-limited", status: 429, retryable: true, retryAfterMs: 40 });
    const [first, second, ...more] = waits(events);
    expect(first).toMatchObject({ attempt: 1, delayMs: 40 });
    expect(second?.attempt).toBe(2);
    expect(second?.delayMs).toBeGreaterThan(500);
    expect(second?.delayMs).toBeLessThanOrEqual(2000);
    expect(more).toEqual([]);
    expect(server.completions()).toHaveLength(3);
  });

  it.each(["rate-limited-bare", "rate-limited-hour"] as const)(
    "C2 has a jittered backoff of its own for %s",
    async (scenario) => {
      const delays: number[] = [];
      for (const random of [0, 1]) {
        server.next(scenario);
        const { error, events } = await ask(server, { options: { random: () => random } });
        expect(error).toBeNull();
        delays.push(...waits(events).map(({ delayMs }) => delayMs));
      }
      expect(delays).toEqual([500, 375]);
    },
  );

  it("C2 Stop ends the wait at once", async () => {
    server.always("rate-limited-half-minute");
    const controller = new AbortController();
    const startedMs = performance.now();
    const { error } = await ask(server, {
      signal: controller.signal,
      onEvent: ({ type }) => {
        if (type === "retry-wait") setTimeout(() => controller.abort(), 20);
      },
    });
    expect(error?.code).toBe("cancelled");
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    expect(server.completions()).toHaveLength(1);
  });

  it.each(["quota", "billing", "payment-required"] as const)(
    "C3 %s is a matter of money: no retry, whatever the headers say",
    async (scenario) => {
      server.always(scenario);
      const { error, events } = await ask(server);
      expect(error).toMatchObject({ code: "quota-exhausted", retryable: false });
      expect(waits(events)).toEqual([]);
      expect(server.completions()).toHaveLength(1);
    },
  );

  it("C4 a server error is tried again twice at most, with doubled waits", async () => {
    server.always("server-error");
    const { error, events } = await ask(server);
    expect(error).toMatchObject({ code: "server-error", status: 500, retryable: true });
    expect(error?.detail).toContain("The server had an error while processing.");
    expect(waits(events).map(({ delayMs }) => delayMs)).toEqual([375, 750]);
    expect(server.completions()).toHaveLength(3);
  });

  it("C4 keeps an HTML body as it is, as text", async () => {
    server.always("bad-gateway");
    const { error } = await ask(server);
    expect(error).toMatchObject({ code: "server-error", status: 502, detail: BAD_GATEWAY_PAGE });
  });

  it("C4 believes x-should-retry: false", async () => {
    server.always("server-error-final");
    const { error } = await ask(server);
    expect(error).toMatchObject({ code: "server-error", retryable: false });
    expect(server.completions()).toHaveLength(1);
  });

  it("C4 an error body that never ends does not hide its status", async () => {
    server.always("hanging-body");
    const { error } = await ask(server, { options: { timeouts: { idleMs: 50 } } });
    expect(error).toMatchObject({ code: "server-error", status: 500 });
    expect(error?.detail).toContain("half a");
  });

  it("C5 nothing listening there is a network error that may be tried again", async () => {
    const baseUrl = `${await unusedOrigin()}/v1`;
    const { error, events } = await ask({ baseUrl });
    expect(error).toMatchObject({ code: "network", retryable: true });
    expect(waits(events)).toHaveLength(2);
  });

  it("C5 a connection closed before any answer is tried again, and answers", async () => {
    server.next("hang-up");
    const { error, text } = await ask(server);
    expect(error).toBeNull();
    expect(text).not.toBe("");
  });

  it("C19 an unknown model is said to be unknown, a deprecated one to be shut down", async () => {
    const codes = {
      "model-unknown": "model-unknown",
      "model-not-pulled": "model-unknown",
      "model-shut-down": "model-retired",
      "model-gone": "model-retired",
    } as const;
    for (const [scenario, code] of Object.entries(codes)) {
      server.reset();
      server.always(scenario as keyof typeof codes);
      const { error } = await ask(server);
      expect(error, scenario).toMatchObject({ code, retryable: false });
      expect(server.completions()).toHaveLength(1);
    }
  });

  it("C19 a model that is unknown after its date of shutdown has been shut down, and its replacement is known", async () => {
    server.always("model-unknown");
    const connection = { providerId: "litellm", modelName: "o3-mini" };
    const { error } = await ask(server, { connection });
    expect(error).toMatchObject({ code: "model-retired", model: expect.stringMatching(/^cloud:o3-mini@/) });
    const { model } = createCloudFixture(connectionTo(server, { providerId: "openai", modelName: "gpt-4o" }));
    expect(model.retirement).toEqual({ date: "2027-01-14", replacement: "gpt-6-luna" });
  });

  it("C20 an attachment that the model does not take is refused before sending", async () => {
    const sound: Attachment = {
      type: "audio",
      name: "a.wav",
      mimeType: "audio/wav",
      data: "AAAA",
      durationMs: 100,
      bytes: 3,
    };
    const request = requestWith({ attachments: [sound] });
    const { engine, model, openFor } = createCloudFixture(connectionTo(server));
    expect(() => openFor(request)).toThrow(expect.objectContaining({ code: "attachment-unsupported" }));
    const run = engine.run(request, model, { signal: new AbortController().signal });
    await expect(run[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "attachment-unsupported",
      retryable: false,
    });
    expect(server.requests).toEqual([]);
  });

  it.each(["redirect", "redirect-found"] as const)(
    "C21 a %s is refused: neither key nor text goes there",
    async (scenario) => {
      server.always(scenario);
      const { error } = await ask(server);
      expect(error).toMatchObject({ code: "redirect-refused", retryable: false });
      expect(allWordsOf(error as never)).not.toContain(TEST_KEY);
      expect(server.elsewhere).toEqual([]);
      expect(server.completions()).toHaveLength(1);
    },
  );

  it("says why a request was refused, and what was too long", async () => {
    server.always("bad-request");
    expect((await ask(server)).error).toMatchObject({
      code: "bad-request",
      detail: "'messages' must contain the word 'json'. (invalid_request_error)",
    });
    server.always("too-long");
    expect((await ask(server)).error).toMatchObject({ code: "context-overflow", retryable: false });
  });
});
