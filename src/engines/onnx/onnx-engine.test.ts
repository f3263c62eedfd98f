import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { status } from "../../../e2e/fixtures/model-host/faults";
import { startModelHost } from "../../../e2e/fixtures/model-host/model-host";
import { InferenceError } from "../../core/errors";
import type { ComputeProvider } from "../../core/provider-choice";
import type { InferenceRequest } from "../../core/request";
import { openProviderTrials, type ProviderTrials } from "../../platform/storage/provider-trials";
import type { WebGpuAvailable, WebGpuProbe } from "../../platform/webgpu";
import { createDownloadHandler } from "../shared/downloads/download-handler";
import { collect } from "../shared/test-support/collect";
import { describeEngineContract } from "../shared/test-support/describe-engine-contract";
import { type InProcessWorker, startInProcessWorker } from "../shared/test-support/in-process-worker";
import { createMemoryCaches } from "../shared/test-support/memory-caches";
import { hostWorker } from "../shared/worker-host";
import { languageModelAvailability } from "./language-models/availability";
import { createLanguageModelHandler } from "./language-models/language-model-handler";
import { storedFiles } from "./language-models/model-store";
import { obtainModel } from "./language-models/obtain-model";
import { exampleModel } from "./language-models/test-support/example";
import { openNodeSession as openDecoder } from "./language-models/test-support/node-open-session";
import { storeModel } from "./language-models/test-support/store-model";
import { tinyDecoder } from "./language-models/test-support/tiny-decoder";
import { ONNX_SPECIALISTS } from "./models";
import { createOnnxEngine } from "./onnx-engine";
import type { OnnxWorkerOptions } from "./onnx-handler";
import { trialKey } from "./provider/choose-provider";
import type { OpenSession } from "./runtime/open-session";
import { SPECIALISTS } from "./specialists";
import { createSpecialistHandler } from "./specialists/specialist-handler";
import { openNodeSession } from "./specialists/test-support/node-forward-pass";

const proofreader = modelOf("proofread");
const REAL_GPU: WebGpuAvailable = {
  available: true,
  features: [],
  limits: {} as never,
  adapterInfo: { vendor: "test", architecture: "", isFallback: false },
};
const NO_GPU: WebGpuProbe = { available: false, code: "no-adapter", reason: "no adapter" };

/** What each started worker was told to compute on. */
let providers: ComputeProvider[] = [];
let workers: InProcessWorker[] = [];
/** How sessions open on WebGPU; Node has none. */
let openOnGpu: OpenSession = openNodeSession;

afterEach(() => {
  providers = [];
  workers = [];
  openOnGpu = openNodeSession;
  vi.restoreAllMocks();
});

/** Trials that only this test keeps. */
function memoryTrials(): ProviderTrials {
  const kept = new Map<string, string>();
  return openProviderTrials({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
}

/** Trials in which the proofreader was quicker on that adapter. */
function quickOn(gpu: WebGpuAvailable): ProviderTrials {
  const trials = memoryTrials();
  trials.set(proofreader.id, { key: trialKey(proofreader, gpu) ?? "", wasmMs: 5, webgpuMs: 1 });
  return trials;
}

function createEngine(gpu: WebGpuProbe, { online = true, trials = memoryTrials() } = {}) {
  return createOnnxEngine({
    probe: async () => gpu,
    trials,
    nowMs: () => performance.now(),
    caches: createMemoryCaches(),
    locks: undefined,
    createDownloadWorker: () => {
      throw new Error("specialists are not downloaded");
    },
    isOnline: () => online,
    createWorker() {
      const worker = startInProcessWorker((scope) =>
        hostWorker<OnnxWorkerOptions>(scope, ({ provider }) => {
          providers.push(provider);
          return createSpecialistHandler({
            specialists: SPECIALISTS,
            readFile: async (folder, name) =>
              new Uint8Array(await readFile(`public/models/${folder}/${name}`)),
            openSession: provider === "webgpu" ? (...file) => openOnGpu(...file) : openNodeSession,
          });
        }),
      );
      workers.push(worker);
      return worker;
    },
  });
}

function modelOf(folder: string) {
  const model = ONNX_SPECIALISTS.find(({ id }) => id === `embedded/${folder}`);
  if (model === undefined) throw new Error(`no model ${folder}`);
  return model;
}

function requestOf(text: string, change: Partial<InferenceRequest> = {}): InferenceRequest {
  return {
    id: "run-1",
    task: "proofread",
    text,
    options: {},
    messages: [{ role: "user", content: text }],
    attachments: [],
    params: {},
    sensitivity: "normal",
    output: "edits",
    ...change,
  };
}

const live = () => ({ signal: new AbortController().signal });

describeEngineContract("onnx, specialists", () => ({
  createEngine: () => createEngine(NO_GPU),
  model: proofreader,
  request: requestOf("He go to school. ".repeat(200)),
  failing: {
    model: { ...proofreader, id: "embedded/none", source: { type: "embedded", folder: "none" } },
    request: requestOf("x"),
    code: "model-missing",
  },
  overlap: "serialised",
}));

describe("createOnnxEngine", () => {
  it("proofreads, and says that WASM computed where there is no adapter", async () => {
    const { events, error } = await collect(
      createEngine(NO_GPU).run(requestOf("I recieve it."), proofreader, live()),
    );
    expect(error).toBeUndefined();
    expect(events).toContainEqual({
      type: "load-end",
      executionProvider: "wasm",
      reason: { type: "no-gpu" },
    });
    expect(events.find(({ type }) => type === "output")).toMatchObject({
      output: { kind: "edits", edits: [{ start: 2, end: 9, replacement: "receive" }] },
    });
  });

  it("computes on WebGPU only where that was quicker here, each specialist for itself", async () => {
    await collect(createEngine(REAL_GPU).prepare(proofreader, live()));
    expect(providers).toEqual(["wasm"]);
    const engine = createEngine(REAL_GPU, { trials: quickOn(REAL_GPU) });
    const { events } = await collect(engine.prepare(proofreader, live()));
    expect(events.at(-1)).toMatchObject({ reason: { type: "measured", wasmMs: 5, webgpuMs: 1 } });
    await collect(engine.prepare(modelOf("names"), live()));
    expect(providers).toEqual(["wasm", "webgpu", "wasm"]);
    expect(await engine.availability(proofreader)).toMatchObject({ provider: { provider: "webgpu" } });
  });

  it("times what has a graph on both, keeps what it found, and times nothing twice unless asked", async () => {
    const trials = memoryTrials();
    const engine = createEngine(REAL_GPU, { trials });
    const models = [proofreader, modelOf("tone")];
    await engine.compareProviders?.(models, { ...live(), again: false });
    expect(Object.keys(trials.all())).toEqual([proofreader.id]);
    expect(trials.all()[proofreader.id]).toMatchObject({ key: trialKey(proofreader, REAL_GPU) });
    expect(providers).toEqual(["wasm", "webgpu"]);
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    await engine.compareProviders?.(models, { ...live(), again: false });
    expect(providers).toHaveLength(2);
    await engine.compareProviders?.(models, { ...live(), again: true });
    expect(providers).toHaveLength(4);
  });

  it("times a software adapter only when asked, and keeps that a model failed there", async () => {
    openOnGpu = async () => {
      throw new InferenceError("model-load-failed", "no");
    };
    const software = { ...REAL_GPU, adapterInfo: { ...REAL_GPU.adapterInfo, isFallback: true } };
    const engine = createEngine(software);
    await engine.compareProviders?.([proofreader], { ...live(), again: false });
    expect(providers).toEqual([]);
    await engine.compareProviders?.([proofreader], { ...live(), again: true });
    expect(await engine.availability(proofreader)).toMatchObject({
      provider: { provider: "wasm", reason: { type: "gpu-failed" } },
    });
  });

  it("ends its two workers when a comparison is stopped", async () => {
    const trials = memoryTrials();
    const stop = new AbortController();
    const comparing = createEngine(REAL_GPU, { trials }).compareProviders?.([proofreader], {
      signal: stop.signal,
      again: false,
    });
    stop.abort();
    await expect(comparing).rejects.toMatchObject({ code: "cancelled" });
    expect(trials.all()).toEqual({});
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it("L1 starts a new worker on WASM when the model does not load on WebGPU, and remembers it", async () => {
    openOnGpu = async () => {
      throw new InferenceError("model-load-failed", "Failed to get GPU adapter");
    };
    const engine = createEngine(REAL_GPU, { trials: quickOn(REAL_GPU) });
    const first = await collect(engine.run(requestOf("I recieve it."), proofreader, live()));
    expect(first.error).toBeUndefined();
    expect(first.events.filter(({ type }) => type === "load-end")).toEqual([
      { type: "load-end", executionProvider: "wasm", reason: { type: "gpu-failed" } },
    ]);
    expect(providers).toEqual(["webgpu", "wasm"]);
    expect(workers[0]?.isTerminated).toBe(true);
    await collect(engine.run(requestOf("I recieve it."), proofreader, live()));
    expect(providers).toEqual(["webgpu", "wasm"]);
  });

  it("does not try WASM when the failure is not the provider's", async () => {
    openOnGpu = async () => {
      throw new InferenceError("out-of-memory", "no");
    };
    const { error } = await collect(
      createEngine(REAL_GPU, { trials: quickOn(REAL_GPU) }).prepare(proofreader, live()),
    );
    expect(error).toMatchObject({ code: "out-of-memory" });
    expect(providers).toEqual(["webgpu"]);
  });

  it("L5 replaces a crashed worker: that run fails, the next one works", async () => {
    const engine = createEngine(NO_GPU);
    const crashed = await collect(
      (async function* () {
        for await (const event of engine.run(requestOf("I recieve it."), proofreader, live())) {
          yield event;
          if (event.type === "load-progress") workers[0]?.crash("out of luck");
        }
      })(),
    );
    expect(crashed.error).toMatchObject({ code: "worker-crashed", retryable: true });
    const next = await collect(engine.run(requestOf("I recieve it."), proofreader, live()));
    expect(next.error).toBeUndefined();
    expect(workers).toHaveLength(2);
  });

  it("starts no worker to download a language model that is all here", async () => {
    const caches = createMemoryCaches();
    const model = exampleModel("http://127.0.0.1:9/tiny");
    await storeModel(model, tinyDecoder(), caches);
    const engine = createOnnxEngine({
      probe: async () => NO_GPU,
      trials: memoryTrials(),
      nowMs: () => performance.now(),
      caches,
      locks: undefined,
      isOnline: () => false,
      createDownloadWorker: () => {
        throw new Error("nothing is missing");
      },
      createWorker: () =>
        startInProcessWorker((scope) =>
          hostWorker(scope, () => createLanguageModelHandler({ openSession: openDecoder, caches })),
        ),
    });
    const { events, error } = await collect(engine.prepare(model, live()));
    expect(error).toBeUndefined();
    expect(events.at(-1)).toEqual({ type: "load-end", executionProvider: "wasm" });
    await engine.unload();
  });

  it("starts the runtime of a language model while its files come, and frees it when they do not", async () => {
    const host = await startModelHost(tinyDecoder());
    const model = exampleModel(host.url);
    const caches = createMemoryCaches();
    const starts: (boolean | undefined)[] = [];
    let runtime: InProcessWorker | undefined;
    const engine = createOnnxEngine({
      probe: async () => NO_GPU,
      trials: memoryTrials(),
      nowMs: () => performance.now(),
      caches,
      locks: undefined,
      isOnline: () => true,
      createDownloadWorker: () =>
        startInProcessWorker((scope) =>
          hostWorker(scope, () =>
            createDownloadHandler(
              { obtainModel, storedFiles },
              { fetch, caches, locks: undefined, limits: { retryDelaysMs: [] } },
            ),
          ),
        ),
      createWorker() {
        runtime = startInProcessWorker((scope) =>
          hostWorker<OnnxWorkerOptions>(scope, ({ startsRuntime }) => {
            starts.push(startsRuntime);
            return createLanguageModelHandler({ openSession: openDecoder, caches });
          }),
        );
        return runtime;
      },
    });
    try {
      host.faults.set("config.json", status(404));
      expect((await collect(engine.prepare(model, live()))).error).toMatchObject({
        code: "model-file-missing",
      });
      await vi.waitUntil(() => runtime?.isTerminated);
      host.faults.clear();
      const { events, error } = await collect(engine.prepare(model, live()));
      expect(error).toBeUndefined();
      expect(events.at(-1)).toEqual({ type: "load-end", executionProvider: "wasm" });
      expect(starts).toEqual([true, true]);
      await engine.unload();
    } finally {
      await host.close();
    }
  });

  it("still tells what is kept of a language model that cannot run here, so that it can be deleted", async () => {
    const caches = createMemoryCaches();
    const model = exampleModel("http://127.0.0.1:9/tiny", { quantization: "q4" });
    await storeModel(model, new Map([["config.json", new Uint8Array(7)]]), caches);
    expect(await languageModelAvailability(model, { probe: async () => NO_GPU, caches })).toMatchObject({
      state: "unavailable",
      storedBytes: 7,
    });
  });

  it("says why a model that was never fetched cannot run offline", async () => {
    const engine = createEngine(NO_GPU, { online: false });
    expect(await engine.availability(proofreader)).toMatchObject({
      state: "unavailable",
      reason: expect.stringContaining("no network"),
    });
    expect(await createEngine(NO_GPU).availability(proofreader)).toEqual({
      state: "ready",
      provider: { provider: "wasm", reason: { type: "no-gpu" } },
    });
  });
});
