import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import type { WorkerHandler } from "../../shared/worker-host";
import { type Completer, createCompleter } from "./complete/completer";
import { startDecoder } from "./decoder";
import { generate } from "./generate";
import type { LanguageModel } from "./language-model";
import { type LoadScope, loadLanguageModel } from "./load-language-model";
import { loadPromptWriter } from "./load-prompt-writer";
import { modelError, throwIfAborted, toModelError } from "./model-error";
import { buildPrompt, type PromptWriter } from "./prompt";

/** A handler that can also count, and complete. */
export type LanguageModelHandler = WorkerHandler & Required<Pick<WorkerHandler, "countTokens" | "complete">>;

/** Language models behind the worker's contract; one at a time is in memory. */
export function createLanguageModelHandler(dependencies: LoadScope): LanguageModelHandler {
  let loaded: LanguageModel | null = null;
  /** Writes prompts of a model whose weights are not in memory. */
  let writer: PromptWriter | null = null;
  /** Of the model in memory, once it has completed a text. */
  let completer: Completer | null = null;

  async function unload(): Promise<void> {
    const { opened } = loaded ?? {};
    completer?.dispose();
    completer = null;
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
    async complete(text, model, signal) {
      let languageModel: LanguageModel;
      try {
        languageModel = await lastValue(load(model, signal));
      } catch (thrown) {
        throw toModelError(thrown, model, "model-load-failed");
      }
      const { opened, graph, config, tokenizer, contextWindow } = languageModel;
      completer ??= createCompleter({
        tokenizer,
        startDecoder: () => startDecoder(opened, graph, config, contextWindow),
      });
      try {
        return await completer.complete(text, signal);
      } catch (thrown) {
        throw toModelError(thrown, model, "internal");
      }
    },
    unload,
  };
}

/** What a stream returns; its events are left out. */
async function lastValue<Value>(stream: AsyncGenerator<unknown, Value, void>): Promise<Value> {
  for (;;) {
    const step = await stream.next();
    if (step.done === true) return step.value;
  }
}
