import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import type { FileDesk, ObtainedFile } from "../../shared/downloads/file-desk";
import type { WantedFile } from "../../shared/downloads/wanted-file";
import { modelError } from "./model-error";
import { type ModelManifest, openModelStore, placeOf, wantedFile } from "./model-store";
import { GRAPH_FOLDER } from "./model-variant";
import { inspectOnnxFile } from "./onnx-file";
import { readTokenizerSettings } from "./read-config";

const REQUIRED = ["config.json", "tokenizer.json"] as const;
const OPTIONAL = ["tokenizer_config.json", "generation_config.json"] as const;
const TEMPLATE = "chat_template.jinja";

/**
 * Obtains every file of a model in Hugging Face's ONNX layout: small ones first, since they tell whether there is a
 * model at all, then the graph, which tells what weights there are. The manifest is written after each file.
 * @throws InferenceError `model-missing` as `placeOf`, or what `desk` throws.
 */
export async function* obtainModel(
  model: ModelRecord,
  desk: FileDesk,
  caches: CacheStorage,
): AsyncGenerator<InferenceEvent, void, void> {
  const { graphPath } = placeOf(model);
  const store = await openModelStore(model, caches);
  const before = await store.readManifest();
  const files: ModelManifest["files"] = [];

  async function* obtain(file: WantedFile): AsyncGenerator<InferenceEvent, ObtainedFile | null, void> {
    const path = file.path ?? file.url;
    // What a complete model lacks is no reason to ask again.
    const isLacking = before.isComplete && before.files.every((each) => each.path !== path);
    if (isLacking && file.isOptional === true && !(await store.has(path))) return null;
    const obtained = yield* desk.obtain(file);
    if (obtained === null) return null;
    files.push({ path, bytes: obtained.bytes });
    if (!before.isComplete)
      await store.writeManifest({ isComplete: false, files: [...files, ...notReached()] });
    return obtained;
  }
  const notReached = () => before.files.filter(({ path }) => files.every((each) => each.path !== path));

  const small = [
    ...REQUIRED.map((path) => wantedFile(model, path)),
    ...OPTIONAL.map((path) => ({ ...wantedFile(model, path), isOptional: true })),
  ];
  const graphFile = wantedFile(model, graphPath);
  desk.plan([...small, graphFile]);
  yield desk.progress();
  let hasTemplate = false;
  for (const file of small) {
    const obtained = yield* obtain(file);
    // The list of the host, if there is one, is known from the first file on.
    desk.plan(desk.pathsWith(`${graphPath}_data`).map((path) => wantedFile(model, path)));
    if (file.path !== "tokenizer_config.json" || obtained?.data == null) continue;
    hasTemplate = readTokenizerSettings(parseJson(obtained.data))?.chatTemplate !== undefined;
  }
  if (!hasTemplate) yield* obtain({ ...wantedFile(model, TEMPLATE), isOptional: true });
  const graph = (yield* obtain(graphFile))?.data;
  const facts = graph == null ? "it is not here" : inspectOnnxFile(graph);
  if (typeof facts === "string") {
    await store.forget(graphPath);
    throw modelError("model-file-corrupt", model, `${graphPath}: ${facts}`);
  }
  for (const { location, bytes } of facts.externalData) {
    yield* obtain(wantedFile(model, GRAPH_FOLDER + location, bytes));
  }
  await store.writeManifest({ isComplete: true, files });
  yield desk.progress();
}

/** Undefined when it is no JSON. */
function parseJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
}
