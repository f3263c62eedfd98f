import type { MLCEngine, MLCEngineConfig, ModelRecord as MlcModelRecord } from "@mlc-ai/web-llm";
import type { PromptSize } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { InferenceRequest, Message } from "../../core/request";
import type { WebGpuProbe } from "../../platform/webgpu";
import { type Locks, takeModelLock } from "../shared/model-lock";
import { findGpuLack, gpuError } from "./availability";
import { classifyError } from "./classify-error";
import { fromChunks, toChatCompletion } from "./mapping";
import { deleteFile, lookUpStored, modelRoot } from "./model-files";
import { thinkingOf } from "./models";
import { openPromptCounter, type PromptCounter } from "./prompt-counter";
import { LOADING_PHASE, readProgress } from "./read-progress";
import { eachWithin, within } from "./watchdog";

/** The part of the library's engine that is used. */
export type MlcEngineLike = Pick<
  MLCEngine,
  "reload" | "unload" | "chatCompletion" | "interruptGenerate" | "getMessage"
>;

/** Makes the library's engine; the worker gives the real one. */
export type CreateMlcEngine = (config: MLCEngineConfig) => MlcEngineLike;

/** What surrounds the library in its worker. */
export interface WebLlmScope {
  caches: CacheStorage;
  probe: () => Promise<WebGpuProbe>;
  locks: Locks;
  limits?: Partial<WebLlmLimits>;
}

/** How long the library may say nothing before it is given up. */
export interface WebLlmLimits {
  /** Between two reports of a load; compiling the shaders is one long step. */
  loadSilenceMs: number;
  /** Reading the prompt is one step too, and slow on small devices. */
  firstChunkMs: number;
  nextChunkMs: number;
}

const LIMITS: WebLlmLimits = { loadSilenceMs: 180_000, firstChunkMs: 300_000, nextChunkMs: 60_000 };

/** What runs in the worker; one operation at a time, which the caller sees to. */
export interface WebLlmHandler {
  prepare(model: ModelRecord, signal: AbortSignal): AsyncGenerator<InferenceEvent, void, void>;
  run(
    request: InferenceRequest,
    model: ModelRecord,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, void, void>;
  /** Needs neither the library's engine nor the GPU. */
  countTokens(messages: readonly Message[], model: ModelRecord, signal: AbortSignal): Promise<PromptSize>;
  unload(): Promise<void>;
}

/** The library's engine behind our events and errors. */
export function handleWebLlm(createMlcEngine: CreateMlcEngine, scope: WebLlmScope): WebLlmHandler {
  const limits = { ...LIMITS, ...scope.limits };
  let loaded: { id: string; engine: MlcEngineLike } | null = null;
  let counter: PromptCounter | null = null;

  async function unload(): Promise<void> {
    const engine = loaded?.engine;
    loaded = null;
    await engine?.unload();
  }

  async function refuseWithoutGpu(model: ModelRecord): Promise<void> {
    const gpu = await scope.probe();
    const lack = findGpuLack(model, gpu);
    if (lack !== null) throw gpuError(lack, gpu, model);
  }

  /** From the caches alone: all files are there by now. */
  async function* load(
    model: ModelRecord,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, MlcEngineLike, void> {
    if (loaded?.id === model.id) return loaded.engine;
    await unload();
    throwIfAborted(signal);
    yield { type: "load-progress", phase: LOADING_PHASE, loaded: 0, total: 0 };
    const reports = createReports();
    const engine = createMlcEngine({
      appConfig: { cacheBackend: "cache", model_list: [toMlcRecord(model)] },
      initProgressCallback: (report) => {
        const event = readProgress(report);
        if (event !== null) reports.push(event);
      },
      logLevel: "ERROR",
    });
    const reloading = engine.reload(model.id).finally(reports.end);
    try {
      for (;;) {
        const event = await within(reports.next(), limits.loadSilenceMs, "loading", signal);
        if (event === null) break;
        yield event;
      }
      await reloading;
      await within(proveLoaded(engine, model), limits.loadSilenceMs, "loading", signal);
    } catch (thrown) {
      if (signal.aborted) await comeToRest(engine, reloading);
      throw await withoutMisfit(thrown, model, scope.caches);
    }
    loaded = { id: model.id, engine };
    return engine;
  }

  async function* prepare(
    model: ModelRecord,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, void, void> {
    yield* loadStored(model, signal);
    yield { type: "load-end", executionProvider: "webgpu" };
  }

  async function* loadStored(
    model: ModelRecord,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, MlcEngineLike, void> {
    if (loaded?.id === model.id) return loaded.engine;
    try {
      await refuseWithoutGpu(model);
      if (!(await lookUpStored(model, scope.caches)).isComplete) {
        throw new InferenceError("model-not-downloaded", `${model.id} is not complete on this device`, {
          engine: "web-llm",
          model: model.id,
        });
      }
      const release = await takeModelLock(scope.locks, model, signal);
      try {
        return yield* load(model, signal);
      } finally {
        release();
      }
    } catch (thrown) {
      throw classifyError(thrown, "load", model.id);
    }
  }

  async function* run(
    request: InferenceRequest,
    model: ModelRecord,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, void, void> {
    const thinking = thinkingOf(model.id);
    const mapped = toChatCompletion(request, model, thinking);
    const engine = yield* loadStored(model, signal);
    yield { type: "load-end", executionProvider: "webgpu" };
    const interrupt = () => void engine.interruptGenerate();
    try {
      throwIfAborted(signal);
      signal.addEventListener("abort", interrupt);
      const chunks = await engine.chatCompletion(mapped.body);
      const timed = eachWithin(chunks, limits.firstChunkMs, limits.nextChunkMs, "generating");
      for await (const event of fromChunks(timed, mapped, thinking)) {
        if (!signal.aborted) {
          yield event;
          continue;
        }
        // The library forgets an interrupt that came before its first step; the stream is drained, not left,
        // because leaving it early has dead-locked it.
        interrupt();
      }
      throwIfAborted(signal);
    } catch (thrown) {
      throwIfAborted(signal);
      throw classifyError(thrown, "run", model.id);
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }

  async function countTokens(
    messages: readonly Message[],
    model: ModelRecord,
    signal: AbortSignal,
  ): Promise<PromptSize> {
    throwIfAborted(signal);
    const known = counter?.modelId === model.id ? counter : await openPromptCounter(model, scope.caches);
    counter = known;
    throwIfAborted(signal);
    return known.count(messages);
  }

  return { prepare, run, countTokens, unload };
}

function toMlcRecord(model: ModelRecord): MlcModelRecord {
  const root = modelRoot(model);
  return {
    model: root.baseUrl,
    model_id: model.id,
    model_lib: root.library.url,
    required_features: [...model.requiredFeatures],
    ...(model.contextWindow === undefined ? {} : { overrides: { context_window_size: model.contextWindow } }),
    // The library's `ModelType.VLM`, whose value is not imported outside the worker.
    ...(model.modalities.includes("image") ? { model_type: 2 } : {}),
  };
}

/** A lost device or an `unload` in the middle lets `reload` succeed with nothing loaded. */
async function proveLoaded(engine: MlcEngineLike, model: ModelRecord): Promise<void> {
  try {
    await engine.getMessage(model.id);
  } catch (thrown) {
    throw new InferenceError("device-lost", "the load ended with nothing loaded", {
      engine: "web-llm",
      model: model.id,
      cause: thrown,
    });
  }
}

/**
 * A load cannot be stopped, and one that fails leaves its GPU device behind. So an abort is answered only when the
 * load has ended well and its memory is free again; else never, and the client ends the worker.
 */
async function comeToRest(engine: MlcEngineLike, reloading: Promise<void>): Promise<void> {
  await reloading.then(
    () => engine.unload(),
    () => new Promise<never>(() => {}),
  );
}

/** A model library that does not fit would fail each load from now on, so it is deleted. Passes other errors on. */
async function withoutMisfit(thrown: unknown, model: ModelRecord, storage: CacheStorage): Promise<unknown> {
  if (!(thrown instanceof Error) || !/^(Link|Compile)Error$/.test(thrown.name)) return thrown;
  const { library } = modelRoot(model);
  await deleteFile(library, storage);
  return new InferenceError("model-load-failed", `${library.url}: ${thrown.name}: ${thrown.message}`, {
    engine: "web-llm",
    model: model.id,
    retryable: false,
    detail: `The model library ${library.url} was made for another version and has been deleted. ${thrown.name}: ${thrown.message}`,
    cause: thrown,
  });
}

interface Reports {
  push(event: InferenceEvent): void;
  end(): void;
  /** The next report, or null when there are no more. */
  next(): Promise<InferenceEvent | null>;
}

function createReports(): Reports {
  const waiting: InferenceEvent[] = [];
  let hasEnded = false;
  let wake: (() => void) | null = null;
  const call = () => {
    wake?.();
    wake = null;
  };
  return {
    push(event) {
      waiting.push(event);
      call();
    },
    end() {
      hasEnded = true;
      call();
    },
    async next() {
      while (waiting.length === 0 && !hasEnded) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift() ?? null;
    },
  };
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new InferenceError("cancelled", "cancelled", { engine: "web-llm" });
}
