import type { Engine } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import { probeWebGpu, type WebGpuProbe } from "../../platform/webgpu";
import { createEngineDownloads } from "../shared/downloads/engine-downloads";
import { isAllHere } from "../shared/downloads/stored-model";
import { type Locks, takeModelLock } from "../shared/model-lock";
import type { WorkerLike } from "../shared/protocol";
import { createWorkerClient, type WorkerTimeouts } from "../shared/worker-client";
import { findGpuLack, gpuError, webLlmAvailability } from "./availability";
import { deleteStored, lookUpStored } from "./model-files";
import { WEB_LLM_MODELS } from "./models";

/** What the engine stands on in a browser; tests bring their own. */
export interface WebLlmEngineParts {
  createWorker: () => WorkerLike;
  createDownloadWorker: () => WorkerLike;
  probe: () => Promise<WebGpuProbe>;
  /** Absent where the browser keeps no files for the page, as on an insecure address. */
  storage: CacheStorage | undefined;
  locks: Locks;
  timeouts?: Partial<WorkerTimeouts>;
}

/** The library is 2.2 MB on the wire, the first time over a slow line. */
const INIT_MS = 180_000;

/**
 * Language models of the MLC project, by @mlc-ai/web-llm in a worker of its own. The library is loaded with that
 * worker, at the first `run` or `prepare`; neither this module nor `availability` loads it.
 */
export function createWebLlmEngine(parts: WebLlmEngineParts = browserParts()): Engine {
  const { createWorker, createDownloadWorker, probe, storage, locks, timeouts } = parts;
  const downloads = createEngineDownloads("web-llm", createDownloadWorker);
  const client = createWorkerClient({
    engine: "web-llm",
    createWorker,
    init: null,
    timeouts: { initMs: INIT_MS, ...timeouts },
  });
  return {
    id: "web-llm",
    location: "local",
    availability: (model) => webLlmAvailability(model, probe, storage),
    run: client.run,
    countTokens: client.countTokens,
    async *prepare(model, options) {
      // Before the first byte: the library would look for the GPU only after the download.
      const gpu = await probe();
      const lack = findGpuLack(model, gpu);
      if (lack !== null) throw gpuError(lack, gpu, model);
      if (!(await isAllHere(model, storage, lookUpStored))) yield* downloads.download(model, options);
      yield* client.prepare(model, options);
    },
    ...downloads,
    unload: client.unload,
    async remove(model) {
      if (storage === undefined) return;
      await client.unload();
      try {
        const release = await takeModelLock(locks, model);
        await deleteStored(model, WEB_LLM_MODELS, storage).finally(release);
      } catch (thrown) {
        throw InferenceError.from(thrown, "internal", { engine: "web-llm", model: model.id });
      }
    },
  };
}

function browserParts(): WebLlmEngineParts {
  return {
    createWorker: () =>
      new Worker(new URL("./web-llm.worker.ts", import.meta.url), { type: "module", name: "web-llm" }),
    createDownloadWorker: () =>
      new Worker(new URL("./download.worker.ts", import.meta.url), {
        type: "module",
        name: "web-llm downloads",
      }),
    probe: probeWebGpu,
    storage: "caches" in globalThis ? caches : undefined,
    locks: navigator.locks,
  };
}
