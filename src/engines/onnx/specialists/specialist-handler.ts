import { InferenceError } from "../../../core/errors";
import { type ExecutionProvider, type InferenceEvent, LOAD_PHASES } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import type { InferenceRequest } from "../../../core/request";
import { nextTask } from "../../shared/next-task";
import type { WorkerHandler } from "../../shared/worker-host";
import { forwardPassOf } from "../runtime/forward-pass";
import type { OpenSession } from "../runtime/open-session";
import { embeddedFilesOf } from "./embedded-files";
import {
  CAUTIONS,
  type LoadSpecialist,
  type RunSpecialist,
  type SpecialistContext,
  type SpecialistOptions,
} from "./specialist";

/** What specialists stand on; tests pass files from disk and Node's runtime. */
export interface SpecialistDependencies {
  specialists: Readonly<Record<string, () => Promise<LoadSpecialist>>>;
  readFile(folder: string, name: string): Promise<Uint8Array>;
  openSession: OpenSession;
  /** Gets the runtime ready while files are read; Node's is. */
  startRuntime?(): void;
}

interface LoadedSpecialist {
  run: RunSpecialist;
  executionProvider: ExecutionProvider;
}

/** Embedded specialists: each loads at its first use and stays; they are small. */
export function createSpecialistHandler(dependencies: SpecialistDependencies): WorkerHandler {
  const loaded = new Map<string, Promise<LoadedSpecialist>>();

  function load(folder: string): Promise<LoadedSpecialist> {
    const known = loaded.get(folder);
    if (known !== undefined) return known;
    const loading = loadSpecialist(folder, dependencies);
    loaded.set(folder, loading);
    loading.catch(() => loaded.delete(folder));
    return loading;
  }

  async function* prepare(
    model: ModelRecord,
  ): AsyncGenerator<InferenceEvent, LoadedSpecialist | undefined, void> {
    const folder = folderOf(model);
    if (!loaded.has(folder)) {
      yield { type: "load-progress", phase: LOAD_PHASES.loading, loaded: 0, total: model.downloadBytes };
    }
    const specialist = await load(folder);
    yield { type: "load-end", executionProvider: specialist.executionProvider };
    return specialist;
  }

  return {
    async *prepare(model) {
      yield* prepare(model);
    },
    async *run(request, model, signal) {
      const specialist = yield* prepare(model);
      if (specialist === undefined) return;
      // Lets an abort that is under way arrive before the work begins.
      await nextTask();
      signal.throwIfAborted();
      const output = await specialist.run(request.text, optionsOf(request, signal));
      signal.throwIfAborted();
      yield { type: "output", output };
      yield { type: "end", finishReason: "stop", usage: {} };
    },
    async unload() {
      loaded.clear();
    },
  };
}

async function loadSpecialist(
  folder: string,
  { specialists, readFile, openSession, startRuntime }: SpecialistDependencies,
): Promise<LoadedSpecialist> {
  const importLoader = specialists[folder];
  if (importLoader === undefined) {
    throw new InferenceError("model-missing", `no specialist "${folder}"`, { engine: "onnx" });
  }
  // Code, files and runtime are fetched at once: on a first visit each would wait for the one before it.
  const importing = importLoader();
  const names = Object.keys(embeddedFilesOf(folder));
  if (names.some((name) => name.endsWith(".onnx"))) startRuntime?.();
  const files = new Map(names.map((name) => [name, readFile(folder, name)]));
  for (const file of files.values()) file.catch(() => {});
  const read = (name: string) => {
    const started = files.get(name) ?? readFile(folder, name);
    // Whoever asked has it now; it is not to stay in memory.
    files.delete(name);
    return started;
  };
  let executionProvider: ExecutionProvider = "script";
  const context: SpecialistContext = {
    readFile: read,
    async createForwardPass(file) {
      const { session, provider, Tensor } = await openSession(await read(file));
      executionProvider = provider;
      const pass = forwardPassOf(session, Tensor);
      return async (feeds) => {
        await nextTask();
        return pass(feeds);
      };
    },
  };
  const run = await (await importing)(context);
  return { run, executionProvider };
}

function folderOf(model: ModelRecord): string {
  if (model.source.type === "embedded") return model.source.folder;
  throw new InferenceError("model-missing", `${model.id} is not an embedded model`, { engine: "onnx" });
}

function optionsOf(request: InferenceRequest, signal: AbortSignal): SpecialistOptions {
  const sentences = Number(request.options.sentences);
  const caution = CAUTIONS.find((name) => name === request.options.caution);
  return {
    signal,
    ...(Number.isInteger(sentences) && sentences > 0 ? { maxSentences: sentences } : {}),
    ...(caution === undefined ? {} : { caution }),
  };
}
