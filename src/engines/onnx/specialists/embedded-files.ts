import { InferenceError, isAbort } from "../../../core/errors";
import { fetchOwnFile } from "../../../platform/own-files";
import table from "./model-files.json" with { type: "json" };

/** What is known of a shipped file when the app is built; see `scripts/hash-models.mjs`. */
export interface EmbeddedFile {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** What reading needs of the worker's scope; tests pass a server and a cache of their own. */
export interface EmbeddedFilesScope {
  fetchFile(path: string, options: { cache: RequestCache; signal?: AbortSignal }): Promise<Response>;
  /** Absent where the browser keeps no files for pages at this address. */
  caches: CacheStorage | undefined;
}

type ModelFilesTable = Readonly<Record<string, { files: Readonly<Record<string, EmbeddedFile>> }>>;

const MODEL_FILES: ModelFilesTable = table;
/** Kept apart from the shell and the engines, so that a new version of those leaves it alone. */
const CACHE_NAME = "nearside-embedded-v1";
/** On kept files: the hash they were checked against, to tell versions apart without reading the content. */
const HASH_HEADER = "x-nearside-sha256";

/** Whether a model ships in that folder. */
export function isEmbedded(folder: string): boolean {
  return folder in MODEL_FILES;
}

/** The files of a model's folder that it loads, by name. @throws InferenceError `model-missing` */
export function embeddedFilesOf(folder: string): Readonly<Record<string, EmbeddedFile>> {
  const model = MODEL_FILES[folder];
  if (model === undefined) throw new InferenceError("model-missing", `no embedded model "${folder}"`);
  return model.files;
}

/**
 * One file of an embedded model, from this origin's cache or the app's own server. It is used only if size and
 * SHA-256 are those of the build; a file that fails (damaged, or of another version) is dropped, fetched once more
 * past all caches, then refused.
 * @throws InferenceError `model-missing`, `model-file-missing`, `model-file-corrupt`, `network` or `cancelled`.
 */
export async function readEmbeddedFile(
  folder: string,
  name: string,
  { signal, scope = browserScope() }: { signal?: AbortSignal; scope?: EmbeddedFilesScope } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const wanted = embeddedFilesOf(folder)[name];
  if (wanted === undefined) throw new InferenceError("model-missing", `no file ${name} in "${folder}"`);
  const path = `models/${folder}/${name}`;
  const cache = await openCache(scope.caches);
  const kept = await cache?.match(`/${path}`);
  if (kept !== undefined) {
    const data = new Uint8Array(await kept.arrayBuffer());
    if ((await findFault(data, wanted)) === null) return data;
    await cache?.delete(`/${path}`);
  }
  let fault: string | null = null;
  for (const mode of ["default", "reload"] as const) {
    const data = await fetchBytes(path, mode, scope, signal);
    fault = await findFault(data, wanted);
    if (fault === null) {
      await keep(cache, path, data, wanted);
      return data;
    }
  }
  throw new InferenceError("model-file-corrupt", `${path}: ${fault}`, {
    engine: "onnx",
    detail: `${path}: ${fault}`,
  });
}

/** Whether every file of a model is in this origin's cache in this version, so that it loads without the network. */
export async function isKept(folder: string, scope: Pick<EmbeddedFilesScope, "caches">): Promise<boolean> {
  const cache = await openCache(scope.caches);
  if (cache === null) return false;
  for (const [name, { sha256 }] of Object.entries(embeddedFilesOf(folder))) {
    const kept = await cache.match(`/models/${folder}/${name}`);
    if (kept?.headers.get(HASH_HEADER) !== sha256) return false;
  }
  return true;
}

async function fetchBytes(
  path: string,
  mode: RequestCache,
  scope: EmbeddedFilesScope,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await scope.fetchFile(path, { cache: mode, ...(signal === undefined ? {} : { signal }) });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (thrown) {
    if (isAbort(thrown)) throw InferenceError.from(thrown);
    throw new InferenceError("network", `cannot fetch ${path}`, {
      engine: "onnx",
      detail: path,
      cause: thrown,
    });
  }
  throw new InferenceError("model-file-missing", `${path} gave ${response.status}`, {
    engine: "onnx",
    status: response.status,
    detail: path,
  });
}

async function findFault(data: Uint8Array<ArrayBuffer>, wanted: EmbeddedFile): Promise<string | null> {
  if (data.byteLength !== wanted.bytes) return `it has ${data.byteLength} bytes instead of ${wanted.bytes}`;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex === wanted.sha256 ? null : "its content is not what this version of the app was built with";
}

/** A browser that denies its cache still runs models; it fetches them each time. */
async function openCache(caches: CacheStorage | undefined): Promise<Cache | null> {
  try {
    return (await caches?.open(CACHE_NAME)) ?? null;
  } catch {
    return null;
  }
}

async function keep(
  cache: Cache | null,
  path: string,
  data: Uint8Array<ArrayBuffer>,
  { sha256 }: EmbeddedFile,
): Promise<void> {
  try {
    await cache?.put(`/${path}`, new Response(data, { headers: { [HASH_HEADER]: sha256 } }));
  } catch {
    // Storage is full or closed: the model runs all the same, only not offline.
  }
}

function browserScope(): EmbeddedFilesScope {
  return { fetchFile: fetchOwnFile, caches: globalThis.caches as CacheStorage | undefined };
}
