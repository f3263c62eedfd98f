import { type InferenceEvent, LOAD_PHASES } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import { fileError } from "./file-error";
import { deleteKept, isDamaged, keptBytes } from "./kept-file";
import { nameOf, type WantedFile } from "./wanted-file";

/** Said once in a while, not with every piece. */
const PROGRESS_STEP_BYTES = 16_000_000;

/**
 * Reads kept files again and deletes those that are damaged. Yields progress in bytes.
 * @returns the names of those that were deleted.
 * @throws InferenceError `cancelled`
 */
export async function* repairFiles(
  model: ModelRecord,
  files: readonly WantedFile[],
  caches: CacheStorage,
  signal: AbortSignal,
): AsyncGenerator<InferenceEvent, readonly string[], void> {
  const opened = await Promise.all(
    files.map(async (file) => ({ file, cache: await caches.open(file.cacheName) })),
  );
  const sizes = await Promise.all(opened.map(({ file, cache }) => keptBytes(caches, cache, file.url)));
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const damaged: string[] = [];
  let loaded = 0;
  let told = 0;
  const count = (bytes: number): void => {
    loaded += bytes;
  };
  const progress = (): InferenceEvent => ({
    type: "load-progress",
    phase: LOAD_PHASES.checking,
    loaded,
    total,
  });
  yield progress();
  for (const { file, cache } of opened) {
    if (signal.aborted) throw fileError("cancelled", model, "cancelled", { cause: signal.reason });
    if (await isDamaged(caches, cache, file, count)) {
      await deleteKept(caches, cache, file.url);
      damaged.push(nameOf(file));
    }
    if (loaded - told < PROGRESS_STEP_BYTES) continue;
    told = loaded;
    yield progress();
  }
  yield progress();
  return damaged;
}
