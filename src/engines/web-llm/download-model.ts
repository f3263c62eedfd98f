import { InferenceError, isAbort } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import {
  CACHE_NAMES,
  deleteFile,
  type ModelFile,
  modelRoot,
  readCachedJson,
  remainingFiles,
} from "./model-files";

/** What a download stands on; tests pass a server and a cache of their own. */
export interface DownloadScope {
  fetch: typeof fetch;
  caches: CacheStorage;
  /** How long a server may send nothing. */
  stallMs?: number;
}

const STALL_MS = 60_000;
/** For files whose size no list names: the largest tokenizers and model libraries have some 30 MB. */
const UNLISTED_LIMIT_BYTES = 256_000_000;
const BINARY = "application/octet-stream";

/** Said once in a while, not with every packet. */
const PROGRESS_STEP_BYTES = 1_000_000;

/**
 * Puts every file of a model that is not yet here into the library's caches, each only after a check: its type
 * is not HTML, JSON parses, a model library is a whole WebAssembly module, weights have the size the manifest
 * names. The library itself would keep an error page for good. A file that fails is fetched once more, then refused; files
 * that are here are not fetched again, so a broken download resumes by itself.
 * @throws InferenceError `model-file-missing`, `model-file-corrupt`, `network`, `cancelled`, or
 *   `model-load-failed` when the storage is full.
 */
export async function* downloadModel(
  model: ModelRecord,
  signal: AbortSignal,
  scope: DownloadScope,
): AsyncGenerator<InferenceEvent, void, void> {
  const root = modelRoot(model);
  yield { type: "load-progress", phase: "Downloading", loaded: 0, total: 0 };
  // Small files first: they tell whether there is a model here at all.
  for (const file of [root.config, root.manifest, root.library]) {
    yield* fetchIfMissing(file, model, signal, scope, () => null);
  }
  const files = remainingFiles(
    root,
    await readCachedJson(root.config, scope.caches),
    await readCachedJson(root.manifest, scope.caches),
  );
  if (files === null) {
    for (const file of [root.config, root.manifest]) await deleteFile(file, scope.caches);
    throw fileError(model, root.config.url, "it, or tensor-cache.json, lacks what it must list");
  }
  const total = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  let done = 0;
  for (const file of files) {
    const before = done;
    yield* fetchIfMissing(file, model, signal, scope, (received) => ({
      type: "load-progress",
      phase: "Downloading",
      loaded: file.bytes === null ? before : Math.min(total, before + received),
      total,
    }));
    done += file.bytes ?? 0;
    yield { type: "load-progress", phase: "Downloading", loaded: done, total };
  }
}

type ToProgress = (receivedBytes: number) => InferenceEvent | null;

async function* fetchIfMissing(
  file: ModelFile,
  model: ModelRecord,
  signal: AbortSignal,
  scope: DownloadScope,
  toProgress: ToProgress,
): AsyncGenerator<InferenceEvent, void, void> {
  const cache = await scope.caches.open(CACHE_NAMES[file.scope]);
  if ((await cache.match(file.url)) !== undefined) return;
  let received = yield* receive(file, model, signal, scope, toProgress);
  let fault = findFault(file, received);
  if (fault !== null) {
    // A proxy may have been at fault.
    received = yield* receive(file, model, signal, scope, toProgress);
    fault = findFault(file, received);
  }
  if (fault !== null) throw fileError(model, file.url, fault);
  try {
    await cache.put(file.url, new Response(received.data, { headers: { "content-type": received.type } }));
  } catch (thrown) {
    throw new InferenceError("model-load-failed", `cannot store ${file.url}`, {
      engine: "web-llm",
      model: model.id,
      retryable: false,
      detail: `This browser could not store ${file.url}: ${thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)}`,
      cause: thrown,
    });
  }
}

interface Received {
  data: Uint8Array<ArrayBuffer>;
  type: string;
}

async function* receive(
  file: ModelFile,
  model: ModelRecord,
  signal: AbortSignal,
  scope: DownloadScope,
  toProgress: ToProgress,
): AsyncGenerator<InferenceEvent, Received, void> {
  const stallMs = scope.stallMs ?? STALL_MS;
  const stall = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wind = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(), stallMs);
  };
  try {
    wind();
    const response = await ask(file, model, AbortSignal.any([signal, stall.signal]), scope);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    let told = 0;
    const reader = response.body?.getReader();
    try {
      while (bytes <= sizeLimit(file)) {
        wind();
        const step = await reader?.read();
        if (step === undefined || step.done) break;
        chunks.push(step.value);
        bytes += step.value.byteLength;
        if (bytes - told < PROGRESS_STEP_BYTES) continue;
        told = bytes;
        const progress = toProgress(bytes);
        if (progress !== null) yield progress;
      }
    } finally {
      // Left early: stop the transfer. Ended: nothing to do.
      void reader?.cancel().catch(() => {});
    }
    return { data: concatenate(chunks, bytes), type: response.headers.get("content-type") ?? BINARY };
  } catch (thrown) {
    if (!stall.signal.aborted || signal.aborted) throw networkError(thrown, model, file.url);
    throw networkError(new Error(`nothing came for ${stallMs / 1000} s`), model, file.url);
  } finally {
    clearTimeout(timer);
  }
}

async function ask(
  file: ModelFile,
  model: ModelRecord,
  signal: AbortSignal,
  scope: DownloadScope,
): Promise<Response> {
  // Not kept a second time by the browser: the checked copy is kept here.
  const response = await scope.fetch(file.url, {
    signal,
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (response.ok) return response;
  void response.body?.cancel().catch(() => {});
  throw new InferenceError("model-file-missing", `${file.url} gave ${response.status}`, {
    engine: "web-llm",
    model: model.id,
    status: response.status,
    detail: `${file.url}: HTTP ${response.status}`,
    retryable: response.status >= 500 || response.status === 429,
  });
}

function concatenate(chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    data.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return data;
}

function sizeLimit(file: ModelFile): number {
  return file.bytes ?? UNLISTED_LIMIT_BYTES;
}

function findFault(file: ModelFile, { data, type }: Received): string | null {
  if (type.includes("text/html")) return "a web page came in its place";
  if (data.byteLength === 0) return "it is empty";
  if (data.byteLength > sizeLimit(file)) return `it is larger than ${sizeLimit(file)} bytes`;
  switch (file.kind) {
    case "json":
      return parses(data) ? null : "it is not JSON";
    case "library":
      // Reads it to the end, so that a truncated one is noticed too.
      return WebAssembly.validate(data) ? null : "it is not a whole WebAssembly module";
    case "weights":
      return file.bytes === null || data.byteLength === file.bytes
        ? null
        : `it has ${data.byteLength} bytes instead of ${file.bytes}`;
    case "binary":
      return null;
  }
}

function parses(data: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(data));
    return true;
  } catch {
    return false;
  }
}

function networkError(thrown: unknown, model: ModelRecord, url: string): InferenceError {
  const details = { engine: "web-llm", model: model.id } as const;
  if (isAbort(thrown) || thrown instanceof InferenceError)
    return InferenceError.from(thrown, "cancelled", details);
  const message = `${url}: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  return new InferenceError("network", message, { ...details, detail: message, cause: thrown });
}

function fileError(model: ModelRecord, url: string, fault: string): InferenceError {
  return new InferenceError("model-file-corrupt", `${url}: ${fault}`, {
    engine: "web-llm",
    model: model.id,
    detail: `${url}: ${fault}`,
  });
}
