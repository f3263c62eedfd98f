"""int8 weights by hand, in torch (to know the shipped scores exactly) and in ONNX (what is shipped).

Tables are quantised per row and looked up as int8; matrices are quantised per output column and widened
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


def quantize_array(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 with one scale for each slice; `axis` is the axis that shares a scale."""
    scale = (np.abs(values).max(axis=axis, keepdims=True) / 127).astype(np.float32)
    scale[scale == 0] = 1e-8
    return np.round(values / scale).clip(-127, 127).astype(np.int8), scale


def quantize_dequantize_(model: nn.Module) -> nn.Module:
    """Rounds the weights of a torch model, in place, to the values that the shipped file holds."""
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, (nn.Embedding, nn.Linear)) and module.weight.numel() >= SMALLEST_QUANTIZED:
                quantized, scale = quantize_array(module.weight.numpy(), axis=1)
                module.weight.copy_(torch.from_numpy(quantized.astype(np.float32) * scale))
    return model


def quantize_onnx(source: str, target: str) -> None:
    """Rewrites the Gather tables and MatMul matrices of a float32 ONNX file as int8."""
    model = onnx.load(source)
    graph = model.graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    added: dict[str, onnx.TensorProto] = {}
    widened: set[str] = set()
    nodes: list[onnx.NodeProto] = []

    def is_large_float(name: str) -> bool:
        return name in arrays and arrays[name].dtype == np.float32 and arrays[name].size >= SMALLEST_QUANTIZED

    def store(name: str, axis: int) -> None:
        if name + "_int8" not in added:
            quantized, scale = quantize_array(arrays[name], axis)
            added[name + "_int8"] = numpy_helper.from_array(quantized, name + "_int8")
            added[name + "_scale"] = numpy_helper.from_array(scale, name + "_scale")

    for node in graph.node:
        if node.op_type == "Gather" and is_large_float(node.input[0]):
            table, result = node.input[0], node.output[0]
            store(table, axis=1)
            nodes += [
                helper.make_node("Gather", [table + "_int8", node.input[1]], [result + "_rows"], axis=0),
                helper.make_node("Cast", [result + "_rows"], [result + "_float"], to=TensorProto.FLOAT),
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
