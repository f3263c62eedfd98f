import { type ModelHost, startModelHost } from "../../../../e2e/fixtures/model-host/model-host";
import type { ModelRecord } from "../../../core/model";
import type { WebGpuProbe } from "../../../platform/webgpu";
import { createDownloadHandler } from "../../shared/downloads/download-handler";
import { OPEN_NETWORK } from "../../shared/downloads/model-network";
import { collect } from "../../shared/test-support/collect";
import { type InProcessWorker, startInProcessWorker } from "../../shared/test-support/in-process-worker";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { createMemoryLocks, type LockClient } from "../../shared/test-support/memory-locks";
import { type DownloadHandler, hostWorker } from "../../shared/worker-host";
import { storedFiles } from "../model-files";
import { obtainModel } from "../obtain-model";
import { createWebLlmEngine } from "../web-llm-engine";
import { handleWebLlm, type WebLlmHandler, type WebLlmLimits } from "../web-llm-handler";
import { exampleModel, GOOD_GPU } from "./example";
import { createFakeLibrary, type LibraryBehaviour } from "./fake-mlc-engine";
import { tinyModel } from "./tiny-model";

/** What a stand is set up with. */
export interface StandOptions extends LibraryBehaviour {
  gpu?: WebGpuProbe;
  limits?: Partial<WebLlmLimits>;
}

/** Our engine over the fake library, a real model host and the caches of one browser. */
export interface Stand {
  host: ModelHost;
  model: ModelRecord;
  caches: CacheStorage;
  library: ReturnType<typeof createFakeLibrary>;
  createHandler(): WebLlmHandler;
  createEngine(): ReturnType<typeof createWebLlmEngine>;
  /** Every worker that an engine has started. */
  workers: InProcessWorker[];
  /** Puts the model into the caches, so that it can run. */
  download(): Promise<void>;
}

/** Starts a stand; close its host after the test. */
export async function startStand({ gpu, limits, ...behaviour }: StandOptions = {}): Promise<Stand> {
  const host = await startModelHost(tinyModel());
  const model = exampleModel(host.url);
  const caches = createMemoryCaches();
  const locks = createMemoryLocks();
  const library = createFakeLibrary(behaviour);
  const workers: InProcessWorker[] = [];
  const probe = async () => gpu ?? GOOD_GPU;
  const handlerOf = (client: LockClient) =>
    handleWebLlm(library.create, {
      caches,
      probe,
      locks: client.locks,
      ...(limits === undefined ? {} : { limits }),
    });
  const downloadsOf = (client: LockClient) =>
    createDownloadHandler(
      { obtainModel, storedFiles },
      { fetch, caches, locks: client.locks, limits: { retryDelaysMs: [1, 1] } },
    );

  /** A worker that frees its locks when it is ended. */
  function start(createHandler: (client: LockClient) => WebLlmHandler | Partial<DownloadHandler>) {
    const client = locks.client();
    const worker = startInProcessWorker((scope) => hostWorker(scope, () => createHandler(client)));
    workers.push(worker);
    return {
      postMessage: worker.postMessage,
      addEventListener: worker.addEventListener,
      terminate() {
        worker.terminate();
        client.die();
      },
    };
  }
  return {
    host,
    model,
    caches,
    library,
    workers,
    createHandler: () => handlerOf(locks.client()),
    createEngine: () =>
      createWebLlmEngine({
        createWorker: () => start(handlerOf),
        createDownloadWorker: () => start((client) => downloadsOf(client)),
        probe,
        storage: caches,
        locks: locks.client().locks,
      }),
    async download() {
      const { signal } = new AbortController();
      const { error } = await collect(downloadsOf(locks.client()).download(model, OPEN_NETWORK, signal));
      if (error !== undefined) throw error;
      host.forget();
    },
  };
}
