import { InferenceError } from "../../../core/errors";
import type { ModelRecord } from "../../../core/model";
import type { ComputeProvider, ProviderTrial } from "../../../core/provider-choice";
import type { WorkerLike } from "../../shared/protocol";
import { createWorkerClient, type WorkerClient } from "../../shared/worker-client";
import type { OnnxWorkerOptions } from "../onnx-handler";
import { sampleRequest } from "./sample-request";

/** What comparing stands on. */
export interface CompareScope {
  createWorker(): WorkerLike;
  signal: AbortSignal;
  /** Monotonic, ms. */
  nowMs(): number;
}

/** One model and what was found. */
export interface ComparedModel extends Pick<ProviderTrial, "wasmMs" | "webgpuMs"> {
  model: ModelRecord;
}

/** Timed runs of a model on each provider. */
const ROUNDS = 5;
/** Runs that go before them: the first loads the model and compiles its shaders, and code is quicker when it is warm. */
const WARM_ROUNDS = 2;
/** So many times as slow as WASM, one round is enough. */
const HOPELESS = 3;
/** Between two answers of a worker; a driver that takes longer is of no use for work of milliseconds. */
const SILENCE_MS = 60_000;

/**
 * Times each model on a sample text, in turn on WASM and on WebGPU, in two workers of its own that end with it. Gives
 * the shortest times model by model: what is longer was something else on the device.
 * @throws InferenceError `cancelled`, or what failed on WASM.
 */
export async function* compareProviders(
  models: readonly ModelRecord[],
  { createWorker, signal, nowMs }: CompareScope,
): AsyncGenerator<ComparedModel, void, void> {
  const clientOn = (provider: ComputeProvider): WorkerClient =>
    createWorkerClient<OnnxWorkerOptions>({
      engine: "onnx",
      createWorker,
      init: { provider },
      timeouts: { silenceMs: SILENCE_MS },
    });
  const wasm = clientOn("wasm");
  const webgpu = clientOn("webgpu");

  async function compare(model: ModelRecord): Promise<ComparedModel> {
    let best = { wasmMs: Number.POSITIVE_INFINITY, webgpuMs: Number.POSITIVE_INFINITY };
    for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
      const wasmMs = await timeRun(wasm, model, signal, nowMs);
      const webgpuMs = await timeRun(webgpu, model, signal, nowMs).catch((thrown) => {
        if (isOfTheGpu(thrown)) return null;
        throw thrown;
      });
      if (webgpuMs === null) return { model, wasmMs, webgpuMs };
      if (round < 0) continue;
      best = { wasmMs: Math.min(best.wasmMs, wasmMs), webgpuMs: Math.min(best.webgpuMs, webgpuMs) };
      if (best.webgpuMs > HOPELESS * best.wasmMs) break;
    }
    return { model, ...best };
  }

  try {
    for (const model of models) yield await compare(model);
  } finally {
    await Promise.all([wasm.unload(), webgpu.unload()]);
  }
}

/** From the model being in memory to its last answer, in ms; for a language model, of one token. */
async function timeRun(
  client: WorkerClient,
  model: ModelRecord,
  signal: AbortSignal,
  nowMs: () => number,
): Promise<number> {
  let startMs = nowMs();
  let tokens = 1;
  for await (const event of client.run(sampleRequest(model), model, { signal })) {
    if (event.type === "load-end") startMs = nowMs();
    if (event.type === "end") tokens = Math.max(1, event.usage.outputTokens ?? 1);
  }
  return (nowMs() - startMs) / tokens;
}

/** Whether a failure says something of the GPU, and not of the network or of a Stop. */
function isOfTheGpu(thrown: unknown): boolean {
  const { code } = InferenceError.from(thrown, "internal");
  return code !== "cancelled" && code !== "network" && code !== "model-file-missing";
}
