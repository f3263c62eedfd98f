import { describe, expect, it } from "vitest";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import { exampleModel, exampleRequest } from "../../core/test-support/example-records";
import { nextTask } from "./next-task";
import { collect } from "./test-support/collect";
import { type InProcessWorker, startInProcessWorker } from "./test-support/in-process-worker";
import { createWorkerClient, type WorkerClient, type WorkerTimeouts } from "./worker-client";
import { hostWorker, type WorkerHandler } from "./worker-host";

const model = exampleModel("m");
const request = exampleRequest();
const loadEnd: InferenceEvent = { type: "load-end", executionProvider: "script" };
const end: InferenceEvent = { type: "end", finishReason: "stop", usage: {} };
const delta = (text: string): InferenceEvent => ({ type: "text-delta", text });
const live = () => ({ signal: new AbortController().signal });

type RunHandler = WorkerHandler["run"];

function makeClient(
  run: RunHandler,
  timeouts: Partial<WorkerTimeouts> = {},
): { client: WorkerClient; workers: InProcessWorker[]; unloads: () => number } {
  const workers: InProcessWorker[] = [];
  let unloads = 0;
  const handler: WorkerHandler = {
    run,
    async *prepare() {
      yield loadEnd;
    },
    async unload() {
      unloads += 1;
    },
  };
  const client = createWorkerClient<{ name: string }>({
    engine: "onnx",
    init: { name: "test" },
    createWorker: () => {
      const worker = startInProcessWorker((scope) =>
        hostWorker<{ name: string }>(scope, ({ name }) => {
          if (name !== "test") throw new Error("the options of init did not arrive");
          return handler;
        }),
      );
      workers.push(worker);
      return worker;
    },
    timeouts,
  });
  return { client, workers, unloads: () => unloads };
}

/** Listens to nothing but the abort. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await nextTask();
}

describe("the worker protocol", () => {
  it("brings every event over in order, many in one message, none lost", async () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `${index} `);
    const { client, workers } = makeClient(async function* () {
      yield loadEnd;
      for (const text of texts) yield delta(text);
      yield end;
    });
    const { events, error } = await collect(client.run(request, model, live()));
    expect(error).toBeUndefined();
    expect(events).toEqual([loadEnd, ...texts.map(delta), end]);
    expect(workers).toHaveLength(1);
  });

  it("sends an event before the next one is computed", async () => {
    let letGo: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { client } = makeClient(async function* () {
      yield loadEnd;
      await held;
      yield end;
    });
    const iterator = client.run(request, model, live());
    expect((await iterator.next()).value).toEqual(loadEnd);
    letGo();
    expect((await iterator.next()).value).toEqual(end);
    expect((await iterator.next()).done).toBe(true);
  });

  it("keeps code, detail and retryability of a failure, and the events before it, and replaces the worker", async () => {
    let runs = 0;
    const { client, workers } = makeClient(async function* () {
      runs += 1;
      yield loadEnd;
      yield delta("kept");
      if (runs === 1) throw new InferenceError("out-of-memory", "no room", { detail: "std::bad_alloc" });
      yield end;
    });
    const first = await collect(client.run(request, model, live()));
    expect(first.events).toEqual([loadEnd, delta("kept")]);
    expect(first.error).toBeInstanceOf(InferenceError);
    expect(first.error).toMatchObject({ code: "out-of-memory", retryable: false, detail: "std::bad_alloc" });
    const second = await collect(client.run(request, model, live()));
    expect(second.error).toBeUndefined();
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it("keeps the worker after a failure that is the caller's", async () => {
    let runs = 0;
    const { client, workers } = makeClient(async function* () {
      runs += 1;
      if (runs === 1) throw new InferenceError("context-overflow", "too long");
      yield loadEnd;
      yield end;
    });
    expect((await collect(client.run(request, model, live()))).error).toMatchObject({
      code: "context-overflow",
    });
    expect((await collect(client.run(request, model, live()))).error).toBeUndefined();
    expect(workers).toHaveLength(1);
  });

  it("L5 fails with `worker-crashed` when the worker dies in a run, and starts another for the next", async () => {
    let runs = 0;
    const { client, workers } = makeClient(async function* (_request, _model, signal) {
      runs += 1;
      yield loadEnd;
      yield delta("kept");
      if (runs === 1) await untilAborted(signal);
      yield end;
    });
    const iterator = client.run(request, model, live());
    await iterator.next();
    await iterator.next();
    workers[0]?.crash("wasm trap");
    await expect(iterator.next()).rejects.toMatchObject({ code: "worker-crashed", detail: "wasm trap" });
    const again = await collect(client.run(request, model, live()));
    expect(again.events.at(-1)).toEqual(end);
    expect(workers).toHaveLength(2);
  });

  it("L5 starts another worker when the first dies between two runs", async () => {
    const { client, workers } = makeClient(async function* () {
      yield loadEnd;
      yield end;
    });
    await collect(client.run(request, model, live()));
    workers[0]?.crash("gone");
    expect((await collect(client.run(request, model, live()))).error).toBeUndefined();
    expect(workers).toHaveLength(2);
  });

  it("L10 stops a handler that listens, and keeps its worker", async () => {
    let sawAbort = false;
    const { client, workers } = makeClient(async function* (_request, _model, signal) {
      yield loadEnd;
      await untilAborted(signal);
      sawAbort = true;
      yield delta("too late");
    });
    const controller = new AbortController();
    const iterator = client.run(request, model, { signal: controller.signal });
    await iterator.next();
    setTimeout(() => controller.abort(), 5);
    await expect(iterator.next()).rejects.toMatchObject({ code: "cancelled" });
    await client.unload();
    expect(sawAbort).toBe(true);
    expect(workers).toHaveLength(1);
  });

  it("L10 ends a worker that does not listen, answers Stop at once, and runs again", async () => {
    let runs = 0;
    const { client, workers } = makeClient(
      async function* () {
        runs += 1;
        yield loadEnd;
        if (runs === 1) await new Promise(() => {});
        yield end;
      },
      { abortMs: 60 },
    );
    const controller = new AbortController();
    const iterator = client.run(request, model, { signal: controller.signal });
    await iterator.next();
    const startedMs = performance.now();
    setTimeout(() => controller.abort(), 5);
    await expect(iterator.next()).rejects.toMatchObject({ code: "cancelled" });
    expect(performance.now() - startedMs).toBeLessThan(60);
    expect((await collect(client.run(request, model, live()))).error).toBeUndefined();
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it("aborts the worker's work when the loop is left", async () => {
    const signals: AbortSignal[] = [];
    const { client, workers } = makeClient(async function* (_request, _model, signal) {
      signals.push(signal);
      yield loadEnd;
      await untilAborted(signal);
    });
    for await (const event of client.run(request, model, live())) if (event.type === "load-end") break;
    await client.unload();
    expect(signals[0]?.aborted).toBe(true);
    expect(workers).toHaveLength(1);
  });

  it("fails with `worker-timeout` when a run falls silent, but not while events come", async () => {
    let runs = 0;
    const { client, workers } = makeClient(
      async function* () {
        runs += 1;
        yield loadEnd;
        for (let step = 0; step < 8; step += 1) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          yield delta("x");
        }
        if (runs === 1) await new Promise(() => {});
        yield end;
      },
      { silenceMs: 120 },
    );
    const first = await collect(client.run(request, model, live()));
    expect(first.events).toHaveLength(9);
    expect(first.error).toMatchObject({ code: "worker-timeout", retryable: true });
    expect((await collect(client.run(request, model, live()))).error).toBeUndefined();
    expect(workers).toHaveLength(2);
  });

  it("fails with `worker-timeout` when the worker's code never loads", async () => {
    const client = createWorkerClient({
      engine: "onnx",
      init: {},
      createWorker: () => startInProcessWorker(() => {}),
      timeouts: { initMs: 30 },
    });
    const { error } = await collect(client.run(request, model, live()));
    expect(error).toMatchObject({ code: "worker-timeout" });
  });

  it("runs one call at a time, and a waiting one can be cancelled without disturbing the others", async () => {
    const running: string[] = [];
    let most = 0;
    const { client } = makeClient(async function* ({ id }) {
      running.push(id);
      most = Math.max(most, running.length);
      yield loadEnd;
      for (let step = 0; step < 20; step += 1) await nextTask();
      yield end;
      running.pop();
    });
    const controller = new AbortController();
    const runs = ["a", "b", "c"].map((id) =>
      collect(client.run({ ...request, id }, model, id === "b" ? { signal: controller.signal } : live())),
    );
    controller.abort();
    const [first, second, third] = await Promise.all(runs);
    expect(first?.events).toHaveLength(2);
    expect(second?.error).toMatchObject({ code: "cancelled" });
    expect(second?.events).toHaveLength(0);
    expect(third?.events).toHaveLength(2);
    expect(most).toBe(1);
  });

  it("frees and ends the worker on `unload`, after the call in progress", async () => {
    const { client, workers, unloads } = makeClient(async function* () {
      yield loadEnd;
      for (let step = 0; step < 20; step += 1) await nextTask();
      yield end;
    });
    const run = collect(client.run(request, model, live()));
    await client.unload();
    expect((await run).events).toHaveLength(2);
    expect(unloads()).toBe(1);
    expect(workers[0]?.isTerminated).toBe(true);
    await client.unload();
    expect((await collect(client.run(request, model, live()))).error).toBeUndefined();
    expect(workers).toHaveLength(2);
  });
});
