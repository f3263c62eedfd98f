import type { Engine } from "../../../core/engine";
import type { InferenceEvent } from "../../../core/event";
import type { EngineId } from "../../../core/model";
import type { WorkerLike } from "../protocol";
import { createWorkerClient, type WorkerClient } from "../worker-client";
import { OPEN_NETWORK } from "./model-network";

/** The methods of an engine that bring model files here or look after them. */
export type EngineDownloads = Required<Pick<Engine, "download" | "repair" | "importFiles">>;

/** An abort keeps what has arrived, which takes a moment on a slow disk. Whoever aborted does not wait for it. */
const ABORT_MS = 10_000;

/**
 * Downloads in a worker of their own each, so that they go on beside a run and leave no memory behind. `createWorker`
 * starts one that hosts a `DownloadHandler`.
 */
export function createEngineDownloads(engine: EngineId, createWorker: () => WorkerLike): EngineDownloads {
  async function* inOwnWorker<Value>(
    start: (client: WorkerClient) => AsyncGenerator<InferenceEvent, Value, void>,
  ): AsyncGenerator<InferenceEvent, Value, void> {
    const client = createWorkerClient({ engine, createWorker, init: null, timeouts: { abortMs: ABORT_MS } });
    try {
      return yield* start(client);
    } finally {
      void client.unload();
    }
  }

  return {
    download: (model, { signal, network = OPEN_NETWORK }) =>
      inOwnWorker((client) => client.download(model, network, { signal })),
    repair: (model, { signal }) => inOwnWorker((client) => client.repair(model, { signal })),
    importFiles: (model, files, { signal }) =>
      inOwnWorker((client) => client.importFiles(model, files, { signal })),
  };
}
