import * as v from "valibot";
import { InferenceError } from "../../core/errors";
import type { ModelRecord } from "../../core/model";

/** The library's own caches, so that what is put there is found by it without a request. */
export const CACHE_NAMES = {
  model: "webllm/model",
  config: "webllm/config",
  library: "webllm/wasm",
} as const;

/** Which of the library's caches a file belongs to. */
export type CacheScope = keyof typeof CACHE_NAMES;

/** One file of a model. `bytes` is known for weights only. */
export interface ModelFile {
  url: string;
  scope: CacheScope;
  kind: "json" | "library" | "weights" | "binary";
  bytes: number | null;
}

/** Where the first files of a model lie; what else there is, they tell. */
export interface ModelRoot {
  /** Ends with a slash, as the library writes it. */
  baseUrl: string;
  config: ModelFile;
  manifest: ModelFile;
  library: ModelFile;
}

/** The addresses of a model. @throws InferenceError `model-missing` when the record names no model library. */
export function modelRoot(model: ModelRecord): ModelRoot {
  const { source } = model;
  if (source.type !== "hugging-face" || source.libraryUrl === undefined) {
    throw new InferenceError("model-missing", `${model.id} names no model library`, {
      engine: "web-llm",
      model: model.id,
    });
  }
  const baseUrl = new URL(`${source.url.replace(/\/+$/, "")}/resolve/${source.revision}/`).href;
  const json = (name: string, scope: CacheScope): ModelFile => ({
    url: new URL(name, baseUrl).href,
    scope,
    kind: "json",
    bytes: null,
  });
  return {
    baseUrl,
    config: json("mlc-chat-config.json", "config"),
    manifest: json("tensor-cache.json", "model"),
    library: { url: new URL(source.libraryUrl).href, scope: "library", kind: "library", bytes: null },
  };
}

const configSchema = v.object({ tokenizer_files: v.array(v.string()) });
const manifestSchema = v.object({
  records: v.pipe(
    v.array(
      v.object({
        dataPath: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
        nbytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
    v.minLength(1),
  ),
});

/** The tokenizer and the weights, as the config and the manifest name them; null when one is not as it must be. */
export function remainingFiles(root: ModelRoot, config: unknown, manifest: unknown): ModelFile[] | null {
  const parsedConfig = v.safeParse(configSchema, config);
  const parsedManifest = v.safeParse(manifestSchema, manifest);
  if (!parsedConfig.success || !parsedManifest.success) return null;
  const names = parsedConfig.output.tokenizer_files;
  // The library reads the first of these two that is listed.
  const tokenizer = ["tokenizer.json", "tokenizer.model"].find((name) => names.includes(name));
  if (tokenizer === undefined) return null;
  return [
    {
      url: new URL(tokenizer, root.baseUrl).href,
      scope: "model",
      kind: tokenizer.endsWith(".json") ? "json" : "binary",
      bytes: null,
    },
    ...parsedManifest.output.records.map(
      ({ dataPath, nbytes }): ModelFile => ({
        url: new URL(dataPath, root.baseUrl).href,
        scope: "model",
        kind: "weights",
        bytes: nbytes,
      }),
    ),
  ];
}

/** Which files of a model are on this device. Reads the caches only, never the network. */
export interface StoredModel {
  isComplete: boolean;
  /** Weights that are here, and all there are; 0 while the manifest is not here. */
  storedBytes: number;
  totalBytes: number;
}

/** Looks a model up in `storage`. Never throws for what is merely absent or damaged. */
export async function lookUpStored(model: ModelRecord, storage: CacheStorage): Promise<StoredModel> {
  const absent = { isComplete: false, storedBytes: 0, totalBytes: 0 };
  const root = modelRoot(model);
  const config = await readCachedJson(root.config, storage);
  if (config === undefined) return absent;
  const files = remainingFiles(root, config, await readCachedJson(root.manifest, storage));
  if (files === null) return absent;
  const keys = new Set<string>();
  for (const scope of ["model", "library"] as const) {
    const cache = await storage.open(CACHE_NAMES[scope]);
    for (const request of await cache.keys()) keys.add(request.url);
  }
  const sum = (list: readonly ModelFile[]) => list.reduce((total, file) => total + (file.bytes ?? 0), 0);
  const stored = files.filter((file) => keys.has(file.url));
  return {
    isComplete: stored.length === files.length && keys.has(root.library.url),
    storedBytes: sum(stored),
    totalBytes: sum(files),
  };
}

/** A JSON file from its cache; undefined when it is not there or is no JSON. */
export async function readCachedJson(file: ModelFile, storage: CacheStorage): Promise<unknown> {
  const cache = await storage.open(CACHE_NAMES[file.scope]);
  const response = await cache.match(file.url);
  try {
    return await response?.json();
  } catch {
    return undefined;
  }
}

/** Deletes one file; nothing happens when it is not there. */
export async function deleteFile(file: ModelFile, storage: CacheStorage): Promise<void> {
  await (await storage.open(CACHE_NAMES[file.scope])).delete(file.url);
}

/** Deletes all files of a model; the model library too, unless one of `others` that is stored uses it. */
export async function deleteStored(
  model: ModelRecord,
  others: readonly ModelRecord[],
  storage: CacheStorage,
): Promise<void> {
  const root = modelRoot(model);
  for (const scope of ["model", "config"] as const) {
    const cache = await storage.open(CACHE_NAMES[scope]);
    for (const request of await cache.keys()) {
      if (request.url.startsWith(root.baseUrl)) await cache.delete(request);
    }
  }
  for (const other of others) {
    if (other.id === model.id) continue;
    const { library, config } = modelRoot(other);
    if (library.url === root.library.url && (await readCachedJson(config, storage)) !== undefined) return;
  }
  await deleteFile(root.library, storage);
}
