"""Where a model learns: on a GPU where PyTorch sees one, else on one core of the CPU."""

import os

import torch

DEVICE = os.environ.get("NEARSIDE_DEVICE") or ("cuda" if torch.cuda.is_available() else "cpu")
"""`cuda` or `cpu`. Weights are repeatable on one machine and kind of device; another rounds differently."""
WORKERS = int(os.environ.get("NEARSIDE_WORKERS", "0"))
"""Processes beside the one that learns, which only make examples. The examples are the same with any number."""


def on_device(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor where the model learns."""
    return tensor.to(DEVICE, non_blocking=True)
