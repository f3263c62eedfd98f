import * as v from "valibot";
import type { ModelRecord } from "../../../core/model";
import { bytesInParts, discardParts } from "../../shared/downloads/file-parts";
import { deleteKept, lookUpFile, readKept } from "../../shared/downloads/kept-file";
import type { StoredModel } from "../../shared/downloads/stored-model";
import type { WantedFile } from "../../shared/downloads/wanted-file";
import { modelError } from "./model-error";
import { graphPathOf, quantizationOf } from "./model-variant";
import { inspectOnnxFile } from "./onnx-file";

/** Where the files of all downloaded ONNX language models are kept. */
const CACHE_NAME = "nearside/onnx-language-models";

/** One file of a model, by its path in the repository. */
export interface StoredFile {
  path: string;
  bytes: number;
}

const manifestSchema = v.object({
  isComplete: v.boolean(),
  files: v.array(v.object({ path: v.string(), bytes: v.number() })),
});

/** What has been downloaded of a model; written after each file, `isComplete` with the last. */
export type ModelManifest = v.InferOutput<typeof manifestSchema>;

/** Where a model's files come from and which of its variants is meant. */
export interface ModelPlace {
  /** `<url>/resolve/<revision>/`. */
  root: string;
  /** The graph of the variant, such as `onnx/model_q4.onnx`. */
  graphPath: string;
  /** The key under which the variant's manifest is kept; no such file is ever fetched. */
  manifestUrl: string;
}

/** @throws InferenceError `model-missing` when the record names no address or no known variant. */
export function placeOf(model: ModelRecord): ModelPlace {
  const { source } = model;
  if (source.type !== "hugging-face" || !URL.canParse(source.url)) {
    throw modelError("model-missing", model, "the model names no full web address");
  }
  const quantization = quantizationOf(model);
  if (quantization === null) {
    throw modelError("model-missing", model, `no file is known for the variant ${model.quantization}`);
  }
  const revision = source.revision === "" ? "main" : source.revision;
  const root = new URL(`${source.url.replace(/\/+$/, "")}/resolve/${encodeURIComponent(revision)}/`).href;
  return { root, graphPath: graphPathOf(quantization), manifestUrl: `${root}.nearside/${quantization}.json` };
}

/** A file of a model at its place; `minimumBytes` of weights is what the graph reads of them. */
export function wantedFile(model: ModelRecord, path: string, minimumBytes?: number): WantedFile {
  const inspect = path.endsWith(".json") ? inspectJson : path.endsWith(".onnx") ? inspectGraph : null;
  return {
    url: placeOf(model).root + path,
    cacheName: CACHE_NAME,
    path,
    mayBeInParts: true,
    ...(minimumBytes === undefined ? {} : { minimumBytes }),
    ...(inspect === null ? {} : { inspect }),
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

function inspectGraph(data: Uint8Array): string | null {
  const facts = inspectOnnxFile(data);
  if (typeof facts === "string") return facts;
  const odd = facts.externalData.find(({ location }) => !/^[\w-][\w.-]*$/.test(location));
  return odd === undefined ? null : `it names weights outside its folder (${odd.location})`;
}

/** The files of one model in Cache Storage. Nothing here makes a request. */
export interface ModelStore {
  /** What is known to be here; empty and incomplete where there is nothing, or nothing readable. */
  readManifest(): Promise<ModelManifest>;
  writeManifest(manifest: ModelManifest): Promise<void>;
  /** Null when it is not here. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  has(path: string): Promise<boolean>;
  write(path: string, data: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Deletes a file, so that it counts as missing. */
  forget(path: string): Promise<void>;
}

/** Opens the store of `model`. @throws InferenceError `model-missing` as {@link placeOf}. */
export async function openModelStore(model: ModelRecord, caches: CacheStorage): Promise<ModelStore> {
  const place = placeOf(model);
  const cache = await caches.open(CACHE_NAME);
  const urlOf = (path: string) => place.root + path;

  return {
    readManifest: async () => readManifest(cache, place.manifestUrl),
    async writeManifest(manifest) {
      await cache.put(place.manifestUrl, jsonResponse(manifest));
    },
    async read(path) {
      const content = await readKept(caches, cache, urlOf(path));
      return content === null ? null : new Uint8Array(await content.arrayBuffer());
    },
    async has(path) {
      return (await lookUpFile(caches, cache, { url: urlOf(path) })) !== null;
    },
    async write(path, data) {
      const headers = { "content-type": "application/octet-stream" };
      await cache.put(urlOf(path), new Response(data, { headers }));
    },
    async forget(path) {
      await deleteKept(caches, cache, urlOf(path));
    },
  };
}

/** The files of a model that a download has brought here. */
export async function storedFiles(model: ModelRecord, caches: CacheStorage): Promise<WantedFile[]> {
  const store = await openModelStore(model, caches);
  const files: WantedFile[] = [];
  for (const { path } of (await store.readManifest()).files) {
    if (await store.has(path)) files.push(wantedFile(model, path));
  }
  return files;
}

/**
 * Looks a model up in `caches`; reads no weights and makes no request.
 * @throws InferenceError `model-missing` as {@link placeOf}.
 */
export async function lookUpStored(model: ModelRecord, caches: CacheStorage): Promise<StoredModel> {
  const store = await openModelStore(model, caches);
  const manifest = await store.readManifest();
  const present = await Promise.all(manifest.files.map(({ path }) => store.has(path)));
  const here = manifest.files.filter((_, index) => present[index] === true);
  const urls = new Set(here.map(({ path }) => placeOf(model).root + path));
  const isOfThis = isOfModel(model);
  const sum = (files: readonly StoredFile[]) => files.reduce((total, { bytes }) => total + bytes, 0);
  return {
    isComplete: manifest.isComplete && here.length === manifest.files.length,
    storedBytes:
      sum(here) +
      (manifest.isComplete ? 0 : await bytesInParts(caches, (url) => isOfThis(url) && !urls.has(url))),
    totalBytes: manifest.isComplete ? sum(manifest.files) : 0,
  };
}

/** Other variants of the repository excepted, as far as that can be told by the name. */
function isOfModel(model: ModelRecord): (url: string) => boolean {
  const { root, graphPath } = placeOf(model);
  return (url) =>
    url.startsWith(root) &&
    (!url.includes(".onnx") || url === root + graphPath || url.startsWith(`${root}${graphPath}_data`));
}

/**
 * Deletes the files of a model, except those that another downloaded variant of the same repository uses.
 * @throws InferenceError `model-missing` as {@link placeOf}.
 */
export async function removeStored(model: ModelRecord, caches: CacheStorage): Promise<void> {
  const place = placeOf(model);
  const cache = await caches.open(CACHE_NAME);
  const shared = new Set<string>();
  const own = await readManifest(cache, place.manifestUrl);
  const keys = (await cache.keys()).map(({ url }) => url);
  for (const url of keys) {
    if (url === place.manifestUrl || !url.startsWith(`${place.root}.nearside/`)) continue;
    for (const { path } of (await readManifest(cache, url)).files) shared.add(path);
  }
  await cache.delete(place.manifestUrl);
  const isOfThis = isOfModel(model);
  const isShared = (url: string) => shared.has(url.slice(place.root.length));
  for (const { path } of own.files) if (!shared.has(path)) await cache.delete(place.root + path);
  // What is begun of other files too.
  await discardParts(caches, (url) => isOfThis(url) && !isShared(url));
}

async function readManifest(cache: Cache, url: string): Promise<ModelManifest> {
  const response = await cache.match(url);
  try {
    const parsed = v.safeParse(manifestSchema, await response?.json());
    if (parsed.success) return parsed.output;
  } catch {
    // Not JSON: as good as absent.
  }
  return { isComplete: false, files: [] };
}

function jsonResponse(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });
}
