import { type InferenceEvent, LOAD_PHASES } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import type { OpenSession } from "../runtime/open-session";
import { inspectDecoder } from "./decoder";
import type { LanguageModel } from "./language-model";
import { modelError, throwIfAborted } from "./model-error";
import { openModelFiles } from "./model-files";
import { GRAPH_FOLDER } from "./model-variant";
import { contextWindowOf, readPart, readPromptParts, refuseFile } from "./prompt-parts";
import { type ModelConfig, readGenerationDefaults } from "./read-config";

/** What loading stands on. */
export interface LoadScope {
  openSession: OpenSession;
  caches: CacheStorage;
  /** Starts what `openSession` computes with, while the files are read. */
  startRuntime?: () => void;
}

/**
 * Brings a model that is here into memory; makes no request to another host. Yields `load-progress` in bytes.
 * @throws InferenceError `model-not-downloaded`, `model-file-corrupt` (the damaged file is deleted, so that the next
 *   download fetches it again), `cancelled`, or what opening the graph throws.
 */
export async function* loadLanguageModel(
  model: ModelRecord,
  signal: AbortSignal,
  scope: LoadScope,
): AsyncGenerator<InferenceEvent, LanguageModel, void> {
  const store = await openModelFiles(model, scope.caches);
  const { graphPath } = store;
  const { isComplete, files } = await store.readManifest();
  if (!isComplete) throw modelError("model-not-downloaded", model, "it has not been downloaded");
  scope.startRuntime?.();
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { path, bytes } of files) {
    throwIfAborted(signal, model);
    yield { type: "load-progress", phase: LOAD_PHASES.loading, loaded, total };
    const data = await store.read(path);
    if (data === null)
      throw modelError("model-not-downloaded", model, `${path} is not on this device any more`);
    if (data.byteLength !== bytes) await refuseFile(store, model, path, "it has lost its end");
    contents.set(path, data);
    loaded += bytes;
  }
  yield { type: "load-progress", phase: "Starting", loaded, total };

  const { config, settings, tokenizer, template } = await readPromptParts(contents, model, store);
  const generation = await readPart(
    contents,
    "generation_config.json",
    (value) => readGenerationDefaults(value ?? {}),
    model,
    store,
  );

  const graphBytes = contents.get(graphPath);
  if (graphBytes === undefined) throw modelError("model-not-downloaded", model, `${graphPath} is missing`);
  const externalData = [...contents]
    .filter(([path]) => path.startsWith(GRAPH_FOLDER) && path !== graphPath)
    .map(([path, data]) => ({ path: path.slice(GRAPH_FOLDER.length), data }));
  // The runtime makes its own copy.
  contents.clear();
  throwIfAborted(signal, model);
  const opened = await scope.openSession(graphBytes, {
    ...(externalData.length === 0 ? {} : { externalData }),
    sessionOptions: { preferredOutputLocation: keepOnGpu(config) },
  });
  const graph = inspectDecoder(opened.session);
  if (typeof graph === "string") {
    await opened.session.release();
    return refuseFile(store, model, graphPath, graph);
  }
  return {
    id: model.id,
    opened,
    graph,
    config,
    generation,
    tokenizer,
    template,
    endTokenIds: findEndTokens(),
    contextWindow: contextWindowOf(config, model),
  };

  function findEndTokens(): ReadonlySet<number> {
    const ids = new Set([...config.endTokenIds, ...generation.endTokenIds]);
    const token = settings.specialTokens.eos_token;
    const id = token === undefined ? undefined : tokenizer.idOf(token);
    if (id !== undefined) ids.add(id);
    return ids;
  }
}

/** Only the scores come back from the GPU; outputs that a graph does not have are ignored, and so is all on WASM. */
function keepOnGpu({ layers = 0 }: ModelConfig): Record<string, string> {
  const names = Array.from({ length: layers }, (_, layer) => [
    `present.${layer}.key`,
    `present.${layer}.value`,
  ]).flat();
  return Object.fromEntries(names.map((name) => [name, "gpu-buffer"]));
}
