import type { WorkerHandler } from "../shared/worker-host";
import { createLanguageModelHandler } from "./language-models/language-model-handler";
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
  const languageModels = createLanguageModelHandler({
    openSession,
    caches: globalThis.caches,
    fetch: (...request) => fetch(...request),
  });
  const handlerOf = (kind: "specialist" | "language-model") =>
    kind === "specialist" ? specialists : languageModels;
  return {
    run: (request, model, signal) => handlerOf(model.kind).run(request, model, signal),
    prepare: (model, signal) => handlerOf(model.kind).prepare(model, signal),
    async unload() {
      await Promise.all([specialists.unload(), languageModels.unload()]);
    },
  };
}
