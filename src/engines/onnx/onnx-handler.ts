import type { WorkerHandler } from "../shared/worker-host";
import type { LanguageModelHandler } from "./language-models/language-model-handler";
import type { OnnxProvider } from "./runtime/load-runtime";
import { createSessionOpener } from "./runtime/open-session";
import { SPECIALISTS } from "./specialists";
import { readEmbeddedFile } from "./specialists/embedded-files";
import { createSpecialistHandler } from "./specialists/specialist-handler";

/** What the page tells a new worker; it computes on that provider for its whole life. */
export interface OnnxWorkerOptions {
  provider: OnnxProvider;
}

/** Both kinds of model over one runtime; which of them a worker serves is up to the page. */
export function createOnnxHandler({ provider }: OnnxWorkerOptions): WorkerHandler {
  const openSession = createSessionOpener(provider);
  const specialists = createSpecialistHandler({
    specialists: SPECIALISTS,
    readFile: (folder, name) => readEmbeddedFile(folder, name),
    openSession,
  });
  let languageModels: Promise<LanguageModelHandler> | null = null;

  /** Tokenizers and templates load with the first language model. */
  function loadLanguageModels(): Promise<LanguageModelHandler> {
    languageModels ??= import("./language-models/language-model-handler").then((module) =>
      module.createLanguageModelHandler({
        openSession,
        caches: globalThis.caches,
      }),
    );
    return languageModels;
  }

  return {
    async *run(request, model, signal) {
      const handler = model.kind === "specialist" ? specialists : await loadLanguageModels();
      yield* handler.run(request, model, signal);
    },
    async *prepare(model, signal) {
      const handler = model.kind === "specialist" ? specialists : await loadLanguageModels();
      yield* handler.prepare(model, signal);
    },
    countTokens: async (messages, model, signal) =>
      (await loadLanguageModels()).countTokens(messages, model, signal),
    complete: async (text, model, signal) => (await loadLanguageModels()).complete(text, model, signal),
    async unload() {
      await specialists.unload();
      if (languageModels !== null) await (await languageModels).unload();
    },
  };
}
