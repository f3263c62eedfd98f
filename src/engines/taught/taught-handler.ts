import { InferenceError } from "../../core/errors";
import type { ModelRecord } from "../../core/model";
import type { StructuredOutput } from "../../core/output";
import type { LinearWeights } from "../../core/taught";
import { nextTask } from "../shared/next-task";
import type { WorkerHandler } from "../shared/worker-host";
import { openClassifier } from "./classifier/use-classifier";
import { openTagger } from "./tagger/use-tagger";
import { WORD_FEATURE_VERSION } from "./tagger/word-features";

/** Reads the weights of one version; null where there are none. */
export type ReadWeights = (specialistId: string, version: number) => Promise<LinearWeights | null>;

/** Says what a text is, or what is in it. */
type RunTaught = (text: string) => StructuredOutput;

/** The specialist used last stays open; another one replaces it. */
export function createTaughtHandler(readWeights: ReadWeights): WorkerHandler {
  let open: { modelId: string; run: RunTaught } | null = null;

  async function load(model: ModelRecord): Promise<RunTaught> {
    if (open?.modelId === model.id) return open.run;
    if (model.source.type !== "taught") throw missing(model, `${model.id} is not a taught specialist`);
    const weights = await readWeights(model.source.specialistId, model.source.version);
    if (weights === null) throw missing(model, `${model.id} has no weights on this device`);
    const run = openTaught(weights);
    open = { modelId: model.id, run };
    return run;
  }

  async function* prepare(model: ModelRecord) {
    if (open?.modelId !== model.id) {
      yield { type: "load-progress", phase: "Loading", loaded: 0, total: 0 } as const;
    }
    const run = await load(model);
    yield { type: "load-end", executionProvider: "script" } as const;
    return run;
  }

  return {
    async *prepare(model) {
      yield* prepare(model);
    },
    async *run(request, model, signal) {
      const run = yield* prepare(model);
      // Lets an abort that is under way arrive before the work begins.
      await nextTask();
      signal.throwIfAborted();
      if (request.text.trim() === "")
        throw new InferenceError("input-empty", "there is no text", { engine: "taught" });
      yield { type: "output", output: run(request.text) };
      yield { type: "end", finishReason: "stop", usage: {} };
    },
    async unload() {
      open = null;
    },
  };
}

function openTaught(weights: LinearWeights): RunTaught {
  if (weights.featureVersion === WORD_FEATURE_VERSION) {
    const mark = openTagger(weights);
    return (text) => ({ kind: "spans", spans: mark(text) });
  }
  const judge = openClassifier(weights);
  return (text) => {
    const { labels, isUnsure } = judge(text);
    return { kind: "labels", labels, isUnsure };
  };
}

function missing(model: ModelRecord, message: string): InferenceError {
  return new InferenceError("model-missing", message, {
    engine: "taught",
    model: model.id,
    detail: "This specialist is not on this device any more. Choose another one, or teach it again.",
  });
}
