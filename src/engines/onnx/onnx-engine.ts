import type { Engine } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { Availability, ModelRecord } from "../../core/model";
import type { ComputeProvider, ProviderChoice } from "../../core/provider-choice";
import type { InferenceRequest } from "../../core/request";
import { systemClock } from "../../platform/clock";
import { isLoopback, isOnline } from "../../platform/network";
import { openProviderTrials, type ProviderTrials } from "../../platform/storage/provider-trials";
import { probeWebGpu, type WebGpuProbe } from "../../platform/webgpu";
import { createEngineDownloads } from "../shared/downloads/engine-downloads";
import { isAllHere } from "../shared/downloads/stored-model";
import { type Locks, takeModelLock } from "../shared/model-lock";
import type { WorkerLike } from "../shared/protocol";
import { createWorkerClient, type WorkerClient } from "../shared/worker-client";
import { languageModelAvailability } from "./language-models/availability";
import { lookUpStored, removeStored } from "./language-models/model-store";
import { prefersWasm } from "./language-models/model-variant";
import type { OnnxWorkerOptions } from "./onnx-handler";
import { chooseProvider, trialKey } from "./provider/choose-provider";
import { isKept } from "./specialists/embedded-files";

/** What the engine stands on; tests pass workers of their own. */
export interface OnnxEngineScope {
  createWorker(): WorkerLike;
  createDownloadWorker(): WorkerLike;
  locks: Locks;
  probe(): Promise<WebGpuProbe>;
  trials: ProviderTrials;
  /** Monotonic, ms. */
  nowMs(): number;
  caches: CacheStorage | undefined;
  isOnline(): boolean;
}

/** Failures of one provider that another may not have. */
const TRY_OTHER_PROVIDER: ReadonlySet<string> = new Set([
  "webgpu-unavailable",
  "feature-missing",
  "model-load-failed",
  "device-lost",
]);

/** One worker and the provider it computes on. */
interface Room {
  kind: RoomKind;
  provider: ComputeProvider;
  client: WorkerClient;
  /** The one language model it holds; null for the room of the specialists. */
  modelId: string | null;
}

/** Which worker a model computes in. The language model that ships is small, and stays beside a large one. */
type RoomKind = ModelRecord["kind"] | "embedded-language-model";

function roomKindOf({ kind, source }: ModelRecord): RoomKind {
  return kind === "language-model" && source.type === "embedded" ? "embedded-language-model" : kind;
}

/**
 * onnxruntime in workers: one for all specialists on the same provider, one for the language model that ships, and one
 * for the downloaded one in use, replaced when another model is asked for, since its memory never shrinks. What ships
 * computes where it was measured to be quicker; downloaded models on WebGPU first. Where there is no adapter, or the
 * model fails to load on it, a new worker computes on WASM. `load-end` says which it was.
 */
export function createOnnxEngine(scope: OnnxEngineScope = browserScope()): Engine {
  const downloads = createEngineDownloads("onnx", scope.createDownloadWorker);
  /** Of each kind one; specialists may have one on each provider. */
  const rooms = new Map<string, Room>();
  /** Models that failed to load on WebGPU here. */
  const wasmOnly = new Set<string>();

  /** Where a model that ships computes; null for others, and for one that has no graph. */
  async function choiceFor(model: ModelRecord): Promise<ProviderChoice | null> {
    if (model.source.type !== "embedded") return null;
    return chooseProvider(model, {
      gpu: await scope.probe(),
      trial: scope.trials.all()[model.id],
      hasFailedOnGpu: wasmOnly.has(model.id),
    });
  }

  async function providerFor(model: ModelRecord): Promise<ComputeProvider> {
    if (model.source.type === "embedded") return (await choiceFor(model))?.provider ?? "wasm";
    if (wasmOnly.has(model.id)) return "wasm";
    return !prefersWasm(model) && (await scope.probe()).available ? "webgpu" : "wasm";
  }

  async function open(model: ModelRecord, provider: ComputeProvider, startsRuntime = false): Promise<Room> {
    const kind = roomKindOf(model);
    const name = kind === "specialist" ? `${kind} ${provider}` : kind;
    const known = rooms.get(name);
    const modelId = model.kind === "specialist" ? null : model.id;
    if (known?.provider === provider && known.modelId === modelId) return known;
    const room: Room = {
      kind,
      provider,
      modelId,
      client: createWorkerClient<OnnxWorkerOptions>({
        engine: "onnx",
        createWorker: scope.createWorker,
        init: { provider, startsRuntime },
      }),
    };
    rooms.set(name, room);
    // Its memory is free before the next model takes some.
    await known?.client.unload();
    return room;
  }

  /** Downloads a model while the runtime that it is for starts, where that takes no other model's place. */
  async function* downloadFor(
    model: ModelRecord,
    options: Parameters<typeof downloads.download>[1],
  ): AsyncGenerator<InferenceEvent, void, void> {
    const isFree = !rooms.has(roomKindOf(model));
    const room = isFree ? await open(model, await providerFor(model), true) : null;
    void room?.client.start();
    let isHere = false;
    try {
      yield* downloads.download(model, options);
      isHere = true;
    } finally {
      // Not awaited: whoever gave up the download is answered at once.
      if (!isHere) void room?.client.unload();
    }
  }

  /** Streams from the preferred provider; where loading fails on WebGPU, once more from WASM. */
  async function* stream(
    model: ModelRecord,
    signal: AbortSignal,
    start: (client: WorkerClient) => AsyncIterable<InferenceEvent>,
  ): AsyncGenerator<InferenceEvent, void, void> {
    if (signal.aborted) throw new InferenceError("cancelled", "cancelled", { engine: "onnx" });
    const provider = await providerFor(model);
    let isLoaded = false;
    try {
      for await (const event of start((await open(model, provider)).client)) {
        if (event.type === "load-end") isLoaded = true;
        yield await withReason(event, model);
      }
      return;
    } catch (thrown) {
      const error = InferenceError.from(thrown, "internal", { engine: "onnx", model: model.id });
      if (isLoaded || provider === "wasm" || !TRY_OTHER_PROVIDER.has(error.code)) throw error;
      wasmOnly.add(model.id);
    }
    for await (const event of start((await open(model, "wasm")).client)) yield await withReason(event, model);
  }

  async function withReason(event: InferenceEvent, model: ModelRecord): Promise<InferenceEvent> {
    if (event.type !== "load-end") return event;
    const choice = await choiceFor(model);
    return choice === null ? event : { ...event, reason: choice.reason };
  }

  return {
    id: "onnx",
    location: "local",
    async availability(model): Promise<Availability> {
      if (model.source.type !== "embedded") {
        if (model.kind === "language-model") return languageModelAvailability(model, scope);
        return { state: "unavailable", reason: "This model does not ship with the app." };
      }
      if (scope.isOnline() || (await isKept(model.source.folder, scope))) {
        const provider = await choiceFor(model);
        return { state: "ready", ...(provider === null ? {} : { provider }) };
      }
      return {
        state: "unavailable",
        reason:
          "This model has not been fetched yet, and there is no network. It will work once you are online.",
      };
    },
    run: (request: InferenceRequest, model, { signal }) =>
      stream(model, signal, (client) => client.run(request, model, { signal })),
    async countTokens(messages, model, { signal }) {
      const { client } = await open(model, await providerFor(model));
      return client.countTokens(messages, model, { signal });
    },
    async complete(text, model, { signal }) {
      const { client } = await open(model, await providerFor(model));
      return client.complete(text, model, { signal });
    },
    async compareProviders(models, { signal, again }) {
      const gpu = await scope.probe();
      if (!gpu.available || (gpu.adapterInfo.isFallback && !again)) return;
      const open = models.filter((model) => {
        const key = trialKey(model, gpu);
        return key !== null && (again || scope.trials.all()[model.id]?.key !== key);
      });
      if (open.length === 0) return;
      const { compareProviders } = await import("./provider/compare-providers");
      const { createWorker, nowMs } = scope;
      for await (const found of compareProviders(open, { createWorker, signal, nowMs })) {
        const { model, wasmMs, webgpuMs } = found;
        const key = trialKey(model, gpu);
        if (key !== null) scope.trials.set(model.id, { key, wasmMs, webgpuMs });
        wasmOnly.delete(model.id);
      }
    },
    async *prepare(model, options) {
      if (roomKindOf(model) === "language-model" && !(await isAllHere(model, scope.caches, lookUpStored))) {
        yield* downloadFor(model, options);
      }
      const { signal } = options;
      yield* stream(model, signal, (client) => client.prepare(model, { signal }));
    },
    ...downloads,
    async remove(model) {
      const room = rooms.get("language-model");
      if (room?.modelId === model.id) {
        await room.client.unload();
        rooms.delete("language-model");
      }
      if (scope.caches === undefined) return;
      const release = await takeModelLock(scope.locks, model);
      await removeStored(model, scope.caches).finally(release);
    },
    async unload(kind) {
      const freed = [...rooms.values()].filter((room) => kind === undefined || room.kind === kind);
      await Promise.all(freed.map((room) => room.client.unload()));
    },
  };
}

function browserScope(): OnnxEngineScope {
  return {
    createWorker: () => new Worker(new URL("./onnx.worker.ts", import.meta.url), { type: "module" }),
    createDownloadWorker: () =>
      new Worker(new URL("./language-models/download.worker.ts", import.meta.url), {
        type: "module",
        name: "onnx downloads",
      }),
    probe: probeWebGpu,
    trials: openProviderTrials(),
    nowMs: () => systemClock.nowMs(),
    locks: navigator.locks,
    caches: globalThis.caches as CacheStorage | undefined,
    isOnline: () => isLoopback(location.href) || isOnline(),
  };
}
