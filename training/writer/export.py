"""Writes the trained model as an int8 ONNX decoder with its tokenizer, and `sample.json` for the parity tests."""

import json
import os
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.quantize import quantize_array  # noqa: E402
from writer.byte_pairs import END_ID, END_OF_TEXT, BytePairs, read_byte_pairs  # noqa: E402
from writer.corpus import WORK  # noqa: E402
from writer.model import CONTEXT, EPSILON, HEAD_SIZE, HEADS, LAYERS, VOCABULARY, WIDTH, Writer, rotary_frequencies  # noqa: E402

TARGET = "public/models/writer"
OPSET = 17
LEAST_SCORE = -1e9
SAMPLE_TOKENS = 24
SAMPLE_PROMPTS = [
    "Thank you for your",
    "Hi Anna,\n\nThanks for sending the report. I",
    "The meeting will take place on",
    "I am writing to ask",
    "Write a short email to my boss",
    "The government of the United States",
    '"What is the matter?" said',
    "In order to create a new",
    "She opened the door and",
    "Please let me know if",
    "It is important to",
    "- Buy milk\n- Call",
]
PARITY_TEXTS = [
    *SAMPLE_PROMPTS,
    "",
    " ",
    "  two  spaces and a tab\there\r\nand\n\n\nlines \n",
    "It's Anna's; they're 'quoted' and I'd, we'll, you've, I'm, can't, DON'T, o'clock.",
    "Numbers: 1 22 333 3.14 1,000,000 2026-11-25 15:30 50% $19.99 #42 (c) x^2",
    "Übergröße café naïve Straße — “quotes” ‘single’ … € £ ½ ² Ⅷ",
    "Привет, мир! 東京タワー 한국어 العربية हिन्दी ไทย",
    "emoji 😀 👩‍👩‍👧 🇫🇷 e\u0301 \u00a0nbsp\u200bzero\ufeffmark",
    "snake_case camelCase <b>html</b> https://example.com/a?b=c&d=1 a@b.co {json: [1, 2]}",
    "reciev receive unbelievable antidisestablishmentarianism zzzzqqqq",
]


def rounded_writer(trained: Writer) -> Writer:
    """The model that the file holds: gains in the matrices after them, every matrix rounded to int8 by row."""
    writer = Writer()
    writer.load_state_dict(trained.state_dict())
    with torch.no_grad():
        for layer in writer.layers:
            layer.query_key_value.mul_(layer.attention_gain)
            layer.up.mul_(layer.hidden_gain)
            layer.attention_gain.fill_(1)
            layer.hidden_gain.fill_(1)
        for matrix in (parameter for parameter in writer.parameters() if parameter.dim() == 2):
            whole, scale = quantize_array(matrix.numpy(), axis=1)
            matrix.copy_(torch.from_numpy(whole.astype(np.float32) * scale))
    return writer.eval()


class _Graph:
    """Nodes and constants, as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, values: np.ndarray) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def whole(self, *values: int) -> str:
        return self.constant("whole_" + "_".join(map(str, values)), np.array(values, np.int64))

    def add(self, kind: str, *inputs: str, outputs: list[str] | None = None, **attributes) -> str:  # noqa: ANN003
        names = outputs or [f"{kind}_{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"node_{len(self.nodes)}", **attributes))
        return names[0]

    def int8(self, name: str, matrix: torch.Tensor) -> tuple[str, str]:
        """Names of the int8 matrix and of its scales, one a row."""
        values, scale = quantize_array(matrix.numpy(), axis=1)
        return self.constant(f"{name}_int8", values), self.constant(f"{name}_scale", scale)

    def wide(self, name: str, matrix: torch.Tensor) -> str:
        """The matrix [in, out] as floats; the runtime computes it once, when it starts."""
        values, scale = self.int8(name, matrix)
        product = self.add("Mul", self.add("Cast", values, to=TensorProto.FLOAT), scale)
        return self.add("Transpose", product, perm=[1, 0])

    def normalise(self, stream: str) -> str:
        squares = self.add("ReduceMean", self.add("Mul", stream, stream), axes=[-1], keepdims=1)
        root = self.add("Sqrt", self.add("Add", squares, self.constant("epsilon", np.float32(EPSILON).reshape(()))))
        return self.add("Div", stream, root)


def build_graph(writer: Writer) -> onnx.ModelProto:
    """`input_ids`, `attention_mask`, `position_ids`, `num_logits_to_keep` and the past to `logits` and the present."""
    graph = _Graph()
    add, whole = graph.add, graph.whole
    shape = {name: add("Shape", name) for name in ("input_ids", "attention_mask")}
    length = add("Slice", shape["input_ids"], whole(1), whole(2))
    total = add("Slice", shape["attention_mask"], whole(1), whole(2))
    scalar = {value: graph.constant(f"scalar_{value}", np.array(value, np.int64)) for value in (0, 1)}
    read = add("Range", scalar[0], add("Squeeze", total, whole(0)), scalar[1])
    positions = add("Unsqueeze", add("Squeeze", "position_ids", whole(0)), whole(1))
    mask = add(
        "Where",
        add("LessOrEqual", read, positions),
        graph.constant("zero", np.array(0, np.float32)),
        graph.constant("least", np.array(LEAST_SCORE, np.float32)),
    )
    frequencies = graph.constant("frequencies", rotary_frequencies().numpy()[None])
    angles = add("Mul", add("Cast", positions, to=TensorProto.FLOAT), frequencies)
    cosine, sine = add("Cos", angles), add("Sin", angles)

    def turn(heads: str) -> str:
        first, second = f"{heads}_first", f"{heads}_second"
        add("Split", heads, outputs=[first, second], axis=-1)
        return add(
            "Concat",
            add("Sub", add("Mul", first, cosine), add("Mul", second, sine)),
            add("Add", add("Mul", second, cosine), add("Mul", first, sine)),
            axis=-1,
        )

    table, scales = graph.int8("table", writer.table.detach())
    rows = add("Cast", add("Gather", table, "input_ids", axis=0), to=TensorProto.FLOAT)
    stream = graph.normalise(add("Mul", rows, add("Gather", scales, "input_ids", axis=0)))
    head_shape = add("Concat", whole(1), length, whole(3 * HEADS, HEAD_SIZE), axis=0)
    flat_shape = add("Concat", whole(1), length, whole(WIDTH), axis=0)
    for index, layer in enumerate(writer.layers):
        weights = {name: value.detach() for name, value in layer.named_parameters()}
        mixed = add("MatMul", graph.normalise(stream), graph.wide(f"{index}_mix", weights["query_key_value"]))
        heads = add("Transpose", add("Reshape", mixed, head_shape), perm=[0, 2, 1, 3])
        queries, keys, values = (f"{index}_{name}" for name in ("queries", "keys", "values"))
        add("Split", heads, outputs=[queries, keys, values], axis=1)
        all_keys, all_values = (
            add("Concat", f"past_key_values.{index}.{kind}", new, outputs=[f"present.{index}.{kind}"], axis=2)
            for kind, new in (("key", turn(keys)), ("value", values))
        )
        scale = graph.constant("attention_scale", np.array(HEAD_SIZE**-0.5, np.float32))
        scores = add("Mul", add("MatMul", turn(queries), add("Transpose", all_keys, perm=[0, 1, 3, 2])), scale)
        seen = add("MatMul", add("Softmax", add("Add", scores, mask), axis=-1), all_values)
        seen = add("Reshape", add("Transpose", seen, perm=[0, 2, 1, 3]), flat_shape)
        stream = add("Add", stream, add("MatMul", seen, graph.wide(f"{index}_out", weights["out"])))
        hidden = add("Relu", add("MatMul", graph.normalise(stream), graph.wide(f"{index}_up", weights["up"])))
        lowered = add("MatMul", add("Mul", hidden, hidden), graph.wide(f"{index}_down", weights["down"]))
        stream = add("Add", stream, lowered)
    first_kept = add("Neg", add("Reshape", "num_logits_to_keep", whole(1)))
    kept = add("Slice", stream, first_kept, graph.constant("end", np.array([2**62], np.int64)), whole(1))
    said = add("Mul", graph.normalise(kept), graph.constant("gain", writer.gain.detach().numpy()))
    add("MatMul", said, graph.wide("table", writer.table.detach()), outputs=["logits"])

    def tensor(name: str, kind: int, dims: list) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, dims)

    def cache(prefix: str, dim: str) -> list[onnx.ValueInfoProto]:
        return [
            tensor(f"{prefix}.{index}.{kind}", TensorProto.FLOAT, ["batch_size", HEADS, dim, HEAD_SIZE])
            for index in range(LAYERS)
            for kind in ("key", "value")
        ]

    inputs = [
        tensor("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"]),
        tensor("attention_mask", TensorProto.INT64, ["batch_size", "total_sequence_length"]),
        tensor("position_ids", TensorProto.INT64, ["batch_size", "sequence_length"]),
        tensor("num_logits_to_keep", TensorProto.INT64, []),
        *cache("past_key_values", "past_sequence_length"),
    ]
    outputs = [tensor("logits", TensorProto.FLOAT, ["batch_size", "num_logits", VOCABULARY])]
    outputs += cache("present", "total_sequence_length")
    body = helper.make_graph(graph.nodes, "writer", inputs, outputs, list(graph.constants.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="nearside")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


@torch.no_grad()
def continue_greedily(writer: Writer, ids: list[int], how_many: int) -> list[int]:
    """Prompt and the likeliest tokens after it."""
    ids = list(ids)
    for _ in range(how_many):
        best = int(writer.scores(torch.tensor([ids]))[0, -1].argmax())
        if best == END_ID:
            break
        ids.append(best)
    return ids


def write_settings() -> None:
    """The small files of the layout of Hugging Face that the decode loop reads."""
    config = {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "vocab_size": VOCABULARY,
        "hidden_size": WIDTH,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "num_key_value_heads": HEADS,
        "head_dim": HEAD_SIZE,
        "max_position_embeddings": CONTEXT,
        "bos_token_id": END_ID,
        "eos_token_id": END_ID,
    }
    generation = {"do_sample": True, "temperature": 0.7, "top_p": 0.9, "repetition_penalty": 1.1, "eos_token_id": END_ID}
    for name, content in (("config.json", config), ("generation_config.json", generation)):
        with open(f"{TARGET}/{name}", "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.write("\n")


def write_sample(writer: Writer, pairs: BytePairs) -> None:
    """Greedy continuations of torch with the rounded weights, and ids of texts."""
    sample = {
        "endOfText": END_OF_TEXT,
        "continuations": [
            {"prompt": prompt, "ids": continue_greedily(writer, [END_ID, *pairs.encode(prompt)], SAMPLE_TOKENS)}
            for prompt in SAMPLE_PROMPTS
        ],
        "tokens": [{"text": text, "ids": pairs.encode(text)} for text in PARITY_TEXTS],
    }
    with open(f"{TARGET}/sample.json", "w", encoding="utf-8") as file:
        json.dump(sample, file, ensure_ascii=False, indent=1)
        file.write("\n")


def main() -> None:
    """Writes `public/models/writer/`."""
    torch.set_num_threads(1)
    os.makedirs(TARGET, exist_ok=True)
    pairs = read_byte_pairs(WORK)
    pairs.write(TARGET)
    write_settings()
    trained = Writer()
    trained.load_state_dict(torch.load(f"{WORK}/writer.pt")["weights"])
    writer = rounded_writer(trained)
    onnx.save(build_graph(writer), f"{TARGET}/model.onnx")
    write_sample(writer, pairs)
    print("bytes", os.path.getsize(f"{TARGET}/model.onnx"))


if __name__ == "__main__":
    main()
