import type { Locks } from "../model-lock";
import type { WorkerScope } from "../protocol";
import { hostWorker } from "../worker-host";
import { createDownloadHandler, type ModelFiles } from "./download-handler";

/** What a download uses of the worker that it runs in. */
interface DownloadWorkerScope extends WorkerScope {
  fetch: typeof fetch;
  caches: CacheStorage;
  navigator: { locks: Locks; storage: Pick<StorageManager, "estimate"> };
}

/** Makes `scope`, a worker's, one that downloads the models of an engine. */
export function hostDownloads(scope: DownloadWorkerScope, files: ModelFiles): void {
  hostWorker(scope, () =>
    createDownloadHandler(files, {
      fetch: (...request) => scope.fetch(...request),
      caches: scope.caches,
      locks: scope.navigator.locks,
      estimate: () => scope.navigator.storage.estimate(),
    }),
  );
}
