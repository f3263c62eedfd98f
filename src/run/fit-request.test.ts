import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Engine, PromptSize } from "../core/engine";
import { InferenceError } from "../core/errors";
import type { Message } from "../core/request";
import type { RoutePolicy } from "../core/route";
import { ONNX_SPECIALISTS } from "../engines/onnx/models";
import { SPECIALISTS } from "../engines/onnx/specialists";
import { createSpecialistHandler } from "../engines/onnx/specialists/specialist-handler";
import { openNodeSession } from "../engines/onnx/specialists/test-support/node-forward-pass";
import { createScriptedEngine } from "../engines/scripted/scripted-engine";
import { SCRIPTED_MODEL } from "../engines/scripted/scripted-models";
import { CLOUD_MODEL, createRunFixture, requestWith, runToEnd } from "./test-support/run-fixture";

const policy = (mode: RoutePolicy["mode"]): RoutePolicy => ({
  mode,
  allowCloudFallback: false,
  allowLocalFallback: true,
});
const LONG_ANSWER =
  "The committee met on Tuesday in Lisbon and agreed to move the launch to the ninth of March. Nobody objected to that. " +
  "The budget for the new building was cut by a third, to two million euros, which the mayor called regrettable. " +
  "Lunch was served at noon. ";
const CONVERSATION: readonly Message[] = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "What was decided?" },
  { role: "assistant", content: LONG_ANSWER.repeat(2) },
  { role: "user", content: "And then?" },
  { role: "assistant", content: "Then they left." },
  { role: "user", content: "Why?" },
];
const SMALL = { ...SCRIPTED_MODEL, contextWindow: 400 };
const request = requestWith({ messages: CONVERSATION, params: { maxOutputTokens: 50 } });

/** A scripted engine whose tokens are letters. */
function letterEngine(
  count = async (messages: readonly Message[]): Promise<PromptSize> => ({
    tokens: messages.reduce((sum, { content }) => sum + content.length, 0),
    contextWindow: 400,
  }),
) {
  const scripted = createScriptedEngine();
  const counted: (readonly Message[])[] = [];
  const engine: Engine = {
    ...scripted,
    countTokens(messages) {
      counted.push(messages);
      return count(messages);
    },
  };
  return { engine, counted, requests: scripted.requests };
}

/** The summariser that ships with the app, in Node. */
function summariser(): Engine {
  const handler = createSpecialistHandler({
    specialists: SPECIALISTS,
    readFile: async (folder, name) => new Uint8Array(await readFile(`public/models/${folder}/${name}`)),
    openSession: openNodeSession,
  });
  return {
    id: "onnx",
    location: "local",
    availability: async () => ({ state: "ready" }),
    run: (asked, model, { signal }) => handler.run(asked, model, signal),
    prepare: (model, { signal }) => handler.prepare(model, signal),
    unload: handler.unload,
  };
}

describe("L11 a conversation that is longer than the model's window", () => {
  it("is refused with exact figures before the model is loaded", async () => {
    const { engine, requests } = letterEngine();
    const { dependencies } = createRunFixture({ local: engine, localModels: [SMALL] });
    const { events, error } = await runToEnd({ request, policy: policy("local") }, dependencies);
    expect(error).toMatchObject({ code: "context-overflow" });
    const tokens = CONVERSATION.reduce((sum, { content }) => sum + content.length, 0);
    expect(error?.detail).toContain(`has ${tokens} tokens; beside room for an answer this model reads 350.`);
    expect(error?.detail).toContain(`${tokens - 350} too many`);
    expect(events.map(({ type }) => type)).toEqual(["decision", "leg", "attempt"]);
    expect(requests).toEqual([]);
  });

  it("loses its oldest turns where that is wanted, and the run says so before anything else", async () => {
    const { engine, requests } = letterEngine();
    const { dependencies } = createRunFixture({
      local: engine,
      localModels: [SMALL],
      overflowPolicy: "trim-oldest",
    });
    const { events, error } = await runToEnd({ request, policy: policy("local") }, dependencies);
    expect(error).toBeNull();
    expect(requests[0]?.messages).toEqual([CONVERSATION[0], ...CONVERSATION.slice(3)]);
    expect(events[2]).toEqual({
      type: "context-cut",
      cut: { policy: "trim-oldest", messages: 2, tokens: 17 + LONG_ANSWER.length * 2, isExact: true },
    });
  });

  it("is told in extracts by the summariser that ships with the app, and nothing is sent", async () => {
    const { engine, requests } = letterEngine(async (messages) => ({
      tokens: messages.reduce((sum, { content }) => sum + content.length, 0),
      contextWindow: 590,
    }));
    const own = summariser();
    const { dependencies, sent } = createRunFixture({
      local: engine,
      localModels: [{ ...SMALL, contextWindow: 590 }],
      overflowPolicy: "summarise",
    });
    const { localCandidates, loadEngine } = dependencies;
    const { events, error } = await runToEnd(
      { request, policy: policy("local") },
      {
        ...dependencies,
        localCandidates: (asked) =>
          asked.task === "summarise"
            ? ONNX_SPECIALISTS.filter(({ id }) => id === "embedded/summarise")
            : localCandidates(asked),
        loadEngine: async (id) => (id === "onnx" ? own : loadEngine(id)),
      },
    );
    expect(error).toBeNull();
    const told = requests[0]?.messages ?? [];
    expect(told[0]?.content).toMatch(
      /^Be brief\.\n\nThe 2 oldest messages of this conversation are not shown/,
    );
    const quotes = told[0]?.content.split("\n- ").slice(1) ?? [];
    expect(quotes.length).toBeGreaterThan(0);
    for (const quote of quotes) expect(`What was decided?\n\n${LONG_ANSWER.repeat(2)}`).toContain(quote);
    expect(told.slice(1)).toEqual(CONVERSATION.slice(3));
    expect(events).toContainEqual({
      type: "context-cut",
      cut: expect.objectContaining({ policy: "summarise", messages: 2, extracts: quotes.length }),
    });
    expect(sent).toEqual([]);
  });

  it("is cut for the cloud too, by estimate, and the door opens for what is left alone", async () => {
    const { dependencies, sent } = createRunFixture({
      cloudModel: { ...CLOUD_MODEL, contextWindow: 120 },
      overflowPolicy: "trim-oldest",
    });
    const { events, error } = await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(error).toBeNull();
    expect(sent.map(({ body }) => JSON.parse(body).messages)).toEqual([
      [CONVERSATION[0], ...CONVERSATION.slice(3)],
    ]);
    expect(events).toContainEqual({
      type: "context-cut",
      cut: expect.objectContaining({ policy: "trim-oldest", messages: 2, isExact: false }),
    });
  });

  it("is counted by estimate where the model's tokenizer fails", async () => {
    const { engine, requests } = letterEngine(() =>
      Promise.reject(new InferenceError("model-load-failed", "no")),
    );
    const { dependencies } = createRunFixture({
      local: engine,
      localModels: [{ ...SMALL, contextWindow: 120 }],
      overflowPolicy: "trim-oldest",
    });
    const { error } = await runToEnd({ request, policy: policy("local") }, dependencies);
    expect(error).toBeNull();
    expect(requests[0]?.messages).toEqual([CONVERSATION[0], ...CONVERSATION.slice(3)]);
  });

  it("is not even counted where it is sure to fit, so that a short prompt costs nothing", async () => {
    const { engine, counted } = letterEngine();
    const { dependencies } = createRunFixture({ local: engine });
    const { error } = await runToEnd({ request: requestWith(), policy: policy("local") }, dependencies);
    expect(error).toBeNull();
    expect(counted).toEqual([]);
  });

  it("stops counting when the run is stopped", async () => {
    const controller = new AbortController();
    const { engine } = letterEngine(async () => {
      controller.abort();
      throw new InferenceError("cancelled", "cancelled");
    });
    const { dependencies } = createRunFixture({ local: engine, localModels: [SMALL] });
    const { error } = await runToEnd({ request, policy: policy("local") }, dependencies, controller.signal);
    expect(error).toMatchObject({ code: "cancelled" });
  });
});
