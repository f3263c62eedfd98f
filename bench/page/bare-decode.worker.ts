import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { ComputeProvider } from "../../src/core/provider-choice";
import { loadRuntime, type OnnxRuntime } from "../../src/engines/onnx/runtime/load-runtime";
import { answerCalls } from "./call-worker";

/** The model that the worker holds for its whole life. */
export interface BareModel {
  type: "load";
  graphUrl: string;
  /** Where the graph is read from: the network alone, the network by way of the cache, or the cache alone. */
  from?: "network" | "network-to-cache" | "cache";
  provider: ComputeProvider;
  layers: number;
  keyValueHeads: number;
  headSize: number;
}

/** One greedy continuation. */
export interface BareRun {
  type: "run";
  promptIds: readonly number[];
  /** Tokens to write at most. */
  limit: number;
  endIds: readonly number[];
}

/** Its ids, and when each was known, in ms from the start of the run. */
export interface BareResult {
  ids: number[];
  tokenMs: number[];
}

let runtime: OnnxRuntime;
let session: InferenceSession;
let model: BareModel;

/**
 * The least that a decode loop can be: one `session.run` a token, the outputs of one step are the past of the next, the
 * highest score wins. No text, no events, no way to stop it.
 */
async function run({ promptIds, limit, endIds }: BareRun): Promise<BareResult> {
  const { Tensor: TensorClass } = runtime;
  const integers = (values: BigInt64Array, dims: readonly number[]) =>
    new TensorClass("int64", values, [...dims]);
  const names = new Set(session.inputNames);
  const ones = new BigInt64Array(promptIds.length + limit).fill(1n);
  const feeds: Record<string, Tensor> = {};
  const slots: [input: string, output: string][] = [];
  for (let layer = 0; layer < model.layers; layer += 1) {
    for (const kind of ["key", "value"]) {
      const input = `past_key_values.${layer}.${kind}`;
      slots.push([input, `present.${layer}.${kind}`]);
      const dims = [1, model.keyValueHeads, 0, model.headSize];
      feeds[input] = new TensorClass("float32", new Float32Array(0), dims);
    }
  }
  if (names.has("num_logits_to_keep")) feeds.num_logits_to_keep = integers(BigInt64Array.of(1n), []);

  const ids: number[] = [];
  const tokenMs: number[] = [];
  const startMs = performance.now();
  let length = 0;
  let next = promptIds;
  while (ids.length < limit) {
    const total = length + next.length;
    feeds.input_ids = integers(BigInt64Array.from(next, BigInt), [1, next.length]);
    feeds.attention_mask = integers(ones.subarray(0, total), [1, total]);
    if (names.has("position_ids")) {
      const from = length;
      feeds.position_ids = integers(
        BigInt64Array.from(next, (_, index) => BigInt(from + index)),
        [1, next.length],
      );
    }
    const results = await session.run(feeds);
    for (const [input, output] of slots) {
      feeds[input]?.dispose();
      feeds[input] = results[output] as Tensor;
    }
    length = total;
    const id = bestOfLast(
      (await results.logits?.getData()) as Float32Array,
      results.logits?.dims.at(-1) ?? 0,
    );
    if (endIds.includes(id)) break;
    ids.push(id);
    tokenMs.push(performance.now() - startMs);
    next = [id];
  }
  for (const [input] of slots) feeds[input]?.dispose();
  return { ids, tokenMs };
}

function bestOfLast(logits: Float32Array, vocabulary: number): number {
  const start = logits.length - vocabulary;
  let best = start;
  for (let index = start + 1; index < logits.length; index += 1) {
    if ((logits[index] as number) > (logits[best] as number)) best = index;
  }
  return best - start;
}

const CACHE_NAME = "bench/bare";

async function readGraph({ graphUrl, from = "network" }: BareModel): Promise<Uint8Array<ArrayBuffer>> {
  if (from === "network") return new Uint8Array(await (await fetch(graphUrl)).arrayBuffer());
  const cache = await caches.open(CACHE_NAME);
  if (from === "network-to-cache") await cache.put(graphUrl, await fetch(graphUrl));
  const kept = await cache.match(graphUrl);
  if (kept === undefined) throw new Error("the graph is not in the cache");
  return new Uint8Array(await kept.arrayBuffer());
}

answerCalls(async (call: BareModel | BareRun): Promise<BareResult | null> => {
  if (call.type === "run") return run(call);
  model = call;
  runtime = await loadRuntime(call.provider);
  const graph = await readGraph(call);
  const kept = Array.from({ length: call.layers }, (_, layer) => [
    [`present.${layer}.key`, "gpu-buffer"],
    [`present.${layer}.value`, "gpu-buffer"],
  ]).flat();
  session = await runtime.InferenceSession.create(graph, {
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    executionProviders: [call.provider],
    ...(call.provider === "webgpu" ? { preferredOutputLocation: Object.fromEntries(kept) } : {}),
  });
  return null;
});
