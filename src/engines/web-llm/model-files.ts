import * as v from "valibot";
import { InferenceError } from "../../core/errors";
import type { ModelRecord } from "../../core/model";
import { bytesInParts, discardParts } from "../shared/downloads/file-parts";
import { keptBytes } from "../shared/downloads/kept-file";
import type { StoredModel } from "../shared/downloads/stored-model";
import type { WantedFile } from "../shared/downloads/wanted-file";

/** The library's own caches, so that what is put there is found by it without a request. */
export const CACHE_NAMES = {
  model: "webllm/model",
  config: "webllm/config",
  library: "webllm/wasm",
} as const;

/** Where the first files of a model lie; what else there is, they tell. */
export interface ModelRoot {
  /** Ends with a slash, as the library writes it. */
  baseUrl: string;
  config: WantedFile;
  manifest: WantedFile;
  library: WantedFile;
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
  return {
    baseUrl,
    config: fileAt(baseUrl, "mlc-chat-config.json", CACHE_NAMES.config),
    manifest: fileAt(baseUrl, "tensor-cache.json", CACHE_NAMES.model),
    library: {
      url: new URL(source.libraryUrl).href,
      cacheName: CACHE_NAMES.library,
      path: null,
      // Reads it to the end, so that a truncated one is noticed too.
      inspect: (data) => (WebAssembly.validate(data) ? null : "it is not a whole WebAssembly module"),
    },
  };
}

function fileAt(baseUrl: string, path: string, cacheName: string, bytes?: number): WantedFile {
  return {
    url: new URL(path, baseUrl).href,
    cacheName,
    path,
    ...(bytes === undefined ? {} : { bytes }),
    ...(path.endsWith(".json") ? { inspect: inspectJson } : {}),
  };
}

function inspectJson(data: Uint8Array): string | null {
  try {
    JSON.parse(new TextDecoder().decode(data));
    return null;
  } catch {
    return "it is not JSON";
  }
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
export function remainingFiles(root: ModelRoot, config: unknown, manifest: unknown): WantedFile[] | null {
  const parsedConfig = v.safeParse(configSchema, config);
  const parsedManifest = v.safeParse(manifestSchema, manifest);
  if (!parsedConfig.success || !parsedManifest.success) return null;
  const names = parsedConfig.output.tokenizer_files;
  // The library reads the first of these two that is listed.
  const tokenizer = ["tokenizer.json", "tokenizer.model"].find((name) => names.includes(name));
  if (tokenizer === undefined) return null;
  return [
    fileAt(root.baseUrl, tokenizer, CACHE_NAMES.model),
    ...parsedManifest.output.records.map(({ dataPath, nbytes }) =>
      fileAt(root.baseUrl, dataPath, CACHE_NAMES.model, nbytes),
    ),
  ];
}

/** Looks a model up in `storage`, never on the network. Does not throw for what is merely absent or damaged. */
export async function lookUpStored(model: ModelRecord, storage: CacheStorage): Promise<StoredModel> {
  const root = modelRoot(model);
  const stored = await storedFiles(model, storage);
  const rest = await listRest(root, storage);
  let storedBytes = await bytesInParts(storage, isOfModel(root));
  for (const { url, cacheName } of stored)
    storedBytes += await keptBytes(storage, await storage.open(cacheName), url);
  if (rest === null) return { isComplete: false, storedBytes, totalBytes: 0 };
  const isComplete = stored.length === [root.config, root.manifest, root.library, ...rest].length;
  const missing = rest.filter(({ url }) => stored.every((each) => each.url !== url));
  const missingBytes = missing.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return { isComplete, storedBytes, totalBytes: storedBytes + missingBytes };
}

/** The files of a model that are here. */
export async function storedFiles(model: ModelRecord, storage: CacheStorage): Promise<WantedFile[]> {
  const root = modelRoot(model);
  const keys = new Set<string>();
  for (const name of Object.values(CACHE_NAMES)) {
    for (const { url } of await (await storage.open(name)).keys()) keys.add(url);
  }
  const all = [root.config, root.manifest, root.library, ...((await listRest(root, storage)) ?? [])];
  return all.filter(({ url }) => keys.has(url));
}

async function listRest(root: ModelRoot, storage: CacheStorage): Promise<WantedFile[] | null> {
  return remainingFiles(
    root,
    await readCachedJson(root.config, storage),
    await readCachedJson(root.manifest, storage),
  );
}

function isOfModel(root: ModelRoot): (url: string) => boolean {
  return (url) => url.startsWith(root.baseUrl) || url === root.library.url;
}

/** A JSON file from its cache; undefined when it is not there or is no JSON. */
export async function readCachedJson(file: WantedFile, storage: CacheStorage): Promise<unknown> {
  const cache = await storage.open(file.cacheName);
  const response = await cache.match(file.url);
  try {
    return await response?.json();
  } catch {
    return undefined;
  }
}

/** Deletes one file; nothing happens when it is not there. */
export async function deleteFile(file: WantedFile, storage: CacheStorage): Promise<void> {
  await (await storage.open(file.cacheName)).delete(file.url);
}

/** Deletes all files of a model; the model library too, unless one of `others` that is stored uses it. */
export async function deleteStored(
  model: ModelRecord,
  others: readonly ModelRecord[],
  storage: CacheStorage,
): Promise<void> {
  const root = modelRoot(model);
  await discardParts(storage, isOfModel(root));
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
