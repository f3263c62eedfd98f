import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { OpenedSession } from "../runtime/open-session";
import type { ModelConfig } from "./read-config";

/** A graph that reads tokens one after another and remembers what it read. */
export interface Decoder {
  /** Reads `ids` after those before; gives the scores of the next token, which the caller may change. */
  read(ids: readonly number[]): Promise<Float32Array>;
  /** Marks what has been read so far, in place of an earlier mark. */
  keep(): void;
  /** Forgets what was read after the mark, or all where there is none. */
  rewind(): void;
  /** Frees what was remembered. */
  dispose(): void;
}

type TensorMetadata = InferenceSession.TensorValueMetadata;

/** How a past input of the graph is called, and the output that takes its place in the next step. */
interface CacheSlot {
  input: TensorMetadata;
  output: string;
}

/** What the graph of a session takes and gives. */
export interface DecoderGraph {
  slots: readonly CacheSlot[];
  inputs: ReadonlyMap<string, TensorMetadata>;
}

/**
 * Finds the cache of a decoder by the names of its inputs (`past_key_values.N.key` becomes `present.N.key`, and so for
 * other kinds of state).
 * @returns a string that says why this is no decoder with past.
 */
export function inspectDecoder(session: InferenceSession): DecoderGraph | string {
  const inputs = new Map<string, TensorMetadata>();
  for (const input of session.inputMetadata) if (input.isTensor) inputs.set(input.name, input);
  if (!inputs.has("input_ids")) return "its graph takes no input_ids";
  if (!session.outputNames.includes("logits")) return "its graph gives no logits";
  const slots: CacheSlot[] = [];
  for (const input of inputs.values()) {
    if (!input.name.startsWith("past")) continue;
    const output = input.name.replace(/^past(_key_values)?/, "present");
    if (!session.outputNames.includes(output)) return `its graph gives no ${output}`;
    slots.push({ input, output });
  }
  if (slots.length === 0) return "its graph keeps no past";
  const unknown = [...inputs.keys()].find((name) => !KNOWN_INPUT.test(name));
  return unknown === undefined ? { slots, inputs } : `its graph wants ${unknown}, which is not known`;
}

const KNOWN_INPUT =
  /^(input_ids|attention_mask|position_ids|num_logits_to_keep|logits_to_keep|use_cache_branch|past.*)$/;

/** Starts with an empty past. `capacity` is the most tokens that will be read in all. */
export function startDecoder(
  { session, Tensor: TensorClass }: OpenedSession,
  graph: DecoderGraph,
  config: ModelConfig,
  capacity: number,
): Decoder {
  const ones = new BigInt64Array(capacity).fill(1n);
  let past = new Map<string, Tensor>();
  let length = 0;
  for (const { input } of graph.slots) past.set(input.name, emptyTensor(input, config));
  let kept = { past, length };

  function emptyTensor(input: TensorMetadata, { keyValueHeads, headSize }: ModelConfig): Tensor {
    const known = [1, keyValueHeads, 0, headSize];
    const isKeyOrValue = input.shape.length === 4;
    const dims = input.shape.map((size, index) => {
      if (typeof size === "number" && size > 0) return size;
      if (index === 0) return 1;
      return (isKeyOrValue ? known[index] : 0) ?? 0;
    });
    const size = dims.reduce((product, dim) => product * dim, 1);
    const data = input.type === "float16" ? new Uint16Array(size) : new Float32Array(size);
    return new TensorClass(input.type as "float32", data as Float32Array, dims);
  }

  function integers(name: string, values: BigInt64Array, dims: readonly number[]): Tensor {
    return graph.inputs.get(name)?.type === "int32"
      ? new TensorClass("int32", Int32Array.from(values, Number), [...dims])
      : new TensorClass("int64", values, [...dims]);
  }

  function feedsFor(ids: readonly number[]): Record<string, Tensor> {
    const total = length + ids.length;
    const feeds: Record<string, Tensor> = {
      input_ids: integers("input_ids", BigInt64Array.from(ids, BigInt), [1, ids.length]),
    };
    if (graph.inputs.has("attention_mask")) {
      feeds.attention_mask = integers("attention_mask", ones.subarray(0, total), [1, total]);
    }
    if (graph.inputs.has("position_ids")) {
      const positions = BigInt64Array.from(ids, (_, index) => BigInt(length + index));
      feeds.position_ids = integers("position_ids", positions, [1, ids.length]);
    }
    for (const name of ["num_logits_to_keep", "logits_to_keep"]) {
      const input = graph.inputs.get(name);
      if (input !== undefined)
        feeds[name] = integers(
          name,
          BigInt64Array.of(1n),
          input.shape.map(() => 1),
        );
    }
    if (graph.inputs.has("use_cache_branch")) {
      feeds.use_cache_branch = new TensorClass("bool", Uint8Array.of(length > 0 ? 1 : 0), [1]);
    }
    for (const [name, tensor] of past) feeds[name] = tensor;
    return feeds;
  }

  function free(tensors: ReadonlyMap<string, Tensor>): void {
    for (const tensor of tensors.values()) tensor.dispose();
  }

  return {
    async read(ids) {
      const results = await session.run(feedsFor(ids));
      const next = new Map<string, Tensor>();
      for (const { input, output } of graph.slots) {
        const tensor = results[output];
        if (tensor !== undefined) next.set(input.name, tensor);
      }
      if (past !== kept.past) free(past);
      past = next;
      length += ids.length;
      const logits = results.logits;
      if (logits === undefined) throw new RangeError("the graph gave no logits");
      const scores = lastScores(await logits.getData(), logits.dims.at(-1) ?? 0);
      logits.dispose();
      return scores;
    },
    keep() {
      if (kept.past !== past) free(kept.past);
      kept = { past, length };
    },
    rewind() {
      if (past !== kept.past) free(past);
      ({ past, length } = kept);
    },
    dispose() {
      if (past !== kept.past) free(past);
      free(kept.past);
    },
  };
}

/** The scores after the last token, as 32-bit numbers. */
function lastScores(data: Tensor.DataType, vocabulary: number): Float32Array {
  if (data instanceof Float32Array) return data.subarray(data.length - vocabulary);
  if (data instanceof Uint16Array)
    return Float32Array.from(data.subarray(data.length - vocabulary), fromHalf);
  // A browser's own Float16Array, which is newer than the types.
  const halves = data as unknown as Float32Array;
  return Float32Array.from(halves.subarray(halves.length - vocabulary));
}

/** The number that 16 bits of IEEE 754 stand for. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
