import type { ModelRecord } from "../../../core/model";
import { modelError } from "./model-error";
import { openModelFiles } from "./model-files";
import type { PromptWriter } from "./prompt";
import { contextWindowOf, PROMPT_FILES, readPromptParts } from "./prompt-parts";

/**
 * Brings only the tokenizer and the chat template of a model into memory; makes no request to another host.
 * @throws InferenceError `model-not-downloaded`, `model-file-corrupt` (the damaged file is deleted).
 */
export async function loadPromptWriter(model: ModelRecord, caches: CacheStorage): Promise<PromptWriter> {
  const store = await openModelFiles(model, caches);
  const { isComplete, files } = await store.readManifest();
  if (!isComplete) throw modelError("model-not-downloaded", model, "it has not been downloaded");
  const contents = new Map<string, Uint8Array>();
  for (const { path } of files) {
    if (!PROMPT_FILES.includes(path)) continue;
    const data = await store.read(path);
    if (data === null)
      throw modelError("model-not-downloaded", model, `${path} is not on this device any more`);
    contents.set(path, data);
  }
  const { config, tokenizer, template } = await readPromptParts(contents, model, store);
  return { id: model.id, tokenizer, template, contextWindow: contextWindowOf(config, model) };
}
