import {
  TINY_VOCABULARY,
  tinyTokenizer,
  tinyTokenizerConfig,
} from "../../../shared/test-support/tiny-tokenizer";
import { createRandom } from "../random";
import { type Dimension, ELEMENT, model, node, tensor, value } from "./onnx-writer";

/** What kind of export the graph looks like. */
export interface TinyDecoderOptions {
  seed?: number;
  /** Whether the graph takes `position_ids`, or counts by itself. */
  positions?: boolean;
  /** Whether it scores only the last positions asked for, or every one. */
  keepsLogits?: boolean;
  /** The element type of the cache and the scores. */
  half?: boolean;
  /** Whether the weights lie in a file of their own. */
  external?: boolean;
  contextWindow?: number;
}

const LAYERS = 2;
const HEADS = 2;
const HEAD_SIZE = 4;
const SIZE = HEADS * HEAD_SIZE;
/** Name of the file with the weights, as exporters write it. */
export const EXTERNAL_FILE = "model.onnx_data";

/**
 * The files of a decoder with past in Hugging Face's layout, with random weights that are the same for the same seed:
 * two layers of causal attention over learned positions, a byte-level tokenizer and a ChatML template. Its text is
 * nonsense; everything around it is as in a real model.
 */
export function tinyDecoder(options: TinyDecoderOptions = {}): Map<string, Uint8Array<ArrayBuffer>> {
  const { contextWindow = 256 } = options;
  const graph = buildGraph({ ...options, contextWindow });
  const json = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
  const files = new Map<string, Uint8Array<ArrayBuffer>>([
    [
      "config.json",
      json({
        model_type: "llama",
        hidden_size: SIZE,
        num_hidden_layers: LAYERS,
        num_attention_heads: HEADS,
        num_key_value_heads: HEADS,
        max_position_embeddings: contextWindow,
        vocab_size: TINY_VOCABULARY,
        eos_token_id: 1,
      }),
    ],
    ["tokenizer.json", json(tinyTokenizer())],
    ["tokenizer_config.json", json(tinyTokenizerConfig())],
    ["generation_config.json", json({ eos_token_id: [1, 2] })],
    ["onnx/model.onnx", graph.file],
  ]);
  if (graph.weights !== null) files.set(`onnx/${EXTERNAL_FILE}`, graph.weights);
  return files;
}

interface Graph {
  file: Uint8Array<ArrayBuffer>;
  weights: Uint8Array<ArrayBuffer> | null;
}

function buildGraph(options: TinyDecoderOptions & { contextWindow: number }): Graph {
  const { seed = 1, positions = true, keepsLogits = true, half = false, external = false } = options;
  const random = createRandom(seed);
  const nodes: Uint8Array[] = [];
  const constants: Uint8Array[] = [];
  const weightParts: Uint8Array[] = [];
  let weightBytes = 0;
  let count = 0;

  function weight(name: string, dims: readonly number[], scale: number): string {
    const size = dims.reduce((product, dim) => product * dim, 1);
    const data = new Uint8Array(Float32Array.from({ length: size }, () => (random() * 2 - 1) * scale).buffer);
    if (!external) constants.push(tensor(name, ELEMENT.float, dims, data));
    else {
      constants.push(
        tensor(name, ELEMENT.float, dims, data, { location: EXTERNAL_FILE, offset: weightBytes }),
      );
      weightParts.push(data);
      weightBytes += data.byteLength;
    }
    return name;
  }

  function whole(name: string, values: readonly number[], isScalar = false): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    constants.push(tensor(name, ELEMENT.int64, isScalar ? [] : [values.length], data));
    return name;
  }

  function real(name: string, content: number): string {
    constants.push(tensor(name, ELEMENT.float, [], new Uint8Array(Float32Array.of(content).buffer)));
    return name;
  }

  function op(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
    output?: string,
  ): string {
    count += 1;
    const name = output ?? `t${count}`;
    nodes.push(node(type, inputs, [name], attributes));
    return name;
  }

  const zero = whole("zero", [0]);
  const one = whole("one", [1]);
  const two = whole("two", [2]);
  const zeroScalar = whole("zero_scalar", [0], true);
  const oneScalar = whole("one_scalar", [1], true);
  const split = whole("split", [0, 0, HEADS, HEAD_SIZE]);
  const merged = whole("merged", [0, 0, SIZE]);
  const scale = real("scale", HEAD_SIZE ** -0.5);
  const open = real("open", 0);
  const closed = real("closed", -1e9);

  const read = op("Slice", [op("Shape", ["input_ids"]), one, two]);
  const total = op("Slice", [op("Shape", ["attention_mask"]), one, two]);
  const totalScalar = op("Squeeze", [total, zero]);
  const before = op("Squeeze", [op("Sub", [total, read]), zero]);
  const counted = op("Range", [before, totalScalar, oneScalar]);
  const place = positions ? "position_ids" : op("Unsqueeze", [counted, zero]);
  const keys = op("Unsqueeze", [op("Range", [zeroScalar, totalScalar, oneScalar]), zero]);
  const visible = op("LessOrEqual", [keys, op("Unsqueeze", [counted, one])]);
  const mask = op("Where", [visible, open, closed]);

  let x = op("Add", [
    op("Gather", [weight("tokens", [TINY_VOCABULARY, SIZE], 1), "input_ids"]),
    op("Gather", [weight("places", [options.contextWindow, SIZE], 1), place]),
  ]);
  const kept = half ? ELEMENT.float16 : ELEMENT.float;
  const toKept = (name: string, output: string) =>
    half ? op("Cast", [name], { to: kept }, output) : op("Identity", [name], {}, output);
  const fromKept = (name: string) => (half ? op("Cast", [name], { to: ELEMENT.float }) : name);
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const project = (name: string) =>
      op(
        "Transpose",
        [op("Reshape", [op("MatMul", [x, weight(`${name}${layer}`, [SIZE, SIZE], 0.8)]), split])],
        {
          perm: [0, 2, 1, 3],
        },
      );
    const remember = (name: string, fresh: string) => {
      const past = fromKept(`past_key_values.${layer}.${name}`);
      const all = op("Concat", [past, fresh], { axis: 2 });
      toKept(all, `present.${layer}.${name}`);
      return all;
    };
    const query = project("query");
    const key = remember("key", project("key"));
    const content = remember("value", project("value"));
    const match = op("MatMul", [query, op("Transpose", [key], { perm: [0, 1, 3, 2] })]);
    const share = op("Softmax", [op("Add", [op("Mul", [match, scale]), mask])], { axis: -1 });
    const seen = op("Transpose", [op("MatMul", [share, content])], { perm: [0, 2, 1, 3] });
    x = op("Tanh", [op("Add", [x, op("Reshape", [seen, merged])])]);
  }
  if (keepsLogits) {
    const first = op("Neg", [op("Unsqueeze", ["num_logits_to_keep", zero])]);
    x = op("Slice", [x, first, whole("last", [Number.MAX_SAFE_INTEGER]), one]);
  }
  toKept(op("MatMul", [x, weight("head", [SIZE, TINY_VOCABULARY], 3)]), "logits");

  const cache = (name: string, tokens: Dimension) =>
    ["key", "value"].flatMap((kind) =>
      Array.from({ length: LAYERS }, (_, layer) =>
        value(`${name}.${layer}.${kind}`, kept, ["batch_size", HEADS, tokens, HEAD_SIZE]),
      ),
    );
  const tokens = (name: string, size: string) => value(name, ELEMENT.int64, ["batch_size", size]);
  const file = model({
    nodes,
    constants,
    inputs: [
      tokens("input_ids", "sequence_length"),
      tokens("attention_mask", "total_sequence_length"),
      ...(positions ? [tokens("position_ids", "sequence_length")] : []),
      ...(keepsLogits ? [value("num_logits_to_keep", ELEMENT.int64, [])] : []),
      ...cache("past_key_values", "past_sequence_length"),
    ],
    outputs: [
      value("logits", kept, ["batch_size", "kept", TINY_VOCABULARY]),
      ...cache("present", "total_sequence_length"),
    ],
  });
  if (!external) return { file, weights: null };
  const weights = new Uint8Array(weightBytes);
  let offset = 0;
  for (const part of weightParts) {
    weights.set(part, offset);
    offset += part.byteLength;
  }
  return { file, weights };
}
