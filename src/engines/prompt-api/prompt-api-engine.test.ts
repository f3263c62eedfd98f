import { describe, expect, it } from "vitest";
import type { InferenceEvent } from "../../core/event";
import type { InferenceRequest, JsonSchemaFormat, Message } from "../../core/request";
import { collect } from "../shared/test-support/collect";
import { describeEngineContract } from "../shared/test-support/describe-engine-contract";
import { PROMPT_API_MODEL } from "./models";
import { createPromptApiEngine } from "./prompt-api-engine";
import { type BrowserBehaviour, createFakeLanguageModel } from "./test-support/fake-language-model";

const FORMAT: JsonSchemaFormat = {
  type: "json-schema",
  name: "x",
  schema: { type: "object", properties: {} },
};
const MESSAGES: readonly Message[] = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Hi" },
  { role: "assistant", content: "Hello" },
  { role: "user", content: "Say more" },
];

function requestOf(change: Partial<InferenceRequest> = {}): InferenceRequest {
  return {
    id: "r1",
    task: "prompt",
    text: "Say more",
    options: {},
    messages: MESSAGES,
    attachments: [],
    params: {},
    sensitivity: "normal",
    output: "text",
    ...change,
  };
}

function createEngine(behaviour: BrowserBehaviour = {}) {
  const browser = createFakeLanguageModel(behaviour);
  const engine = createPromptApiEngine(() => browser.api, { answerMs: 200 });
  const run = (change: Partial<InferenceRequest> = {}) =>
    collect(engine.run(requestOf(change), PROMPT_API_MODEL, live()));
  return { ...browser, engine, run };
}

const live = () => ({ signal: new AbortController().signal });
const textOf = (events: readonly InferenceEvent[]) =>
  events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");

for (const hasOldNames of [false, true]) {
  describeEngineContract(`prompt-api, ${hasOldNames ? "old" : "new"} names`, () => ({
    createEngine: () => createEngine({ gapMs: 5, hasOldNames, window: 400 }).engine,
    model: PROMPT_API_MODEL,
    request: requestOf(),
    failing: {
      model: PROMPT_API_MODEL,
      request: requestOf({ messages: [{ role: "user", content: "x".repeat(500) }] }),
      code: "context-overflow",
    },
    overlap: "serialised",
  }));
}

describe("availability", () => {
  it.each([
    ["available", { state: "ready" }],
    ["downloadable", { state: "downloadable", downloadBytes: 0 }],
    ["downloading", { state: "downloadable", reason: expect.stringContaining("already") }],
    ["unavailable", { state: "unavailable", reason: expect.stringContaining("this device") }],
  ] as const)("tells what the browser says: %s", async (state, expected) => {
    const { engine, log } = createEngine({ state });
    expect(await engine.availability(PROMPT_API_MODEL)).toMatchObject(expected);
    expect(log.creates).toEqual([]);
  });

  it("has a reason where there is no such API, and where the browser does not answer", async () => {
    const none = createPromptApiEngine(() => null);
    expect(await none.availability(PROMPT_API_MODEL)).toMatchObject({ state: "unavailable" });
    const { error } = await collect(none.run(requestOf(), PROMPT_API_MODEL, live()));
    expect(error).toMatchObject({ code: "model-missing" });
    expect(await createEngine({ hangs: true }).engine.availability(PROMPT_API_MODEL)).toMatchObject({
      state: "unavailable",
    });
  });
});

describe("run", () => {
  it("gives the system text and earlier turns as initial prompts, and the last message as the prompt", async () => {
    const { run, log } = createEngine();
    const { events, error } = await run({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "system", content: "In English." },
        ...MESSAGES.slice(1),
      ],
    });
    expect(error).toBeUndefined();
    expect(log.creates.at(-1)?.initialPrompts).toEqual([
      { role: "system", content: "Be brief.\n\nIn English." },
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
    ]);
    expect(log.prompts).toEqual([{ input: [{ role: "user", content: "Say more" }], constraint: undefined }]);
    expect(textOf(events)).toBe("Hello there, you");
    expect(events).toContainEqual({ type: "load-end", executionProvider: "browser" });
  });

  it("counts what the session counts", async () => {
    const { run } = createEngine();
    const { events } = await run();
    const inputTokens = MESSAGES.reduce((sum, { content }) => sum + content.length, 0);
    expect(events.at(-1)).toEqual({
      type: "end",
      finishReason: "stop",
      usage: { inputTokens, outputTokens: "Hello there, you".length },
    });
  });

  it("never starts a download", async () => {
    for (const state of ["downloadable", "downloading", "unavailable"] as const) {
      const { run, log } = createEngine({ state, wasClicked: true });
      expect((await run()).error).toMatchObject({ code: "model-not-downloaded" });
      expect(log.creates).toEqual([]);
    }
  });

  it("passes a schema on, and does without where the browser does not understand it", async () => {
    const { run, log } = createEngine();
    await run({ params: { responseFormat: FORMAT } });
    expect(log.prompts.map(({ constraint }) => constraint)).toEqual([FORMAT.schema]);
    const refusing = createEngine({ refusesSchemas: true });
    const { events, error } = await refusing.run({ params: { responseFormat: FORMAT } });
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe("Hello there, you");
    expect(refusing.log.prompts.map(({ constraint }) => constraint)).toEqual([FORMAT.schema, undefined]);
  });

  it("ends an answer after as many chunks as it may have tokens", async () => {
    const { events } = await createEngine().run({ params: { maxOutputTokens: 2 } });
    expect(textOf(events)).toBe("Hello ");
    expect(events.at(-1)).toMatchObject({ type: "end", finishReason: "length" });
  });

  it.each([
    ["NotReadableError: the browser's filter stops an answer", "NotReadableError", null],
    ["SyntaxError: no answer follows the schema", "SyntaxError", "output-unreadable"],
    ["UnknownError: the model's process crashed", "UnknownError", "worker-crashed"],
    ["an exception nobody knows", "DataError", "internal"],
  ])("keeps the text so far after %s", async (_, name, code) => {
    const { run, behaviour } = createEngine({ failAnswer: new DOMException("because", name) });
    const { events, error } = await run();
    expect(textOf(events)).toBe("Hello");
    if (code === null) expect(events.at(-1)).toMatchObject({ type: "end", finishReason: "content-filter" });
    else expect(error).toMatchObject({ code, detail: "because", engine: "prompt-api" });
    delete behaviour.failAnswer;
    expect((await run()).error).toBeUndefined();
  });

  it("L11 says how long a prompt was that is too long", async () => {
    const { error } = await createEngine({ window: 20 }).run();
    expect(error).toMatchObject({
      code: "context-overflow",
      detail: "The prompt has 8 tokens; there is room for 4.",
    });
  });

  it("takes no attachments and no empty prompts", async () => {
    const image = {
      type: "image",
      name: "a",
      mimeType: "image/png",
      data: "",
      width: 1,
      height: 1,
      bytes: 1,
      detail: "auto",
    } as const;
    expect((await createEngine().run({ attachments: [image] })).error).toMatchObject({
      code: "attachment-unsupported",
    });
    expect((await createEngine().run({ messages: [] })).error).toMatchObject({ code: "input-empty" });
  });

  it("asks for one answer at a time, and keeps no session but the one that holds the model", async () => {
    const { run, engine, log } = createEngine({ gapMs: 2 });
    await Promise.all([run(), run(), run()]);
    expect(log.mostAtOnce).toBe(1);
    expect(log.open).toBe(1);
    await engine.unload();
    expect(log.open).toBe(0);
  });
});

describe("prepare", () => {
  it("downloads with the browser's own progress, asking for it before anything else", async () => {
    const { engine, log } = createEngine({ state: "downloadable", wasClicked: true });
    const { events, error } = await collect(engine.prepare(PROMPT_API_MODEL, live()));
    expect(error).toBeUndefined();
    expect(events.map((event) => (event.type === "load-progress" ? event.loaded : event.type))).toEqual([
      0,
      0.5,
      1,
      "load-end",
    ]);
    expect(log.creates).toHaveLength(1);
    expect(await engine.availability(PROMPT_API_MODEL)).toEqual({ state: "ready" });
  });

  it("says that a click is needed where the browser did not see one, and what broke a download", async () => {
    const quiet = createEngine({ state: "downloadable" });
    const { error } = await collect(quiet.engine.prepare(PROMPT_API_MODEL, live()));
    expect(error).toMatchObject({
      code: "model-not-downloaded",
      detail: expect.stringContaining("press the button"),
    });
    const broken = createEngine({
      state: "downloadable",
      wasClicked: true,
      failDownload: new DOMException("gone", "NetworkError"),
    });
    expect((await collect(broken.engine.prepare(PROMPT_API_MODEL, live()))).error).toMatchObject({
      code: "network",
    });
  });

  it("downloads nothing behind an air gap", async () => {
    const { engine, log } = createEngine({ state: "downloadable", wasClicked: true });
    const network = { host: null, airGap: true };
    const { error } = await collect(engine.prepare(PROMPT_API_MODEL, { ...live(), network }));
    expect(error).toMatchObject({ code: "model-not-downloaded" });
    expect(log.creates).toEqual([]);
  });

  it("lets a session go that came after the person gave up", async () => {
    const { engine, log } = createEngine({ state: "downloadable", wasClicked: true });
    const controller = new AbortController();
    const { error } = await collect(
      (async function* () {
        for await (const event of engine.prepare(PROMPT_API_MODEL, { signal: controller.signal })) {
          yield event;
          controller.abort();
        }
      })(),
    );
    expect(error).toMatchObject({ code: "cancelled" });
    expect(log.open).toBe(0);
  });
});

describe("countTokens", () => {
  it.each([false, true])(
    "measures the whole conversation and tells the window (old names: %s)",
    async (hasOldNames) => {
      const { engine } = createEngine({ hasOldNames, window: 1000 });
      const tokens = MESSAGES.reduce((sum, { content }) => sum + content.length, 0);
      expect(await engine.countTokens?.(MESSAGES, PROMPT_API_MODEL, live())).toEqual({
        tokens,
        contextWindow: 1000,
      });
    },
  );

  it("starts no download", async () => {
    const { engine, log } = createEngine({ state: "downloadable", wasClicked: true });
    await expect(engine.countTokens?.(MESSAGES, PROMPT_API_MODEL, live())).rejects.toMatchObject({
      code: "model-not-downloaded",
    });
    expect(log.creates).toEqual([]);
  });
});
