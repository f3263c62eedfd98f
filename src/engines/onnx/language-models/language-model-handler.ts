import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import type { WorkerHandler } from "../../shared/worker-host";
import type { OpenSession } from "../runtime/open-session";
import { generate } from "./generate";
import type { LanguageModel } from "./language-model";
import { loadLanguageModel } from "./load-language-model";
import { loadPromptWriter } from "./load-prompt-writer";
import { modelError, throwIfAborted, toModelError } from "./model-error";
import { buildPrompt, type PromptWriter } from "./prompt";

/** What surrounds the language models in their worker. */
export interface LanguageModelDependencies {
  openSession: OpenSession;
  caches: CacheStorage;
}

/** A handler that can also count. */
export type LanguageModelHandler = WorkerHandler & Required<Pick<WorkerHandler, "countTokens">>;

/** Language models behind the worker's contract; one at a time is in memory. */
export function createLanguageModelHandler(dependencies: LanguageModelDependencies): LanguageModelHandler {
  let loaded: LanguageModel | null = null;
  /** Writes prompts of a model whose weights are not in memory. */
  let writer: PromptWriter | null = null;

  async function unload(): Promise<void> {
    const { opened } = loaded ?? {};
    loaded = null;
    writer = null;
    await opened?.session.release();
  }

  async function* load(
    model: ModelRecord,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, LanguageModel, void> {
    if (loaded?.id !== model.id) {
      await unload();
      loaded = yield* loadLanguageModel(model, signal, dependencies);
    }
    throwIfAborted(signal, model);
    yield { type: "load-end", executionProvider: loaded.opened.provider };
    return loaded;
  }

  return {
    async *prepare(model, signal) {
      try {
        throwIfAborted(signal, model);
        yield* load(model, signal);
      } catch (thrown) {
        throw toModelError(thrown, model, "model-load-failed");
      }
    },
    async *run(request, model, signal) {
      throwIfAborted(signal, model);
      if (request.attachments.length > 0) {
        throw modelError("attachment-unsupported", model, "the model reads text only");
      }
      let languageModel: LanguageModel;
      try {
        languageModel = yield* load(model, signal);
      } catch (thrown) {
        throw toModelError(thrown, model, "model-load-failed");
      }
      try {
        yield* generate(languageModel, request, signal);
      } catch (thrown) {
        throw toModelError(thrown, model, "internal");
      }
    },
    async countTokens(messages, model, signal) {
      throwIfAborted(signal, model);
      try {
        if (loaded?.id !== model.id && writer?.id !== model.id) {
          writer = await loadPromptWriter(model, dependencies.caches);
        }
        throwIfAborted(signal, model);
        const own = loaded?.id === model.id ? loaded : writer;
        if (own === null) throw modelError("internal", model, "its tokenizer was unloaded while it counted");
        return { tokens: buildPrompt(messages, own).ids.length, contextWindow: own.contextWindow };
      } catch (thrown) {
        throw toModelError(thrown, model, "internal");
      }
    },
    unload,
  };
}
