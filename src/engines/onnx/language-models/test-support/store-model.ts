import type { ModelRecord } from "../../../../core/model";
import { openModelStore } from "../model-store";

/** Puts a model's files where a download would have put them. */
export async function storeModel(
  model: ModelRecord,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  caches: CacheStorage,
): Promise<void> {
  const store = await openModelStore(model, caches);
  for (const [path, data] of files) await store.write(path, data);
  await store.writeManifest({
    isComplete: true,
    files: [...files].map(([path, { byteLength }]) => ({ path, bytes: byteLength })),
  });
}
