"""Writes a trained tagger as the ONNX file that the application loads."""

import os
import tempfile

import torch

from common.hash_cnn import HashTagger
from common.hash_features import FEATURES_PER_WORD
from common.quantize import quantize_onnx

OPSET = 14


def export_tagger(tagger: HashTagger, target: str) -> int:
    """Input `ids` int32 [batch, words, 6], output `logits` float32 [batch, words, tags]. Gives the size."""
    example = torch.ones(2, 16, FEATURES_PER_WORD, dtype=torch.int32)
    with tempfile.TemporaryDirectory() as folder:
        float_file = os.path.join(folder, "float.onnx")
        torch.onnx.export(
            tagger.eval(),
            (example,),
            float_file,
            input_names=["ids"],
            output_names=["logits"],
            dynamic_axes={"ids": {0: "batch", 1: "words"}, "logits": {0: "batch", 1: "words"}},
            opset_version=OPSET,
            do_constant_folding=True,
        )
        quantize_onnx(float_file, target)
    return os.path.getsize(target)
