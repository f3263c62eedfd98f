import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { InferenceEvent } from "../../../core/event";
import type { GenerationParams, InferenceRequest, Message } from "../../../core/request";
import { TASK_IDS } from "../../../core/task";
import { taskDefinition } from "../../../tasks";
import { collect } from "../../shared/test-support/collect";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { tinyTokenizerConfig } from "../../shared/test-support/tiny-tokenizer";
import { createLanguageModelHandler, type LanguageModelHandler } from "./language-model-handler";
import { lookUpStored, openModelStore } from "./model-store";
import { fits } from "./structured/test-support/schemas";
import { exampleModel, exampleRequest } from "./test-support/example";
import { greedyIds, loadForTest } from "./test-support/greedy-ids";
import { openNodeSession } from "./test-support/node-open-session";
import { storeModel } from "./test-support/store-model";
import { type TinyDecoderOptions, tinyDecoder } from "./test-support/tiny-decoder";

const MODEL = exampleModel("http://127.0.0.1:9/tiny");
const NEVER = new AbortController().signal;
const json = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));

let caches: CacheStorage;
let requests: string[];
let handler: LanguageModelHandler;

beforeEach(() => {
  caches = createMemoryCaches();
  requests = [];
  vi.stubGlobal("fetch", (input: unknown) => {
    requests.push(String(input));
    return Promise.reject(new Error("no request was expected"));
  });
  handler = createLanguageModelHandler({ openSession: openNodeSession, caches });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await handler.unload();
});

async function store(
  options: TinyDecoderOptions = {},
  change: Readonly<Record<string, unknown>> = {},
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = tinyDecoder(options);
  for (const [path, content] of Object.entries(change)) {
    if (content === null) files.delete(path);
    else files.set(path, typeof content === "string" ? new TextEncoder().encode(content) : json(content));
  }
  await storeModel(MODEL, files, caches);
  return files;
}

async function run(
  params: GenerationParams = {},
  change: Partial<InferenceRequest> = {},
): Promise<{ events: InferenceEvent[]; text: string; reasoning: string; end: InferenceEvent | undefined }> {
  const { events, error } = await collect(
    handler.run(exampleRequest("Hello there", { params, ...change }), MODEL, NEVER),
  );
  if (error !== undefined) throw error;
  const join = (type: "text-delta" | "reasoning-delta") =>
    events.flatMap((event) => (event.type === type ? [event.text] : [])).join("");
  return { events, text: join("text-delta"), reasoning: join("reasoning-delta"), end: events.at(-1) };
}

async function failure(change: Partial<InferenceRequest> = {}): Promise<unknown> {
  const { events, error } = await collect(handler.run(exampleRequest("Hello", change), MODEL, NEVER));
  expect(events.some(({ type }) => type === "end")).toBe(false);
  return error;
}

describe("a run", () => {
  it("gives the text of the ids that reading everything anew for each token gives", async () => {
    await store();
    const model = await loadForTest(MODEL, caches);
    const prompt = model.tokenizer.encode(
      "<|im_start|>user\nHello there<|im_end|>\n<|im_start|>assistant\n",
      false,
    );
    const ids = [...prompt];
    for (let token = 0; token < 24; token += 1)
      ids.push(...(await greedyIds(model, ids, ids.length + 1)).slice(-1));
    const expected = model.tokenizer.decode(ids.slice(prompt.length));
    const { text, end } = await run({ maxOutputTokens: 24 });
    expect(text).toBe(expected);
    expect(end).toMatchObject({
      type: "end",
      finishReason: "length",
      usage: { inputTokens: prompt.length, outputTokens: 24 },
    });
    expect(requests).toEqual([]);
  });

  it.each([
    ["counts positions by itself", { positions: false }],
    ["scores every position", { keepsLogits: false }],
    ["keeps its past in 16-bit numbers", { half: true }],
    ["has its weights in a file of their own", { external: true }],
  ] satisfies [string, TinyDecoderOptions][])("is the same for a graph that %s", async (_, options) => {
    await store();
    const expected = await run({ maxOutputTokens: 30 });
    await handler.unload();
    await store(options);
    expect((await run({ maxOutputTokens: 30 })).text).toBe(expected.text);
  });

  it("is the same for a prompt that is longer than one step of reading", async () => {
    await store({ contextWindow: 1024 });
    const content = "the thin inn ".repeat(40);
    const model = await loadForTest(MODEL, caches);
    const prompt = model.tokenizer.encode(
      `<|im_start|>user\n${content}<|im_end|>\n<|im_start|>assistant\n`,
      false,
    );
    expect(prompt.length).toBeGreaterThan(300);
    const ids = await greedyIds(model, prompt, prompt.length + 10);
    const { text } = await run({ maxOutputTokens: 10 }, { messages: [{ role: "user", content }] });
    expect(text).toBe(model.tokenizer.decode(ids.slice(prompt.length)));
  });

  it("counts the tokens of each piece, so that their sum is the tokens of the answer", async () => {
    await store();
    const { events, end } = await run({ maxOutputTokens: 50 });
    const tokens = events.reduce(
      (sum, event) => sum + (event.type === "text-delta" ? (event.tokens ?? 0) : 0),
      0,
    );
    expect(end).toMatchObject({ usage: { outputTokens: 50 } });
    expect(tokens).toBe(50);
  });

  it("is repeatable with a seed and differs without one", async () => {
    await store();
    const sampled = { maxOutputTokens: 30, temperature: 1.5, topP: 0.95 };
    const first = await run({ ...sampled, seed: 11 });
    expect((await run({ ...sampled, seed: 11 })).text).toBe(first.text);
    expect((await run({ ...sampled, seed: 12 })).text).not.toBe(first.text);
    expect((await run(sampled)).text).not.toBe((await run(sampled)).text);
  });

  it("is greedy unless the request or the model's makers want it sampled", async () => {
    await store();
    const greedy = await run({ maxOutputTokens: 20 });
    expect((await run({ maxOutputTokens: 20, temperature: 0, topP: 0.5, seed: 1 })).text).toBe(greedy.text);
    await handler.unload();
    await store({}, { "generation_config.json": { do_sample: true, temperature: 2, eos_token_id: 1 } });
    expect((await run({ maxOutputTokens: 20, seed: 1 })).text).not.toBe(greedy.text);
    expect((await run({ maxOutputTokens: 20, temperature: 0 })).text).toBe(greedy.text);
  });

  it("says how probable its tokens were to the model, the less the more freely they are drawn", async () => {
    await store();
    const sure = async (params: Partial<InferenceRequest["params"]>) => {
      const { end } = await run({ maxOutputTokens: 40, ...params });
      return end?.type === "end" ? Number(end.reported?.meanTokenProbability) : Number.NaN;
    };
    const greedy = await sure({ temperature: 0 });
    expect(greedy).toBeGreaterThan(await sure({ temperature: 3, seed: 1 }));
    expect(greedy).toBeLessThanOrEqual(1);
    expect(await sure({ temperature: 3, seed: 1 })).toBeGreaterThan(0);
  });

  it("ends at any end token of the model, which is not shown", async () => {
    await store();
    const free = await run({ maxOutputTokens: 20 });
    const model = await loadForTest(MODEL, caches);
    // The sixth token of the free answer becomes an end token.
    const ids = await greedyIds(
      model,
      model.tokenizer.encode("<|im_start|>user\nHello there<|im_end|>\n<|im_start|>assistant\n", false),
      200,
    );
    const start = model.tokenizer.encode(
      "<|im_start|>user\nHello there<|im_end|>\n<|im_start|>assistant\n",
      false,
    );
    const answer = ids.slice(start.length);
    const end = answer[5] ?? -1;
    const at = answer.indexOf(end);
    for (const eos of [end, [2, end]]) {
      await handler.unload();
      await store({}, { "generation_config.json": { eos_token_id: eos } });
      const ended = await run({ maxOutputTokens: 20 });
      expect(ended.end).toMatchObject({ finishReason: "stop", usage: { outputTokens: at } });
      expect(ended.text).toBe(model.tokenizer.decode(answer.slice(0, at)));
      expect(free.text.startsWith(ended.text.replace(/\uFFFD+$/, ""))).toBe(true);
    }
  });

  it("ends before a stop string that spans tokens, and shows no piece of it", async () => {
    await store();
    const { text } = await run({ maxOutputTokens: 40 });
    const stop = text.slice(5, 9);
    const stopped = await run({ maxOutputTokens: 40, stop: ["not in it", stop] });
    expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
    expect(stopped.end).toMatchObject({ finishReason: "stop" });
    for (const event of stopped.events) {
      if (event.type === "text-delta") expect(event.text).not.toBe("");
    }
  });

  it("ends with `length` where the context is full", async () => {
    await store({ contextWindow: 64 });
    const { end } = await run();
    expect(end).toMatchObject({ type: "end", finishReason: "length" });
    const { usage } = end as Extract<InferenceEvent, { type: "end" }>;
    expect((usage.inputTokens ?? 0) + (usage.outputTokens ?? 0)).toBe(64);
  });

  it("keeps to a smaller context window of the record", async () => {
    await store();
    const small = { ...MODEL, contextWindow: 60 };
    const { events } = await collect(handler.run(exampleRequest("Hello"), small, NEVER));
    const { usage } = events.at(-1) as Extract<InferenceEvent, { type: "end" }>;
    expect((usage.inputTokens ?? 0) + (usage.outputTokens ?? 0)).toBe(60);
  });

  it("gives nothing but an end for no tokens at all", async () => {
    await store();
    const { text, end } = await run({ maxOutputTokens: 0 });
    expect(text).toBe("");
    expect(end).toMatchObject({ finishReason: "length", usage: { outputTokens: 0 } });
  });

  it("gives what a template opened as thinking apart from the answer", async () => {
    const config = tinyTokenizerConfig();
    await store(
      {},
      {
        "tokenizer_config.json": { ...config, chat_template: `${config.chat_template}<think>\n` },
      },
    );
    const { text, reasoning, end } = await run({ maxOutputTokens: 25 });
    expect(text).toBe("");
    expect(reasoning).not.toBe("");
    expect(end).toMatchObject({ usage: { outputTokens: 25 } });
  });

  it("continues the text of a base model, which has no template", async () => {
    await store({}, { "tokenizer_config.json": { eos_token: "<|im_end|>" } });
    const model = await loadForTest(MODEL, caches);
    expect(model.template).toBeNull();
    const prompt = model.tokenizer.encode("Hello there", true);
    const ids = await greedyIds(model, prompt, prompt.length + 20);
    const { text, end } = await run({ maxOutputTokens: 20 });
    expect(text).toBe(model.tokenizer.decode(ids).slice("Hello there".length));
    expect(end).toMatchObject({ usage: { inputTokens: prompt.length } });
  });

  it("uses a template from a file of its own", async () => {
    await store({}, { "tokenizer_config.json": {}, "chat_template.jinja": "{{ messages[0].content }}!" });
    expect((await run({ maxOutputTokens: 1 })).end).toMatchObject({
      usage: {
        inputTokens: (await loadForTest(MODEL, caches)).tokenizer.encode("Hello there!", false).length,
      },
    });
  });

  it("does without the files that a model may lack", async () => {
    await store({}, { "tokenizer_config.json": null, "generation_config.json": null });
    expect((await run({ maxOutputTokens: 5 })).end).toMatchObject({ usage: { outputTokens: 5 } });
  });
});

describe("an answer with a schema", () => {
  const schemas = TASK_IDS.flatMap((id) => {
    const format = taskDefinition(id).params({ text: "Hello.", options: {} }).responseFormat;
    return format === undefined ? [] : [[id, format] as const];
  });

  it.each(schemas)(
    "%s: is JSON that fits, however random the weights, and wherever it is cut",
    async (_, format) => {
      for (const seed of [1, 2]) {
        await handler.unload();
        await store({ seed, contextWindow: 512 });
        for (const maxOutputTokens of [0, 7, 120]) {
          const params = { maxOutputTokens, responseFormat: format, temperature: 1.5, seed, stop: ['"'] };
          const { text, events, end } = await run(params);
          expect(fits(JSON.parse(text), format.schema), text).toBe(true);
          expect(end).toMatchObject({ type: "end" });
          const { finishReason, usage } = end as Extract<InferenceEvent, { type: "end" }>;
          // What a limit cut is closed, and still called cut.
          expect(usage.outputTokens).toBeLessThanOrEqual(maxOutputTokens);
          if (maxOutputTokens < 8) expect(finishReason).toBe("length");
          expect(events.every((event) => event.type !== "text-delta" || event.text !== "")).toBe(true);
        }
      }
    },
  );

  it("is closed where the limit cuts it, and called cut", async () => {
    await store();
    const [, format] = schemas[0] ?? [];
    if (format === undefined) throw new Error("a task has a schema");
    const { text, end } = await run({ maxOutputTokens: 4, responseFormat: format });
    expect(JSON.parse(text)).toEqual({ edits: [] });
    expect(end).toMatchObject({ finishReason: "length", usage: { outputTokens: 0 } });
  });

  it("is not taken for thinking where the template has opened it", async () => {
    const config = tinyTokenizerConfig();
    await store(
      {},
      { "tokenizer_config.json": { ...config, chat_template: `${config.chat_template}<think>\n` } },
    );
    const [, format] = schemas[0] ?? [];
    if (format === undefined) throw new Error("a task has a schema");
    const { text, reasoning } = await run({ maxOutputTokens: 30, responseFormat: format });
    expect(reasoning).toBe("");
    expect(fits(JSON.parse(text), format.schema)).toBe(true);
  });
});

describe("countTokens", () => {
  it("is what a run reads, and leaves room for the rest of the window", async () => {
    await store();
    const messages: Message[] = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hello <|im_end|> there" },
    ];
    const size = await handler.countTokens(messages, MODEL, NEVER);
    expect(size.contextWindow).toBe(256);
    const { end } = await run({ maxOutputTokens: 1 }, { messages });
    expect(end).toMatchObject({ usage: { inputTokens: size.tokens } });
    // Now with the weights in memory.
    expect(await handler.countTokens(messages, MODEL, NEVER)).toEqual(size);
  });

  it("reads neither the graph nor the weights", async () => {
    await store();
    const kept = await openModelStore(MODEL, caches);
    await kept.forget("onnx/model.onnx");
    const { tokens } = await handler.countTokens([{ role: "user", content: "Hello" }], MODEL, NEVER);
    expect(tokens).toBeGreaterThan(4);
    expect(requests).toEqual([]);
  });

  it("fails as a run does: nothing downloaded, nothing asked, a damaged tokenizer", async () => {
    const messages: Message[] = [{ role: "user", content: "Hello" }];
    await expect(handler.countTokens(messages, MODEL, NEVER)).rejects.toMatchObject({
      code: "model-not-downloaded",
    });
    await store();
    await expect(handler.countTokens([], MODEL, NEVER)).rejects.toMatchObject({ code: "input-empty" });
    await handler.unload();
    await store({}, { "tokenizer.json": "{}" });
    await expect(handler.countTokens(messages, MODEL, NEVER)).rejects.toMatchObject({
      code: "model-file-corrupt",
    });
  });
});

describe("a failure", () => {
  it("is `model-not-downloaded` without any request when the model is not here", async () => {
    expect(await failure()).toMatchObject({ code: "model-not-downloaded", engine: "onnx", model: MODEL.id });
    const { error } = await collect(
      handler.run(exampleRequest("x"), { ...MODEL, quantization: "q4" }, NEVER),
    );
    expect(error).toMatchObject({ code: "model-not-downloaded" });
    expect(requests).toEqual([]);
  });

  it("S3 is `model-not-downloaded` when a file of it is gone", async () => {
    await store();
    await (await openModelStore(MODEL, caches)).forget("tokenizer.json");
    expect(await failure()).toMatchObject({ code: "model-not-downloaded" });
    expect(requests).toEqual([]);
  });

  it("L11 is `context-overflow` when the prompt leaves no room, with the figures", async () => {
    await store({ contextWindow: 64 });
    const messages: Message[] = [{ role: "user", content: "a b c d e f g h ".repeat(8) }];
    const error = await failure({ messages });
    expect(error).toMatchObject({ code: "context-overflow" });
    expect((error as Error).message).toContain("64");
    expect((await run({ maxOutputTokens: 3 })).end).toMatchObject({ usage: { outputTokens: 3 } });
  });

  it("is `input-empty` without a message of the user to answer", async () => {
    await store();
    for (const messages of [
      [],
      [{ role: "user", content: " \n" }],
      [{ role: "assistant", content: "Hello" }],
    ] satisfies Message[][]) {
      expect(await failure({ messages })).toMatchObject({ code: "input-empty" });
    }
  });

  it("is `attachment-unsupported` for an image", async () => {
    await store();
    const image = {
      type: "image",
      name: "a.png",
      mimeType: "image/png",
      data: "",
      width: 1,
      height: 1,
      bytes: 1,
      detail: "auto",
    } as const;
    expect(await failure({ attachments: [image] })).toMatchObject({ code: "attachment-unsupported" });
  });

  it.each([
    ["config.json", "null"],
    ["config.json", '{"max_position_embeddings":"many"}'],
    ["tokenizer.json", "{}"],
    ["tokenizer_config.json", '{"chat_template":"{% if %}"}'],
    ["generation_config.json", '{"temperature":"hot"}'],
    ["onnx/model.onnx", null],
  ])("L7 is `model-file-corrupt` for a bad %s (%s), and the file is thrown away", async (path, content) => {
    // The graph of another kind of model is a whole file, but no decoder.
    if (content === null) {
      const { readFileSync } = await import("node:fs");
      const other = readFileSync(new URL("../../../../public/models/proofread/model.onnx", import.meta.url));
      const files = tinyDecoder();
      files.set(path, new Uint8Array(other));
      await storeModel(MODEL, files, caches);
    } else await store({}, { [path]: content });
    const error = await failure();
    expect(error).toMatchObject({ code: "model-file-corrupt" });
    expect((error as Error).message).toContain(path);
    expect(await (await openModelStore(MODEL, caches)).has(path)).toBe(false);
    expect(await lookUpStored(MODEL, caches)).toMatchObject({ isComplete: false });
  });

  it("L7 is `model-file-corrupt` for a stored file that lost its end", async () => {
    const files = await store();
    const whole = files.get("onnx/model.onnx") ?? new Uint8Array();
    const kept = await openModelStore(MODEL, caches);
    await kept.write("onnx/model.onnx", whole.slice(0, 100));
    expect(await failure()).toMatchObject({ code: "model-file-corrupt" });
    expect(await kept.has("onnx/model.onnx")).toBe(false);
  });

  it("is `model-file-corrupt` when the template refuses the conversation", async () => {
    await store({}, { "tokenizer_config.json": { chat_template: "{{ raise_exception('never') }}" } });
    expect(await failure()).toMatchObject({ code: "model-file-corrupt" });
  });
});

describe("an abort", () => {
  it.each([1, 5, 20])(
    "is heard after %i pieces of text, at once, and the model can be used again",
    async (pieces) => {
      await store();
      const controller = new AbortController();
      let seen = 0;
      let error: unknown;
      try {
        for await (const event of handler.run(exampleRequest("Hello"), MODEL, controller.signal)) {
          if (event.type !== "text-delta") continue;
          seen += 1;
          // By a message, as in a worker: a loop that lets no task pass would not hear it.
          if (seen === pieces) setTimeout(() => controller.abort(), 0);
        }
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ code: "cancelled" });
      expect(seen).toBeLessThan(pieces + 20);
      expect((await run({ maxOutputTokens: 3 })).end).toMatchObject({ usage: { outputTokens: 3 } });
    },
  );

  it("L10 is heard while a long prompt is read", async () => {
    await store({ contextWindow: 4096 });
    const messages: Message[] = [{ role: "user", content: "the thin inn ".repeat(300) }];
    const controller = new AbortController();
    let events = 0;
    const running = (async () => {
      for await (const event of handler.run(exampleRequest("", { messages }), MODEL, controller.signal)) {
        if (event.type === "load-end") setTimeout(() => controller.abort(), 0);
        if (event.type === "text-delta") events += 1;
      }
    })();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    expect(events).toBe(0);
  });
});

describe("prepare", () => {
  it("loads what is here, and a run then loads nothing", async () => {
    await store();
    const { events, error } = await collect(handler.prepare(MODEL, NEVER));
    expect(error).toBeUndefined();
    expect(events.at(-1)).toEqual({ type: "load-end", executionProvider: "wasm" });
    expect(events.slice(0, -1).every(({ type }) => type === "load-progress")).toBe(true);
    const answer = await run({ maxOutputTokens: 4 });
    expect(answer.events[0]).toEqual({ type: "load-end", executionProvider: "wasm" });
    expect(requests).toEqual([]);
  });

  it("does not download", async () => {
    expect((await collect(handler.prepare(MODEL, NEVER))).error).toMatchObject({
      code: "model-not-downloaded",
    });
    expect(requests).toEqual([]);
  });
});
