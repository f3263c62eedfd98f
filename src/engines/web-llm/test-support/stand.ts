import type { ModelRecord } from "../../../core/model";
import type { WebGpuProbe } from "../../../platform/webgpu";
import { type InProcessWorker, startInProcessWorker } from "../../shared/test-support/in-process-worker";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { hostWorker } from "../../shared/worker-host";
import { downloadModel } from "../download-model";
import { createWebLlmEngine } from "../web-llm-engine";
import { handleWebLlm, type WebLlmHandler, type WebLlmLimits } from "../web-llm-handler";
import { exampleModel, GOOD_GPU } from "./example";
import { createFakeLibrary, type LibraryBehaviour } from "./fake-mlc-engine";
import { createMemoryLocks, type LockClient } from "./memory-locks";
import { type ModelServer, startModelServer } from "./model-server";

/** What a stand is set up with. */
export interface StandOptions extends LibraryBehaviour {
  gpu?: WebGpuProbe;
  limits?: Partial<WebLlmLimits>;
}

/** Our engine over the fake library, a real model server and the caches of one browser. */
export interface Stand {
  server: ModelServer;
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

/** Starts a stand; close its server after the test. */
export async function startStand({ gpu, limits, ...behaviour }: StandOptions = {}): Promise<Stand> {
  const server = await startModelServer();
  const model = exampleModel(server.url);
  const caches = createMemoryCaches();
  const locks = createMemoryLocks();
  const library = createFakeLibrary(behaviour);
  const workers: InProcessWorker[] = [];
  const probe = async () => gpu ?? GOOD_GPU;
  const handlerOf = (client: LockClient) =>
    handleWebLlm(library.create, {
      fetch,
      caches,
      probe,
      locks: client.locks,
      ...(limits === undefined ? {} : { limits }),
    });
  return {
    server,
    model,
    caches,
    library,
    workers,
    createHandler: () => handlerOf(locks.client()),
    createEngine: () =>
      createWebLlmEngine({
        createWorker: () => {
          const client = locks.client();
          const worker = startInProcessWorker((scope) => hostWorker(scope, () => handlerOf(client)));
          workers.push(worker);
          return {
            postMessage: worker.postMessage,
            addEventListener: worker.addEventListener,
            terminate() {
              worker.terminate();
              client.die();
            },
          };
        },
        probe,
        storage: caches,
        locks: locks.client().locks,
      }),
    async download() {
      const { signal } = new AbortController();
      for await (const _ of downloadModel(model, signal, { fetch, caches })) {
        // Only the files are wanted.
      }
      server.requests.length = 0;
    },
  };
}
