import type { WorkerHandler } from "../shared/worker-host";
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
  return createSpecialistHandler({
    specialists: SPECIALISTS,
    readFile: (folder, name) => readEmbeddedFile(folder, name),
    openSession: createSessionOpener(provider),
  });
}
