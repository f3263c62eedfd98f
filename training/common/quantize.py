"""Small weights by hand, in torch (to know the shipped scores exactly) and in ONNX (what is shipped).

Tables are quantised per row: the large ones to 4 bits, two numbers in a byte, the others to int8; so they are looked
up, and only the rows that are used are widened. Matrices are int8, quantised per output column and widened
once when the session starts (the runtime folds `Cast` and `Mul` over constants). Activations stay
float32. So a result does not depend on what else is in the batch, every operator exists on WebGPU, and
torch with `quantize_dequantize_`d weights computes the same function as the shipped file.
"""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

SMALLEST_QUANTIZED = 4096
"""Arrays with fewer elements stay float32."""
SMALLEST_PACKED = 100_000
"""Tables with fewer elements are int8; larger ones have 4 bits an element."""
LOWEST_NIBBLE, HIGHEST_NIBBLE = -8, 7
CLIPPING = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Shares of a row's largest element that the widest of its 4-bit numbers may stand for; the best is taken."""
INT8_OFFSET = 128


def quantize_array(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 with one scale for each slice; `axis` is the axis that shares a scale."""
    scale = (np.abs(values).max(axis=axis, keepdims=True) / 127).astype(np.float32)
    scale[scale == 0] = 1e-8
    return np.round(values / scale).clip(-127, 127).astype(np.int8), scale


def quantize_nibbles(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers from -8 to 7 and one scale for each row, chosen for the least squared error."""
    largest = np.abs(values).max(axis=1, keepdims=True)
    numbers = np.zeros(values.shape, np.int8)
    scales = np.full(largest.shape, 1e-8, np.float32)
    least = np.full(largest.shape, np.inf)
    for share in CLIPPING:
        scale = (largest * share / HIGHEST_NIBBLE).astype(np.float32)
        scale[scale == 0] = 1e-8
        rounded = np.round(values / scale).clip(LOWEST_NIBBLE, HIGHEST_NIBBLE)
        error = ((rounded * scale - values) ** 2).sum(axis=1, keepdims=True)
        better = error < least
        numbers = np.where(better, rounded, numbers).astype(np.int8)
        scales = np.where(better, scale, scales)
        least = np.where(better, error, least)
    return numbers, scales


def pack_nibbles(numbers: np.ndarray) -> np.ndarray:
    """Two halves of each row in one int8: the first half in the low 4 bits, the second in the high ones."""
    first, second = np.split(numbers.astype(np.int32) - LOWEST_NIBBLE, 2, axis=1)
    return (first + 16 * second - INT8_OFFSET).astype(np.int8)


def is_packed(values: np.ndarray) -> bool:
    """Whether a table has 4 bits an element."""
    return values.size >= SMALLEST_PACKED and values.shape[1] % 2 == 0


def quantize_dequantize_(model: nn.Module) -> nn.Module:
    """Rounds the weights of a torch model, in place, to the values that the shipped file holds."""
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, (nn.Embedding, nn.Linear)) and module.weight.numel() >= SMALLEST_QUANTIZED:
                values = module.weight.numpy()
                is_table = isinstance(module, nn.Embedding)
                quantized, scale = (
                    quantize_nibbles(values) if is_table and is_packed(values) else quantize_array(values, axis=1)
                )
                module.weight.copy_(torch.from_numpy(quantized.astype(np.float32) * scale))
    return model


UNPACKING = {"unpack_offset": INT8_OFFSET, "unpack_share": 1 / 16, "unpack_base": 16, "unpack_lowest": -LOWEST_NIBBLE}


def unpack_nodes(result: str) -> list[onnx.NodeProto]:
    """Undoes `pack_nibbles` on rows that were looked up, in operators that every backend has."""
    return [
        helper.make_node("Add", [result + "_bytes", "unpack_offset"], [result + "_whole"]),
        helper.make_node("Mul", [result + "_whole", "unpack_share"], [result + "_shared"]),
        helper.make_node("Floor", [result + "_shared"], [result + "_high"]),
        helper.make_node("Mul", [result + "_high", "unpack_base"], [result + "_taken"]),
        helper.make_node("Sub", [result + "_whole", result + "_taken"], [result + "_low"]),
        helper.make_node("Concat", [result + "_low", result + "_high"], [result + "_both"], axis=-1),
        helper.make_node("Sub", [result + "_both", "unpack_lowest"], [result + "_float"]),
    ]


def quantize_onnx(source: str, target: str) -> None:
    """Rewrites the Gather tables and MatMul matrices of a float32 ONNX file as 4-bit numbers and int8."""
    model = onnx.load(source)
    graph = model.graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    added = {name: numpy_helper.from_array(np.array(value, np.float32), name) for name, value in UNPACKING.items()}
    widened: set[str] = set()
    nodes: list[onnx.NodeProto] = []

    def is_large_float(name: str) -> bool:
        return name in arrays and arrays[name].dtype == np.float32 and arrays[name].size >= SMALLEST_QUANTIZED

    def store(name: str, axis: int, packed: bool = False) -> None:
        if name + "_int8" not in added:
            quantized, scale = quantize_nibbles(arrays[name]) if packed else quantize_array(arrays[name], axis)
            if packed:
                quantized = pack_nibbles(quantized)
            added[name + "_int8"] = numpy_helper.from_array(quantized, name + "_int8")
            added[name + "_scale"] = numpy_helper.from_array(scale, name + "_scale")

    for node in graph.node:
        if node.op_type == "Gather" and is_large_float(node.input[0]):
            table, result = node.input[0], node.output[0]
            packed = is_packed(arrays[table])
            store(table, axis=1, packed=packed)
            numbers = result + ("_bytes" if packed else "_float")
            nodes += [
                helper.make_node("Gather", [table + "_int8", node.input[1]], [result + "_rows"], axis=0),
                helper.make_node("Cast", [result + "_rows"], [numbers], to=TensorProto.FLOAT),
                *(unpack_nodes(result) if packed else []),
                helper.make_node("Gather", [table + "_scale", node.input[1]], [result + "_scales"], axis=0),
                helper.make_node("Mul", [result + "_float", result + "_scales"], [result]),
            ]
        elif node.op_type == "MatMul" and is_large_float(node.input[1]):
            matrix = node.input[1]
            store(matrix, axis=0)
            if matrix not in widened:
                widened.add(matrix)
                nodes += [
                    helper.make_node("Cast", [matrix + "_int8"], [matrix + "_float"], to=TensorProto.FLOAT),
                    helper.make_node("Mul", [matrix + "_float", matrix + "_scale"], [matrix + "_wide"]),
                ]
            nodes.append(helper.make_node("MatMul", [node.input[0], matrix + "_wide"], list(node.output)))
        else:
            nodes.append(node)

    replaced = {name[: -len("_int8")] for name in added if name.endswith("_int8")}
    initializers = [item for item in graph.initializer if item.name not in replaced] + list(added.values())
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.initializer[:]
    graph.initializer.extend(initializers)
    onnx.checker.check_model(model)
    onnx.save(model, target)
