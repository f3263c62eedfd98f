import { afterEach, describe, expect, it } from "vitest";
import type { InferenceEvent } from "../../core/event";
import { collect } from "../shared/test-support/collect";
import { lookUpStored } from "./model-files";
import { exampleRequest } from "./test-support/example";
import { named } from "./test-support/fake-mlc-engine";
import { type Stand, type StandOptions, startStand } from "./test-support/stand";

let stand: Stand | null = null;
afterEach(async () => {
  await stand?.host.close();
  stand = null;
});

/** A stand on which the model is downloaded already. */
async function readyStand(options: StandOptions = {}): Promise<Stand> {
  stand = await startStand(options);
  await stand.download();
  return stand;
}

const live = () => new AbortController().signal;
const textOf = (events: readonly InferenceEvent[]) =>
  events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
const isWordless = ({ type }: InferenceEvent) => type === "load-progress" || type === "load-end";

/** The next events until one satisfies `until`. */
async function readUntil(
  stream: AsyncIterator<InferenceEvent>,
  until: (event: InferenceEvent) => boolean,
): Promise<InferenceEvent[]> {
  const events: InferenceEvent[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done === true) throw new Error("the stream ended too early");
    events.push(value);
    if (until(value)) return events;
  }
}

async function settlesWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), limitMs));
  return Promise.race([promise.then(() => true), late]);
}

describe("prepare", () => {
  it("loads from the caches alone, and says on what it runs", async () => {
    const { createHandler, library, model, host } = await readyStand();
    const { events, error } = await collect(createHandler().prepare(model, live()));
    expect(error).toBeUndefined();
    const phases = events.map((event) => (event.type === "load-progress" ? event.phase : event.type));
    expect([...new Set(phases)]).toEqual([
      "Loading into memory",
      "Preparing the graphics processor",
      "load-end",
    ]);
    expect(events.at(-1)).toEqual({ type: "load-end", executionProvider: "webgpu" });
    expect(library.log.reloads).toEqual([model.id]);
    expect(host.requests()).toEqual([]);
  });

  it("does not download", async () => {
    stand = await startStand();
    const { error } = await collect(stand.createHandler().prepare(stand.model, live()));
    expect(error).toMatchObject({ code: "model-not-downloaded" });
    expect(stand.host.requests()).toEqual([]);
  });

  it("L9 stops waiting for another owner when it is aborted", async () => {
    const { createHandler, model } = await readyStand({ reloadHangs: true });
    const first = createHandler().prepare(model, live());
    await readUntil(first, (event) => event.type === "load-progress");
    const controller = new AbortController();
    const second = collect(createHandler().prepare(model, controller.signal));
    setTimeout(() => controller.abort(), 10);
    expect((await second).error).toMatchObject({ code: "cancelled" });
  });
});

describe("a load", () => {
  it("tells the library where the model lies and what it needs, and nothing of its own catalogue", async () => {
    const { library, model, host, createHandler } = await readyStand();
    await collect(createHandler().run(exampleRequest(), model, live()));
    expect(library.log.configs).toHaveLength(1);
    expect(library.log.configs[0]?.appConfig).toEqual({
      cacheBackend: "cache",
      model_list: [
        {
          model: `${host.url}/resolve/main/`,
          model_id: model.id,
          model_lib: `${host.origin}/lib.wasm`,
          required_features: [],
          overrides: { context_window_size: 4096 },
        },
      ],
    });
  });

  it("happens once for runs of the same model, and frees the model before another is loaded", async () => {
    const { library, model, createHandler } = await readyStand();
    const handler = createHandler();
    await collect(handler.run(exampleRequest(), model, live()));
    const { events } = await collect(handler.run(exampleRequest(), model, live()));
    expect(events[0]).toEqual({ type: "load-end", executionProvider: "webgpu" });
    expect(library.log).toMatchObject({ reloads: [model.id], unloads: 0 });
    const same = { ...model, id: "web-llm/same-files" };
    await collect(handler.run(exampleRequest(), same, live()));
    expect(library.log).toMatchObject({ reloads: [model.id, same.id], unloads: 1 });
    await handler.unload();
    await handler.unload();
    expect(library.log.unloads).toBe(2);
  });

  it("fails when the library says it has loaded and has not, as after a device loss", async () => {
    const { model, createHandler } = await readyStand({ reloadLoadsNothing: true });
    const { events, error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toMatchObject({ code: "device-lost", retryable: true });
    expect(events.every(({ type }) => type === "load-progress")).toBe(true);
  });

  it("gives up on a library that says nothing any more, as after a crash of the GPU process", async () => {
    const { model, createHandler } = await readyStand({ reloadHangs: true, limits: { loadSilenceMs: 50 } });
    const { error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toMatchObject({ code: "worker-timeout" });
  });

  it("deletes a model library that does not fit, says so, and keeps the weights", async () => {
    const misfit = named("LinkError", 'WebAssembly.instantiate(): Import #3 "env" "TVMFFIx"');
    const { model, caches, host, createHandler } = await readyStand({ failReload: misfit });
    const { error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toMatchObject({
      code: "model-load-failed",
      retryable: false,
      detail: expect.stringMatching(/lib\.wasm was made for another version.*TVMFFIx/),
    });
    expect(await lookUpStored(model, caches)).toMatchObject({ isComplete: false, storedBytes: 2_501_207 });
    const again = createHandler();
    expect((await collect(again.run(exampleRequest(), model, live()))).error).toMatchObject({
      code: "model-not-downloaded",
    });
    expect(host.requests()).toEqual([]);
    const engine = stand?.createEngine();
    await collect(engine?.download?.(model, { signal: live() }) ?? []);
    expect(host.requests()).toEqual(["list", "/lib.wasm"]);
  });

  it("keeps all files after a failure that is not theirs", async () => {
    const { model, caches, createHandler } = await readyStand({
      failReload: named("GPUOutOfMemoryError", "Not enough memory left."),
    });
    const { error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toMatchObject({ code: "out-of-memory" });
    expect((await lookUpStored(model, caches)).isComplete).toBe(true);
  });

  it("answers an abort once the library has loaded and given its memory back", async () => {
    const { library, model, createHandler } = await readyStand({ reloadMs: 80 });
    const controller = new AbortController();
    const stream = createHandler().run(exampleRequest(), model, controller.signal);
    await readUntil(stream, () => true);
    const next = stream.next();
    controller.abort();
    await expect(next).rejects.toMatchObject({ code: "cancelled" });
    expect(library.log.unloads).toBe(1);
  });

  it("does not answer an abort when the load then fails or hangs, so that the client ends the worker", async () => {
    for (const behaviour of [{ failReload: new Error("x"), reloadMs: 20 }, { reloadHangs: true }]) {
      const { model, createHandler, host } = await readyStand(behaviour);
      const controller = new AbortController();
      const stream = createHandler().run(exampleRequest(), model, controller.signal);
      await readUntil(stream, () => true);
      const next = collect({ [Symbol.asyncIterator]: () => stream });
      controller.abort();
      expect(await settlesWithin(next, 150)).toBe(false);
      await host.close();
    }
  });
});

describe("run", () => {
  it("streams the answer and the library's own figures, and makes no request", async () => {
    const { model, host, library, createHandler } = await readyStand();
    const { events, error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toBeUndefined();
    expect(textOf(events)).toBe("Hello there");
    expect(events.at(-1)).toEqual({
      type: "end",
      finishReason: "stop",
      usage: { inputTokens: 12, outputTokens: 3 },
      reported: {
        newPromptTokens: 12,
        e2eMs: 500,
        prefillMs: 120,
        tpotMs: 50,
        prefillTokensPerSecond: 100,
        decodeTokensPerSecond: 20,
      },
    });
    expect(library.log.requests).toHaveLength(1);
    expect(host.requests()).toEqual([]);
  });

  it("leaves the count of input tokens out in a longer conversation, of which the library reads the end only", async () => {
    const { model, createHandler } = await readyStand();
    const request = exampleRequest({
      messages: [
        { role: "user", content: "a" },
        { role: "assistant", content: "b" },
        { role: "user", content: "c" },
      ],
    });
    const { events } = await collect(createHandler().run(request, model, live()));
    expect(events.at(-1)).toMatchObject({ usage: { outputTokens: 3 } });
    expect(events.at(-1)).not.toHaveProperty("usage.inputTokens");
  });

  it("refuses a model that is not downloaded, without a request and without the library", async () => {
    stand = await startStand();
    const { events, error } = await collect(stand.createHandler().run(exampleRequest(), stand.model, live()));
    expect(error).toMatchObject({ code: "model-not-downloaded", model: stand.model.id });
    expect(events).toEqual([]);
    expect(stand.host.requests()).toEqual([]);
    expect(stand.library.log.configs).toEqual([]);
  });

  it("says `length` when the window or the limit was reached", async () => {
    const { model, createHandler } = await readyStand({ finishReason: "length" });
    const { events } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(events.at(-1)).toMatchObject({ type: "end", finishReason: "length" });
  });

  it("gives the thinking of a model that thinks as such", async () => {
    const { model, createHandler } = await readyStand({
      words: ["<thi", "nk>Hm.", "</think>", "\n\nYes", "."],
    });
    const { events } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(events).toContainEqual({ type: "reasoning-delta", text: "Hm." });
    expect(textOf(events)).toBe("Yes.");
  });

  it("L11 says `context-overflow` and cuts nothing when the prompt is too long, and can be used again", async () => {
    const tooLong = named("ContextWindowSizeExceededError", "Prompt tokens exceed context window size");
    const { library, model, createHandler } = await readyStand({ failPrefill: tooLong });
    const handler = createHandler();
    const { events, error } = await collect(handler.run(exampleRequest(), model, live()));
    expect(error).toMatchObject({ code: "context-overflow" });
    expect(events.every(isWordless)).toBe(true);
    delete library.behaviour.failPrefill;
    expect((await collect(handler.run(exampleRequest(), model, live()))).error).toBeUndefined();
    expect(library.log.reloads).toHaveLength(1);
  });

  it("L3 keeps the text that came before the device was lost", async () => {
    const { model, createHandler } = await readyStand({ failRun: named("DeviceLostError", "lost") });
    const { events, error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toMatchObject({ code: "device-lost", retryable: true });
    expect(textOf(events)).toBe("Hello");
  });

  it("takes a stream that stops without a reason for an error", async () => {
    const { model, createHandler } = await readyStand({ truncates: true });
    const { events, error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toMatchObject({ code: "stream-truncated" });
    expect(textOf(events)).toBe("Hello there");
  });

  it("gives up on a library that stops in the middle of an answer", async () => {
    const { model, createHandler } = await readyStand({ runHangs: true, limits: { nextChunkMs: 50 } });
    const { events, error } = await collect(createHandler().run(exampleRequest(), model, live()));
    expect(error).toMatchObject({ code: "worker-timeout" });
    expect(textOf(events)).toBe("Hello");
  });

  it("interrupts the library at an abort, drains its stream, and can be used again", async () => {
    const words = Array.from({ length: 1000 }, () => "w ");
    const { library, model, createHandler } = await readyStand({ words, gapMs: 2 });
    const handler = createHandler();
    const controller = new AbortController();
    const stream = handler.run(exampleRequest(), model, controller.signal);
    await readUntil(stream, (event) => event.type === "text-delta");
    controller.abort();
    await expect(stream.next()).rejects.toMatchObject({ code: "cancelled" });
    expect(library.log).toMatchObject({ drained: 1, reloads: [model.id] });
    expect(library.log.interrupts).toBeGreaterThan(0);
    library.behaviour.words = ["Again"];
    expect(textOf((await collect(handler.run(exampleRequest(), model, live()))).events)).toBe("Again");
    expect(library.log.reloads).toHaveLength(1);
  });

  it("interrupts again when the abort came so early that the library forgets it, and still drains the stream", async () => {
    const controller = new AbortController();
    const { library, model, createHandler } = await readyStand({
      words: Array.from({ length: 1000 }, () => "w "),
      onRequest: () => controller.abort(),
    });
    const { events, error } = await collect(createHandler().run(exampleRequest(), model, controller.signal));
    expect(error).toMatchObject({ code: "cancelled" });
    expect(events.every(isWordless)).toBe(true);
    expect(library.log).toMatchObject({ drained: 1, interrupts: 2 });
  });

  it("L10 stops after the prefill when the abort came in it, without a word of the answer", async () => {
    const { library, model, createHandler } = await readyStand({ prefillMs: 60 });
    const controller = new AbortController();
    const stream = createHandler().run(exampleRequest(), model, controller.signal);
    await readUntil(stream, (event) => event.type === "load-end");
    setTimeout(() => controller.abort(), 20);
    const { events, error } = await collect({ [Symbol.asyncIterator]: () => stream });
    expect(error).toMatchObject({ code: "cancelled" });
    expect(events).toEqual([]);
    expect(library.log.drained).toBe(1);
  });
});
