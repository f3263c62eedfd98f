import { InferenceError } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import type { Locks } from "../model-lock";
import type { DownloadHandler } from "../worker-host";
import { createDownloadDesk, type DownloadScope } from "./download-desk";
import type { FileDesk } from "./file-desk";
import { createImportDesk } from "./import-desk";
import { repairFiles } from "./repair-files";
import { tellProgress, waitForTurn } from "./share-progress";
import type { WantedFile } from "./wanted-file";

/** How an engine lays out its models. */
export interface ModelFiles {
  /** Obtains all files of a model, in an order in which each tells of the next. */
  obtainModel(
    model: ModelRecord,
    desk: FileDesk,
    caches: CacheStorage,
  ): AsyncGenerator<InferenceEvent, void, void>;
  /** Files of a model that are here. */
  storedFiles(model: ModelRecord, caches: CacheStorage): Promise<readonly WantedFile[]>;
}

/** What runs in a worker that downloads: one owner of a model's files at a time, over all tabs. */
export function createDownloadHandler(
  { obtainModel, storedFiles }: ModelFiles,
  scope: DownloadScope & { locks: Locks },
): DownloadHandler {
  async function* asOwner<Value>(
    model: ModelRecord,
    signal: AbortSignal,
    work: () => AsyncGenerator<InferenceEvent, Value, void>,
  ): AsyncGenerator<InferenceEvent, Value, void> {
    try {
      signal.throwIfAborted();
      const release = yield* waitForTurn(scope.locks, model, signal);
      try {
        return yield* tellProgress(model, work());
      } finally {
        release();
      }
    } catch (thrown) {
      throw InferenceError.from(thrown, "internal", { engine: model.engine, model: model.id });
    }
  }

  return {
    download: (model, network, signal) =>
      asOwner(model, signal, () =>
        obtainModel(model, createDownloadDesk(model, network, signal, scope), scope.caches),
      ),
    importFiles: (model, files, signal) =>
      asOwner(model, signal, () =>
        obtainModel(model, createImportDesk(model, files, signal, scope.caches), scope.caches),
      ),
    repair: (model, signal) =>
      asOwner(model, signal, async function* () {
        return yield* repairFiles(model, await storedFiles(model, scope.caches), scope.caches, signal);
      }),
  };
}
