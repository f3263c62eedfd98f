import type { Engine } from "../../core/engine";
import type { WorkerLike } from "../shared/protocol";
import { createWorkerClient } from "../shared/worker-client";

/**
 * Specialists that the person taught: plain arithmetic in a worker of its own, which reads their weights from this
 * browser's storage. Makes no request.
 */
export function createTaughtEngine(createWorker: () => WorkerLike = startWorker): Engine {
  const client = createWorkerClient({ engine: "taught", createWorker, init: null });
  return {
    id: "taught",
    location: "local",
    async availability({ source }) {
      return source.type === "taught"
        ? { state: "ready" }
        : { state: "unavailable", reason: "This model is not a taught specialist." };
    },
    run: client.run,
    prepare: client.prepare,
    unload: client.unload,
  };
}

function startWorker(): WorkerLike {
  return new Worker(new URL("./taught.worker.ts", import.meta.url), {
    type: "module",
    name: "taught specialists",
  });
}
