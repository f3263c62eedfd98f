import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { FileDesk } from "../shared/downloads/file-desk";
import { fileError } from "../shared/downloads/file-error";
import { deleteFile, modelRoot, readCachedJson, remainingFiles } from "./model-files";

/**
 * Obtains every file of a model into the library's caches: small ones first, since they tell whether there is a model
 * at all and what else it has. The library itself would keep an error page for good.
 * @throws InferenceError `model-missing` as `modelRoot`, or what `desk` throws.
 */
export async function* obtainModel(
  model: ModelRecord,
  desk: FileDesk,
  caches: CacheStorage,
): AsyncGenerator<InferenceEvent, void, void> {
  const root = modelRoot(model);
  const lists = [root.config, root.manifest];
  desk.plan([...lists, root.library]);
  yield desk.progress();
  for (const file of [...lists, root.library]) yield* desk.obtain(file);
  const rest = remainingFiles(
    root,
    await readCachedJson(root.config, caches),
    await readCachedJson(root.manifest, caches),
  );
  if (rest === null) {
    for (const file of lists) await deleteFile(file, caches);
    throw fileError(
      "model-file-corrupt",
      model,
      `${root.config.url}: it, or tensor-cache.json, lacks what it must list`,
    );
  }
  desk.plan(rest);
  yield* desk.obtainAll(rest);
  yield desk.progress();
}
