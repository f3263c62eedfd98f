import type { RepositoryFiles } from "../../e2e/fixtures/model-host/model-host";
import {
  type Dimension,
  ELEMENT,
  model,
  node,
  tensor,
  value,
} from "../../src/engines/onnx/language-models/test-support/onnx-writer";
import { randomTokenizer } from "./random-tokenizer";

/** The shape of a decoder; sizes as in `config.json`. */
export interface DecoderShape {
  layers: number;
  heads: number;
  headSize: number;
  /** Of the feed-forward part. */
  hidden: number;
  vocabulary: number;
  contextWindow: number;
}

/** Large enough that computing outweighs all else, as in a model that is of use; small enough to be made at once. */
export const EIGHT_MILLION: DecoderShape = {
  layers: 6,
  heads: 6,
  headSize: 48,
  hidden: 768,
  vocabulary: 4096,
  contextWindow: 512,
};

/** How many weights a shape has. */
export function parametersOf({ layers, heads, headSize, hidden, vocabulary }: DecoderShape): number {
  const size = heads * headSize;
  return 2 * vocabulary * size + layers * (4 * size * size + 3 * size * hidden + 2 * size) + size;
}

type Attributes = Readonly<Record<string, number | readonly number[]>>;

/**
 * A Llama-like decoder with past in Hugging Face's layout (rotary positions, RMS norms, gated feed-forward, fp32), with
 * random weights that are the same for the same seed. It writes nonsense as fast as a trained model of that shape.
 */
export function randomDecoder(shape: DecoderShape, seed = 1): RepositoryFiles {
  const json = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
  const size = shape.heads * shape.headSize;
  return new Map([
    [
      "config.json",
      json({
        architectures: ["LlamaForCausalLM"],
        model_type: "llama",
        hidden_act: "silu",
        hidden_size: size,
        intermediate_size: shape.hidden,
        num_hidden_layers: shape.layers,
        num_attention_heads: shape.heads,
        num_key_value_heads: shape.heads,
        head_dim: shape.headSize,
        max_position_embeddings: shape.contextWindow,
        vocab_size: shape.vocabulary,
      }),
    ],
    ["tokenizer.json", json(randomTokenizer(shape.vocabulary))],
    ["tokenizer_config.json", json({ tokenizer_class: "PreTrainedTokenizer" })],
    ["generation_config.json", json({ do_sample: false })],
    ["onnx/model.onnx", buildGraph(shape, seed)],
  ]);
}

function buildGraph(shape: DecoderShape, seed: number): Uint8Array<ArrayBuffer> {
  const { layers, heads, headSize, hidden, vocabulary, contextWindow } = shape;
  const size = heads * headSize;
  const random = quickRandom(seed);
  const nodes: Uint8Array[] = [];
  const constants: Uint8Array[] = [];
  let count = 0;

  function floats(name: string, dims: readonly number[], at: (index: number) => number): string {
    const length = dims.reduce((product, dim) => product * dim, 1);
    const data = new Float32Array(length);
    for (let index = 0; index < length; index += 1) data[index] = at(index);
    constants.push(tensor(name, ELEMENT.float, dims, new Uint8Array(data.buffer)));
    return name;
  }

  /** Keeps the size of what passes through; `gain` makes it larger. */
  function weight(name: string, rows: number, columns: number, gain = 1): string {
    const scale = gain * Math.sqrt(3 / rows);
    return floats(name, [rows, columns], () => (random() * 2 - 1) * scale);
  }

  function whole(name: string, values: readonly number[], isScalar = false): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    constants.push(tensor(name, ELEMENT.int64, isScalar ? [] : [values.length], data));
    return name;
  }

  function several(
    type: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes?: Attributes,
  ) {
    nodes.push(node(type, inputs, outputs, attributes));
    return outputs;
  }

  function op(type: string, inputs: readonly string[], attributes?: Attributes, output?: string): string {
    count += 1;
    const name = output ?? `t${count}`;
    several(type, inputs, [name], attributes);
    return name;
  }

  const zero = whole("zero", [0]);
  const one = whole("one", [1]);
  const two = whole("two", [2]);
  const zeroScalar = whole("zero_scalar", [0], true);
  const oneScalar = whole("one_scalar", [1], true);
  const split = whole("split", [0, 0, heads, headSize]);
  const merged = whole("merged", [0, 0, size]);
  const scale = floats("scale", [], () => headSize ** -0.5);
  const epsilon = floats("epsilon", [], () => 1e-5);
  const open = floats("open", [], () => 0);
  const closed = floats("closed", [], () => -1e9);

  // Who may see whom: a key up to the query's own place.
  const read = op("Slice", [op("Shape", ["input_ids"]), one, two]);
  const total = op("Slice", [op("Shape", ["attention_mask"]), one, two]);
  const totalScalar = op("Squeeze", [total, zero]);
  const before = op("Squeeze", [op("Sub", [total, read]), zero]);
  const places = op("Range", [before, totalScalar, oneScalar]);
  const keys = op("Unsqueeze", [op("Range", [zeroScalar, totalScalar, oneScalar]), zero]);
  const mask = op("Where", [op("LessOrEqual", [keys, op("Unsqueeze", [places, one])]), open, closed]);

  const half = headSize / 2;
  const angle = (index: number) => Math.floor(index / half) / 10_000 ** ((index % half) / half);
  const rotation = (name: string, of: (angle: number) => number) =>
    op("Unsqueeze", [
      op("Gather", [floats(name, [contextWindow, half], (index) => of(angle(index))), "position_ids"]),
      one,
    ]);
  const cosine = rotation("cosine", Math.cos);
  const sine = rotation("sine", Math.sin);
  const rotate = (x: string) => {
    const [left = "", right = ""] = several("Split", [x], [`${x}_left`, `${x}_right`], { axis: -1 });
    return op(
      "Concat",
      [
        op("Sub", [op("Mul", [left, cosine]), op("Mul", [right, sine])]),
        op("Add", [op("Mul", [right, cosine]), op("Mul", [left, sine])]),
      ],
      { axis: -1 },
    );
  };
  const norm = (x: string, name: string) => {
    const mean = op("ReduceMean", [op("Mul", [x, x])], { axes: [-1], keepdims: 1 });
    const inverse = op("Reciprocal", [op("Sqrt", [op("Add", [mean, epsilon])])]);
    return op("Mul", [op("Mul", [x, inverse]), floats(name, [size], () => 1)]);
  };

  let x = op("Gather", [weight("tokens", vocabulary, size, Math.sqrt(vocabulary)), "input_ids"]);
  for (let layer = 0; layer < layers; layer += 1) {
    const project = (from: string, name: string) =>
      op(
        "Transpose",
        [op("Reshape", [op("MatMul", [from, weight(`${name}${layer}`, size, size, 1.5)]), split])],
        { perm: [0, 2, 1, 3] },
      );
    const remember = (kind: string, fresh: string) =>
      op("Concat", [`past_key_values.${layer}.${kind}`, fresh], { axis: 2 }, `present.${layer}.${kind}`);
    const attended = norm(x, `norm_a${layer}`);
    const query = rotate(project(attended, "query"));
    const key = remember("key", rotate(project(attended, "key")));
    const content = remember("value", project(attended, "value"));
    const match = op("MatMul", [query, op("Transpose", [key], { perm: [0, 1, 3, 2] })]);
    const share = op("Softmax", [op("Add", [op("Mul", [match, scale]), mask])], { axis: -1 });
    const seen = op("Transpose", [op("MatMul", [share, content])], { perm: [0, 2, 1, 3] });
    x = op("Add", [
      x,
      op("MatMul", [op("Reshape", [seen, merged]), weight(`output${layer}`, size, size, 1.5)]),
    ]);
    const fed = norm(x, `norm_b${layer}`);
    const gate = op("MatMul", [fed, weight(`gate${layer}`, size, hidden)]);
    const up = op("MatMul", [fed, weight(`up${layer}`, size, hidden)]);
    const passed = op("Mul", [op("Mul", [gate, op("Sigmoid", [gate])]), up]);
    x = op("Add", [x, op("MatMul", [passed, weight(`down${layer}`, hidden, size, 1.5)])]);
  }
  // Only the last position is scored.
  const last = op("Slice", [
    x,
    op("Neg", [op("Unsqueeze", ["num_logits_to_keep", zero])]),
    whole("end", [Number.MAX_SAFE_INTEGER]),
    one,
  ]);
  op("MatMul", [norm(last, "norm_last"), weight("head", size, vocabulary, 4)], {}, "logits");

  const cache = (name: string, tokens: Dimension) =>
    Array.from({ length: layers }, (_, layer) =>
      ["key", "value"].map((kind) =>
        value(`${name}.${layer}.${kind}`, ELEMENT.float, ["batch_size", heads, tokens, headSize]),
      ),
    ).flat();
  const ids = (name: string, length: string) => value(name, ELEMENT.int64, ["batch_size", length]);
  return model({
    nodes,
    constants,
    inputs: [
      ids("input_ids", "sequence_length"),
      ids("attention_mask", "total_sequence_length"),
      ids("position_ids", "sequence_length"),
      value("num_logits_to_keep", ELEMENT.int64, []),
      ...cache("past_key_values", "past_sequence_length"),
    ],
    outputs: [
      value("logits", ELEMENT.float, ["batch_size", "kept", vocabulary]),
      ...cache("present", "total_sequence_length"),
    ],
  });
}

/** Numbers in [0, 1), the same for the same seed (a linear congruence; its high bits are random enough here). */
function quickRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
