import type { Engine, ModelNetwork } from "../core/engine";
import type { InferenceEvent } from "../core/event";
import type { RunMetrics } from "../core/metrics";
import type { ModelRecord } from "../core/model";
import type { ModelTrial } from "../core/model-trial";
import type { InferenceRequest } from "../core/request";
import { measure } from "../metrics/measure";
import { judgeTrial } from "./judge-trial";
import { rememberRun } from "./remember-run";
import type { RunDependencies } from "./run-dependencies";

/** What preparing stands on. */
export type PrepareDependencies = Pick<
  RunDependencies,
  "clock" | "resident" | "estimateTokens" | "pastRuns"
> & {
  trials: { set(modelId: string, trial: ModelTrial): void };
};

/** Enough to see whether a model writes sense, and how quickly. */
const TRIAL_TOKENS = 16;
const TRIAL_PROMPT = "Write one short sentence about the sea.";

/** What the load is called while the model tries itself. */
export const TRIAL_PHASE = "Trying it out";

/**
 * Loads a model, then has it write 16 tokens: their sense and speed are kept for the list of models, and the speed for
 * estimates. Its files are fetched before, apart from this: a tab that dies in a download says nothing about its memory.
 * Yields what `Engine.prepare` yields, with `load-end` last.
 * @throws InferenceError as `Engine.prepare` and `Engine.run` do; `cancelled` when `signal` is aborted.
 */
export async function* prepareModel(
  engine: Engine,
  model: ModelRecord,
  dependencies: PrepareDependencies,
  options: { signal: AbortSignal; network?: ModelNetwork },
): AsyncGenerator<InferenceEvent, void, void> {
  const { resident } = dependencies;
  let loaded: InferenceEvent | null = null;
  for await (const event of resident.stream(engine, model, () => engine.prepare(model, options))) {
    if (event.type === "load-end") loaded = event;
    else yield event;
  }
  if (model.kind === "language-model") {
    yield { type: "load-progress", phase: TRIAL_PHASE, loaded: 0, total: 0 };
    await tryOut(engine, model, dependencies, options.signal);
  }
  if (loaded !== null) yield loaded;
}

/** Has the loaded model write, and keeps the verdict. */
async function tryOut(
  engine: Engine,
  model: ModelRecord,
  dependencies: PrepareDependencies,
  signal: AbortSignal,
): Promise<void> {
  // The first token pays for what is compiled once, such as shaders; the figures must not.
  for await (const _ of dependencies.resident.stream(engine, model, () =>
    engine.run(trialRequest(1), model, { signal }),
  )) {
    // Only that it passes.
  }
  const request = trialRequest(TRIAL_TOKENS);
  let text = "";
  let executionProvider: ModelTrial["executionProvider"];
  let metrics: RunMetrics | undefined;
  const stream = dependencies.resident.stream(engine, model, () => engine.run(request, model, { signal }));
  const events = measure(stream, {
    location: engine.location,
    nowMs: () => dependencies.clock.nowMs(),
    inputTokens: dependencies.estimateTokens(TRIAL_PROMPT),
    inputTokensExact: false,
    estimateTokens: dependencies.estimateTokens,
    costUsd: () => 0,
    energyUsd: () => undefined,
    uploadedBytes: () => 0,
    hasSent: () => false,
  });
  for await (const event of events) {
    if (event.type === "text-delta" || event.type === "reasoning-delta") text += event.text;
    if (event.type === "load-end") executionProvider = event.executionProvider;
    if (event.type === "metrics") metrics = event.metrics;
  }
  dependencies.trials.set(model.id, {
    fault: judgeTrial(text),
    ...(metrics?.tpotMs === undefined ? {} : { tokensPerSecond: 1000 / metrics.tpotMs }),
    ...(executionProvider === undefined ? {} : { executionProvider }),
    at: dependencies.clock.dateMs(),
  });
  if (metrics !== undefined) {
    rememberRun(request, { location: engine.location, model }, metrics, dependencies);
  }
}

function trialRequest(maxOutputTokens: number): InferenceRequest {
  return {
    id: "trial",
    task: "prompt",
    text: TRIAL_PROMPT,
    options: {},
    messages: [{ role: "user", content: TRIAL_PROMPT }],
    attachments: [],
    params: { maxOutputTokens, temperature: 0 },
    sensitivity: "normal",
    output: "text",
  };
}
