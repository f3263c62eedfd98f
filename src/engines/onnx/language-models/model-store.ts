import * as v from "valibot";
import type { ModelRecord } from "../../../core/model";
import { modelError } from "./model-error";
import { graphPathOf, quantizationOf } from "./model-variant";

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
      const response = await cache.match(urlOf(path));
      return response === undefined ? null : new Uint8Array(await response.arrayBuffer());
    },
    async has(path) {
      return (await cache.match(urlOf(path))) !== undefined;
    },
    async write(path, data) {
      const headers = { "content-type": "application/octet-stream" };
      await cache.put(urlOf(path), new Response(data, { headers }));
    },
    async forget(path) {
      await cache.delete(urlOf(path));
    },
  };
}

/** How much of a model is on this device. `totalBytes` is 0 until its download has ended once. */
export interface StoredModel {
  isComplete: boolean;
  storedBytes: number;
  totalBytes: number;
}

/**
 * Looks a model up in `caches`; reads no weights and makes no request.
 * @throws InferenceError `model-missing` as {@link placeOf}.
 */
export async function lookUpStored(model: ModelRecord, caches: CacheStorage): Promise<StoredModel> {
  const store = await openModelStore(model, caches);
  const manifest = await store.readManifest();
  const present = await Promise.all(manifest.files.map(({ path }) => store.has(path)));
  const sum = (files: readonly StoredFile[]) => files.reduce((total, { bytes }) => total + bytes, 0);
  return {
    isComplete: manifest.isComplete && present.every((isHere) => isHere),
    storedBytes: sum(manifest.files.filter((_, index) => present[index] === true)),
    totalBytes: manifest.isComplete ? sum(manifest.files) : 0,
  };
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
  for (const { path } of own.files) if (!shared.has(path)) await cache.delete(place.root + path);
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
