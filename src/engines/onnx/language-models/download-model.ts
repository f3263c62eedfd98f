import { InferenceError } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import { modelError, throwIfAborted, toModelError } from "./model-error";
import { type ModelManifest, type ModelStore, openModelStore, placeOf } from "./model-store";
import { GRAPH_FOLDER } from "./model-variant";
import { inspectOnnxFile } from "./onnx-file";
import { readTokenizerSettings } from "./read-config";
import { receiveFile } from "./receive-file";

/** What a download stands on; tests pass a server and a cache of their own. */
export interface DownloadScope {
  fetch: typeof fetch;
  caches: CacheStorage;
}

/** One file that a model needs, or may have. */
interface WantedFile {
  path: string;
  kind: "json" | "text" | "graph" | "weights";
  /** A 404 then means that the model has no such file. */
  isOptional?: boolean;
  /** For weights: what the graph will read of them. */
  minimumBytes?: number;
}

const SMALL_FILES: readonly WantedFile[] = [
  { path: "config.json", kind: "json" },
  { path: "tokenizer.json", kind: "json" },
  { path: "tokenizer_config.json", kind: "json", isOptional: true },
  { path: "generation_config.json", kind: "json", isOptional: true },
];

const TEMPLATE_FILE: WantedFile = { path: "chat_template.jinja", kind: "text", isOptional: true };

/** A file that fails is fetched this often in all. */
const ATTEMPTS = 2;

/**
 * Puts every file of a model that is not yet here into the store, each only after a check: not HTML, JSON parses, the
 * graph is whole, weights are as long as the graph says. A file that fails is fetched once more, then refused; files
 * that are here are not fetched again. Where all are here, no request is made. Yields `load-progress` in bytes.
 * @throws InferenceError `model-missing`, `model-file-missing`, `model-file-corrupt`, `network`, `cancelled`,
 *   `out-of-memory`, or `model-load-failed` when the storage is full.
 */
export async function* downloadModel(
  model: ModelRecord,
  signal: AbortSignal,
  scope: DownloadScope,
): AsyncGenerator<InferenceEvent, void, void> {
  const { root, graphPath } = placeOf(model);
  const store = await openModelStore(model, scope.caches);
  const before = await store.readManifest();
  const files: ModelManifest["files"] = [];
  let loaded = 0;

  function progress(received: number, sizeBytes: number | null): InferenceEvent {
    const known = sizeBytes === null ? 0 : loaded + sizeBytes;
    const total = Math.max(known, model.downloadBytes);
    return {
      type: "load-progress",
      phase: "Downloading",
      loaded: loaded + received,
      total: loaded + received > total ? 0 : total,
    };
  }

  /** @returns its contents; null for an optional file that is not there, and for weights that were here already. */
  async function* obtain(
    file: WantedFile,
  ): AsyncGenerator<InferenceEvent, Uint8Array<ArrayBuffer> | null, void> {
    throwIfAborted(signal, model);
    const known = before.files.find(({ path }) => path === file.path);
    if (await store.has(file.path)) {
      // Large weights are read only when another variant brought them, so that their size is not known.
      const isRead = file.kind !== "weights" || known === undefined;
      const data = isRead ? await store.read(file.path) : null;
      const bytes = known?.bytes ?? data?.byteLength ?? 0;
      files.push({ path: file.path, bytes });
      loaded += bytes;
      return data;
    }
    if (known === undefined && before.isComplete && file.isOptional === true) return null;
    const data = yield* fetchChecked(file);
    if (data === null) return null;
    await keep(store, model, file.path, data);
    files.push({ path: file.path, bytes: data.byteLength });
    loaded += data.byteLength;
    const notReached = before.files.filter(({ path }) => files.every((each) => each.path !== path));
    await store.writeManifest({ isComplete: false, files: [...files, ...notReached] });
    return data;
  }

  async function* fetchChecked(
    file: WantedFile,
  ): AsyncGenerator<InferenceEvent, Uint8Array<ArrayBuffer> | null, void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const received = yield* receiveFile(
          {
            url: root + file.path,
            // A proxy or the browser's own cache may have kept a bad answer.
            cache: attempt === 1 ? "default" : "reload",
            fetch: scope.fetch,
            model,
            signal,
          },
          progress,
        );
        const fault = received.isHtml ? "a web page came in its place" : findFault(file, received.data);
        if (fault === null) return received.data;
        throw modelError("model-file-corrupt", model, `${file.path}: ${fault}`);
      } catch (thrown) {
        const error = toModelError(thrown, model, "network");
        if (file.isOptional === true && error.status === 404) return null;
        const mayHelp = error.code === "model-file-corrupt" || error.retryable;
        if (attempt >= ATTEMPTS || !mayHelp || signal.aborted) throw error;
      }
    }
  }

  yield progress(0, null);
  let hasTemplate = false;
  for (const file of SMALL_FILES) {
    const data = yield* obtain(file);
    if (file.path === "tokenizer_config.json" && data !== null) {
      hasTemplate = readTokenizerSettings(parse(data))?.chatTemplate !== undefined;
    }
  }
  if (!hasTemplate) yield* obtain(TEMPLATE_FILE);
  const graph = yield* obtain({ path: graphPath, kind: "graph" });
  const facts = graph === null ? "it is not here" : inspectOnnxFile(graph);
  if (typeof facts === "string") {
    await store.forget(graphPath);
    throw modelError("model-file-corrupt", model, `${graphPath}: ${facts}`);
  }
  for (const { location, bytes } of facts.externalData) {
    yield* obtain({ path: GRAPH_FOLDER + location, kind: "weights", minimumBytes: bytes });
  }
  await store.writeManifest({ isComplete: true, files });
  yield { type: "load-progress", phase: "Downloading", loaded, total: loaded };
}

function findFault(file: WantedFile, data: Uint8Array<ArrayBuffer>): string | null {
  switch (file.kind) {
    case "json":
      return parse(data) === undefined ? "it is not JSON" : null;
    case "text":
      return /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(data))
        ? "a web page came in its place"
        : null;
    case "graph": {
      const facts = inspectOnnxFile(data);
      if (typeof facts === "string") return facts;
      const odd = facts.externalData.find(({ location }) => !/^[\w-][\w.-]*$/.test(location));
      return odd === undefined ? null : `it names weights outside its folder (${odd.location})`;
    }
    case "weights": {
      const least = file.minimumBytes ?? 1;
      return data.byteLength >= least ? null : `it has ${data.byteLength} bytes, the graph reads ${least}`;
    }
  }
}

/** Undefined when it is no JSON. */
function parse(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
}

async function keep(
  store: ModelStore,
  model: ModelRecord,
  path: string,
  data: Uint8Array<ArrayBuffer>,
): Promise<void> {
  try {
    await store.write(path, data);
  } catch (thrown) {
    const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    throw new InferenceError("model-load-failed", `cannot store ${path}`, {
      engine: "onnx",
      model: model.id,
      retryable: false,
      detail: `${path}: ${reason}`,
      cause: thrown,
    });
  }
}
