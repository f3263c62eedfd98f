import type { ComputeProvider } from "../../core/provider-choice";
import type { WorkerHandler } from "../shared/worker-host";
import type { LanguageModelHandler } from "./language-models/language-model-handler";
import { createSessionOpener } from "./runtime/open-session";
import { SPECIALISTS } from "./specialists";
import { readEmbeddedFile } from "./specialists/embedded-files";
import { createSpecialistHandler } from "./specialists/specialist-handler";

/** What the page tells a new worker. */
export interface OnnxWorkerOptions {
  /** It computes on that one for its whole life. */
  provider: ComputeProvider;
  /** A model is on its way: the runtime is started before it is asked for. */
  startsRuntime?: boolean;
}

/** Both kinds of model over one runtime; which of them a worker serves is up to the page. */
export function createOnnxHandler({ provider, startsRuntime }: OnnxWorkerOptions): WorkerHandler {
  const openSession = createSessionOpener(provider);
  if (startsRuntime === true) openSession.start();
  const specialists = createSpecialistHandler({
    specialists: SPECIALISTS,
    readFile: (folder, name) => readEmbeddedFile(folder, name),
    openSession,
    startRuntime: openSession.start,
  });
  let languageModels: Promise<LanguageModelHandler> | null = null;

  /** Tokenizers and templates load with the first language model. */
  function loadLanguageModels(): Promise<LanguageModelHandler> {
    languageModels ??= import("./language-models/language-model-handler").then((module) =>
      module.createLanguageModelHandler({
        openSession,
        startRuntime: openSession.start,
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
