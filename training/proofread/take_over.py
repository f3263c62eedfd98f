"""Starts from a model that has shipped, so that a better way of making mistakes need not be learnt from nothing."""

import gzip
import json

import onnx
import torch
from onnx import numpy_helper

from common.hash_cnn import HashTagger


def take_over(tagger: HashTagger, tags: list[str], folder: str) -> None:
    """Copies the weights of `folder` (int8 tables and matrices); tags that it does not know begin as the mean of the replacements it knows."""
    graph = onnx.load(f"{folder}/model.onnx").graph
    arrays = {item.name: torch.from_numpy(numpy_helper.to_array(item).copy()) for item in graph.initializer}
    with open(f"{folder}/lists.bin", "rb") as file:
        old_tags = json.loads(gzip.decompress(file.read()))["tags"]
    wide = {name[: -len("_int8")]: arrays[name].float() * arrays[name[: -len("_int8")] + "_scale"] for name in arrays if name.endswith("_int8")}
    matrices = [node.input[1][: -len("_wide")] for node in graph.node if node.op_type == "MatMul"]
    linears = [tagger.body.mix.linear, *(layer.linear for layer in tagger.body.convolutions)]
    with torch.no_grad():
        for name, parameter in tagger.named_parameters():
            old = wide.get(name, arrays.get(name))
            if old is not None and old.shape == parameter.shape:
                parameter.copy_(old)
        for linear, matrix in zip(linears, matrices):
            linear.weight.copy_(wide[matrix].t())
        for row, tag in enumerate(old_tags):
            if tag in tags:
                tagger.head.weight[tags.index(tag)] = wide[matrices[-1]][:, row]
                tagger.head.bias[tags.index(tag)] = arrays["head.bias"][row]
        new = [number for number, tag in enumerate(tags) if tag not in old_tags]
        replacements = [tags.index(tag) for tag in old_tags if tag.startswith("REP_") and tag in tags]
        tagger.head.weight[new] = tagger.head.weight[replacements].mean(0)
        tagger.head.bias[new] = tagger.head.bias[replacements].mean() - 1
