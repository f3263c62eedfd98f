import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenAiServer, startOpenAiServer } from "../../../e2e/fixtures/openai-server/openai-server";
import { type Ask, ask as askServer } from "./test-support/cloud-fixture";

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => server.reset());

/** Short limits, far enough apart to tell which one struck, and far above what a busy machine takes. */
const LIMITS = { connectMs: 1000, firstTokenMs: 1500, idleMs: 600, afterFinishMs: 300 };

const ask = (input: Ask = {}) =>
  askServer(server, { options: { timeouts: LIMITS, random: () => 1 }, ...input });

/** How long a busy machine may take to notice that a client has left. */
const PATIENCE = { timeout: 10_000 };

/** What had come of the answer when the scenarios stop in the middle of it. */
const BEGINNING = "You wrote 4 words, beginning";

async function timed<Value>(promise: Promise<Value>): Promise<{ value: Value; tookMs: number }> {
  const startedMs = performance.now();
  const value = await promise;
  return { value, tookMs: performance.now() - startedMs };
}

describe("connections that hang or break", () => {
  it("C7 no response headers in time: ended, not tried again, and the server is let go", async () => {
    server.always("silent");
    const { value, tookMs } = await timed(ask());
    expect(value.error).toMatchObject({ code: "connect-timeout", retryable: true });
    expect(tookMs).toBeGreaterThan(LIMITS.connectMs - 20);
    expect(tookMs).toBeLessThan(LIMITS.connectMs + 8000);
    expect(server.completions()).toHaveLength(1);
    await expect.poll(() => server.completions()[0]?.abandoned, PATIENCE).toBe(true);
  });

  it("C7 headers and then nothing meets the limit of the first token", async () => {
    server.always("headers-only");
    const { value, tookMs } = await timed(ask());
    expect(value.error).toMatchObject({ code: "first-token-timeout", retryable: true });
    expect(tookMs).toBeGreaterThan(LIMITS.firstTokenMs - 20);
    expect(server.completions()).toHaveLength(1);
  });

  it.each(["comments-only", "empty-deltas-only"] as const)(
    "C8 %s count as alive for longer than the idle limit, and the limit of the first token still holds",
    async (scenario) => {
      server.always(scenario);
      const { value, tookMs } = await timed(ask());
      expect(value.error?.code).toBe("first-token-timeout");
      expect(value.text).toBe("");
      expect(tookMs).toBeGreaterThan(LIMITS.firstTokenMs - 20);
      await expect.poll(() => server.completions()[0]?.abandoned, PATIENCE).toBe(true);
    },
  );

  it.each(["comments-first", "comments-midway"] as const)("C8 %s end in an answer", async (scenario) => {
    server.always(scenario);
    const { error, end, text } = await ask();
    expect(error).toBeNull();
    expect(end?.finishReason).toBe("stop");
    expect(text.startsWith(BEGINNING)).toBe(true);
  });

  it("C9 no bytes for the idle limit: ended, with the text so far", async () => {
    server.always("idle");
    const { value, tookMs } = await timed(ask());
    expect(value.error).toMatchObject({ code: "idle-timeout", retryable: true });
    expect(value.text).toBe(BEGINNING);
    expect(tookMs).toBeGreaterThan(LIMITS.idleMs - 20);
    expect(server.completions()).toHaveLength(1);
  });

  it("C9 a slow reader is not taken for a silent server", async () => {
    server.settings.paceMs = 0;
    let waited = false;
    const { error, end } = await ask({
      onEvent: async ({ type }) => {
        if (type !== "text-delta" || waited) return;
        waited = true;
        await new Promise((resolve) => setTimeout(resolve, LIMITS.idleMs + 100));
      },
    });
    expect(waited).toBe(true);
    expect(error).toBeNull();
    expect(end?.finishReason).toBe("stop");
  });

  it("C10 a reset in mid-answer keeps the text and is not tried again", async () => {
    server.always("reset");
    // The server lets the text arrive first, for longer than the usual limit here.
    const timeouts = { ...LIMITS, idleMs: 30_000 };
    const { error, text, events } = await ask({ options: { timeouts, random: () => 1 } });
    expect(error).toMatchObject({ code: "stream-reset", retryable: true });
    expect(text).toBe(BEGINNING);
    expect(events.some(({ type }) => type === "retry-wait")).toBe(false);
    expect(server.completions()).toHaveLength(1);
  });

  it.each(["truncated", "truncated-message", "done-too-early"] as const)(
    "C11 %s is no success: the text is kept, and there is no end",
    async (scenario) => {
      server.always(scenario);
      const { error, text, end } = await ask();
      expect(error).toMatchObject({ code: "stream-truncated", retryable: true });
      expect(text).toBe(BEGINNING);
      expect(end).toBeNull();
      expect(server.completions()).toHaveLength(1);
    },
  );

  it("C11 status 200 without a body is no success", async () => {
    server.always("empty-body");
    expect((await ask()).error?.code).toBe("stream-truncated");
    server.always("empty-json");
    expect((await ask()).error).toMatchObject({ code: expect.stringMatching(/stream-truncated|malformed/) });
  });

  it.each(["no-done", "no-done-reset"] as const)(
    "C12 %s after a finish reason is a success",
    async (scenario) => {
      server.always(scenario);
      // So long that only the end of the connection can end the call.
      const timeouts = { ...LIMITS, idleMs: 30_000, afterFinishMs: 30_000 };
      const { error, end, text } = await ask({ options: { timeouts, random: () => 1 } });
      expect(error).toBeNull();
      expect(end).toMatchObject({ finishReason: "stop" });
      expect(end?.usage.outputTokens).toBeGreaterThan(0);
      expect(text).toContain("That is all there is to say about it.");
    },
  );

  it.each(["no-done-open", "no-done-comments"] as const)(
    "C12 %s: a complete answer is not waited for any longer",
    async (scenario) => {
      server.always(scenario);
      const { value, tookMs } = await timed(ask());
      expect(value.error).toBeNull();
      expect(value.end?.finishReason).toBe("stop");
      expect(tookMs).toBeLessThan(LIMITS.afterFinishMs + 8000);
      await expect.poll(() => server.completions()[0]?.abandoned, PATIENCE).toBe(true);
    },
  );

  it("Stop in mid-answer reaches the server and keeps the text", async () => {
    server.hold(3);
    const controller = new AbortController();
    const { error, text } = await ask({
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === "text-delta" && event.text.includes("4")) controller.abort();
      },
    });
    expect(error?.code).toBe("cancelled");
    expect(text).toBe("You wrote 4");
    await expect.poll(() => server.completions()[0]?.abandoned, PATIENCE).toBe(true);
  });

  it("Stop while the server is silent ends the call at once", async () => {
    server.always("silent");
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    // Were it not ended at once, the limit would strike first and say so.
    expect((await ask({ signal: controller.signal })).error?.code).toBe("cancelled");
  });
});
