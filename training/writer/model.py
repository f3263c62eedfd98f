"""A small decoder: RMSNorm, rotary positions, squared ReLU, and one table for reading and for writing tokens."""

import os
import sys

import torch
from torch import nn
from torch.nn import functional

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.device import DEVICE  # noqa: E402

VOCABULARY = 8192
WIDTH = 224
LAYERS = 6
HEADS = 7
HEAD_SIZE = WIDTH // HEADS
HIDDEN = 832
CONTEXT = 512
"""Tokens that the exported model reads at most. It learns on shorter pieces; rotary positions carry further."""
ROTARY_BASE = 10_000.0
DROPOUT = 0.05
"""While it learns, since it reads each text some fifteen times: without, it was ever surer of texts that it had seen."""
EPSILON = 1e-5
LOSS_CHUNK = 1024 if DEVICE == "cpu" else 16384
"""Positions whose 8,192 scores are in memory at once."""


def normalise(values: torch.Tensor) -> torch.Tensor:
    """RMSNorm without a gain."""
    return values * torch.rsqrt(values.square().mean(-1, keepdim=True) + EPSILON)


def rotary_frequencies() -> torch.Tensor:
    """Radians a position, for each of half a head's numbers."""
    return ROTARY_BASE ** (-torch.arange(0, HEAD_SIZE, 2, dtype=torch.float32) / HEAD_SIZE)


class Layer(nn.Module):
    """Attention, then a hidden layer; both add to the stream."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_gain = nn.Parameter(torch.ones(WIDTH))
        self.hidden_gain = nn.Parameter(torch.ones(WIDTH))
        self.query_key_value = nn.Parameter(torch.empty(3 * WIDTH, WIDTH))
        self.out = nn.Parameter(torch.zeros(WIDTH, WIDTH))
        self.up = nn.Parameter(torch.empty(HIDDEN, WIDTH))
        self.down = nn.Parameter(torch.zeros(WIDTH, HIDDEN))
        for matrix in (self.query_key_value, self.up):
            nn.init.uniform_(matrix, -((3 / WIDTH) ** 0.5), (3 / WIDTH) ** 0.5)

    def forward(
        self, stream: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        batch, length, _ = stream.shape
        mixed = functional.linear(normalise(stream) * self.attention_gain, self.query_key_value)
        mixed = mixed.view(batch, length, 3, HEADS, HEAD_SIZE).permute(2, 0, 3, 1, 4)
        first, second = mixed[:2].float().chunk(2, -1)
        turned = torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1)
        queries, keys = turned.to(mixed.dtype).flatten(1, 2)
        scores = torch.baddbmm(mask.to(queries.dtype), queries, keys.transpose(1, 2), alpha=HEAD_SIZE**-0.5)
        read = torch.bmm(scores.softmax(-1).to(mixed.dtype), mixed[2].flatten(0, 1))
        read = read.view(batch, HEADS, length, HEAD_SIZE).transpose(1, 2).reshape(batch, length, WIDTH)
        stream = stream + functional.dropout(functional.linear(read, self.out), DROPOUT, self.training)
        hidden = functional.linear(normalise(stream) * self.hidden_gain, self.up)
        added = functional.linear(functional.relu(hidden).square(), self.down)
        return stream + functional.dropout(added, DROPOUT, self.training)


class Writer(nn.Module):
    """Ids [batch, length] to what the last layer says about the next id, [batch, length, width]."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(VOCABULARY, WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.gain = nn.Parameter(torch.ones(WIDTH))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        length = ids.shape[1]
        angles = torch.arange(length, device=ids.device)[:, None] * rotary_frequencies().to(ids.device)
        mask = torch.full((length, length), float("-inf"), device=ids.device).triu(1)
        stream = normalise(functional.embedding(ids, self.table))
        for layer in self.layers:
            stream = layer(stream, angles.cos(), angles.sin(), mask)
        return normalise(stream) * self.gain

    def scores(self, ids: torch.Tensor) -> torch.Tensor:
        """Logits [batch, length, vocabulary]."""
        return functional.linear(self(ids), self.table)


class _Loss(torch.autograd.Function):
    """Mean cross-entropy against one table, with the gradients computed on the way: the scores are never kept."""

    @staticmethod
    def forward(context, said, table, targets):  # noqa: ANN001, ANN205
        half, total = table.bfloat16(), torch.zeros((), device=table.device)
        said_gradient, table_gradient = torch.empty_like(said), torch.zeros_like(table)
        for start in range(0, len(said), LOSS_CHUNK):
            rows = slice(start, start + LOSS_CHUNK)
            part, right = said[rows].bfloat16(), targets[rows, None]
            scores = torch.mm(part, half.t()).float()
            normaliser = scores.logsumexp(-1, keepdim=True)
            total += (normaliser - scores.gather(1, right)).sum()
            gradient = scores.sub_(normaliser).exp_()
            gradient.scatter_add_(1, right, torch.full_like(normaliser, -1.0))
            narrow = gradient.bfloat16()
            said_gradient[rows] = torch.mm(narrow, half).float()
            table_gradient += torch.mm(narrow.t(), part).float()
        context.save_for_backward(said_gradient / len(said), table_gradient / len(said))
        return total / len(said)

    @staticmethod
    def backward(context, gradient):  # noqa: ANN001, ANN205
        said_gradient, table_gradient = context.saved_tensors
        return said_gradient * gradient, table_gradient * gradient, None


def loss_of(writer: Writer, ids: torch.Tensor, reader: nn.Module | None = None) -> torch.Tensor:
    """Nats a token of ids [batch, length + 1]. `reader` is the same model, compiled."""
    with torch.autocast(ids.device.type, torch.bfloat16):
        said = (writer if reader is None else reader)(ids[:, :-1])
    return _Loss.apply(said.float().flatten(0, 1), writer.table, ids[:, 1:].flatten())
