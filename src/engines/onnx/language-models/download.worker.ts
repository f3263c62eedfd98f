/// <reference lib="webworker" />
import { createDownloadHandler } from "../../shared/downloads/download-handler";
import { hostWorker } from "../../shared/worker-host";
import { storedFiles } from "./model-store";
import { obtainModel } from "./obtain-model";

declare const self: DedicatedWorkerGlobalScope;

hostWorker(self, () =>
  createDownloadHandler(
    { obtainModel, storedFiles },
    {
      fetch: (...request) => fetch(...request),
      caches: self.caches,
      locks: self.navigator.locks,
      estimate: () => self.navigator.storage.estimate(),
    },
  ),
);
