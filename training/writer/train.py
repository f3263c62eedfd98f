"""Trains the model: Muon for the matrices of the layers, Adam for the rest; goes on from its last checkpoint."""

import os
import sys
import time

import numpy as np
import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.device import DEVICE  # noqa: E402
from writer.corpus import WORK  # noqa: E402
from writer.model import Writer, loss_of  # noqa: E402

SEED = 20251
STEPS = int(os.environ.get("WRITER_STEPS", "18000"))
DECAY_STEPS = STEPS * 2 // 5
"""The last steps, in which the rates fall to zero."""
TOKENS_A_STEP = 16384
EARLY_LENGTH, LATE_LENGTH = 256, 512
"""Tokens of a piece before and in the decay: short pieces are quicker."""
WARM_UP = 200
MATRIX_RATE, TABLE_RATE = 0.02, 0.004
MOMENTUM = 0.95
WEIGHT_DECAY = 0.02
SAVE_EVERY, JUDGE_EVERY = 500, 1000
JUDGED_PIECES = 24
EARLY_MIX = {
    "guidance": 0.26, "technical": 0.08, "textbooks": 0.30, "fiction": 0.22, "sentences": 0.06, "dialogue": 0.04,
    "prompts": 0.04, "mails": 0.02,
}  # fmt: skip
LATE_MIX = {
    "guidance": 0.28, "technical": 0.05, "textbooks": 0.14, "fiction": 0.18, "sentences": 0.10, "dialogue": 0.08,
    "prompts": 0.06, "mails": 0.11,
}  # fmt: skip


def orthogonalise(matrices: torch.Tensor) -> torch.Tensor:
    """Five Newton-Schulz steps towards the nearest matrices with equal singular values (Jordan's coefficients)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    values = matrices.bfloat16()
    values = values / (values.float().flatten(1).norm(dim=1)[:, None, None] + 1e-7).bfloat16()
    is_tall = values.shape[1] > values.shape[2]
    if is_tall:
        values = values.transpose(1, 2).contiguous()
    for _ in range(5):
        square = torch.bmm(values, values.transpose(1, 2))
        values = a * values + torch.bmm(b * square + c * torch.bmm(square, square), values)
    return (values.transpose(1, 2) if is_tall else values).float()


class Muon:
    """Momentum whose direction is orthogonalised, matrices of one shape together. Stacked matrices count singly."""

    def __init__(self, parameters: list[nn.Parameter]):
        self.parameters = parameters
        self.momenta = [torch.zeros_like(parameter) for parameter in parameters]

    @torch.no_grad()
    def step(self, rate: float, momentum: float) -> None:
        """Uses and clears the gradients."""
        groups: dict[tuple[int, ...], list[tuple[torch.Tensor, torch.Tensor]]] = {}
        for parameter, state in zip(self.parameters, self.momenta):
            state.lerp_(parameter.grad, 1 - momentum)
            direction = parameter.grad.lerp(state, momentum)
            rows, columns = parameter.shape
            pieces = 3 if rows == 3 * columns else 1
            for weights, change in zip(parameter.chunk(pieces), direction.chunk(pieces)):
                groups.setdefault(tuple(weights.shape), []).append((weights, change))
            parameter.grad = None
        for (rows, columns), members in groups.items():
            changes = orthogonalise(torch.stack([change for _, change in members]))
            for (weights, _), change in zip(members, changes):
                weights.mul_(1 - rate * WEIGHT_DECAY)
                weights.add_(change, alpha=-rate * max(1.0, rows / columns) ** 0.5)


def rate_at(step: int) -> float:
    """Share of the full rate: up, level, down to zero."""
    if is_late(step):
        return (STEPS - step) / DECAY_STEPS
    return min((step + 1) / WARM_UP, 1.0)


def is_late(step: int) -> bool:
    """Whether the rates fall already."""
    return step >= STEPS - DECAY_STEPS


class Texts:
    """All texts of a part, one after another, where the model learns."""

    def __init__(self, part: str):
        arrays = {name: np.load(path) for name in LATE_MIX if os.path.exists(path := f"{WORK}/{part}-{name}.npy")}
        self.lengths = {name: len(ids) for name, ids in arrays.items()}
        self.starts = dict(zip(arrays, np.cumsum([0, *self.lengths.values()]).tolist()))
        self.ids = torch.from_numpy(np.concatenate(list(arrays.values())).astype(np.int32)).to(DEVICE)

    def pieces(self, starts: np.ndarray, length: int) -> torch.Tensor:
        """Ids [pieces, length + 1] from each of the places on."""
        places = torch.from_numpy(starts).to(DEVICE)[:, None] + torch.arange(length + 1, device=DEVICE)
        return self.ids[places].long()


def batch_at(step: int, texts: Texts) -> torch.Tensor:
    """Pieces of random texts, the same for the same step."""
    chance = np.random.default_rng((SEED, step))
    mix = LATE_MIX if is_late(step) else EARLY_MIX
    length = LATE_LENGTH if is_late(step) else EARLY_LENGTH
    shares = np.array(list(mix.values()))
    names = chance.choice(list(mix), TOKENS_A_STEP // length, p=shares / shares.sum())
    starts = [texts.starts[name] + chance.integers(0, texts.lengths[name] - length - 1) for name in names]
    return texts.pieces(np.array(starts), length)


@torch.no_grad()
def judge(writer: Writer, texts: Texts) -> dict[str, float]:
    """Nats a token of development text, by domain."""
    losses = {}
    writer.eval()
    for name, tokens in texts.lengths.items():
        count = min(JUDGED_PIECES, (tokens - 1) // LATE_LENGTH)
        starts = texts.starts[name] + LATE_LENGTH * np.arange(count)
        losses[name] = float(loss_of(writer, texts.pieces(starts, LATE_LENGTH)))
    writer.train()
    return losses


def main() -> None:
    """Writes `writer.pt` into the work folder, every few minutes while it learns and at the end."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    writer = Writer().to(DEVICE)
    reader = torch.compile(writer, dynamic=False) if DEVICE == "cuda" else writer
    texts, development = Texts("train"), Texts("dev")
    matrices = [parameter for layer in writer.layers for parameter in layer.parameters() if parameter.dim() == 2]
    others = [parameter for parameter in writer.parameters() if all(parameter is not matrix for matrix in matrices)]
    muon = Muon(matrices)
    adam = torch.optim.Adam(others, lr=TABLE_RATE, betas=(0.9, 0.95), eps=1e-10)
    step = 0
    checkpoint = f"{WORK}/writer.pt"
    if os.path.exists(checkpoint):
        stored = torch.load(checkpoint, map_location=DEVICE)
        writer.load_state_dict(stored["weights"])
        adam.load_state_dict(stored["adam"])
        muon.momenta = stored["muon"]
        step = stored["step"]
    started, since = time.time(), step
    total = torch.zeros((), device=DEVICE)
    while step < STEPS:
        loss = loss_of(writer, batch_at(step, texts), reader)
        loss.backward()
        rate = rate_at(step)
        muon.step(MATRIX_RATE * rate, min(MOMENTUM, 0.85 + 0.1 * step / 300))
        for group in adam.param_groups:
            group["lr"] = TABLE_RATE * rate
        adam.step()
        adam.zero_grad(set_to_none=True)
        total += loss.detach()
        step += 1
        if step % SAVE_EVERY == 0 or step == STEPS:
            content = {"weights": writer.state_dict(), "adam": adam.state_dict(), "muon": muon.momenta, "step": step}
            torch.save(content, checkpoint + ".new")
            os.replace(checkpoint + ".new", checkpoint)
            each = (time.time() - started) / (step - since)
            mean = total.item() / (step % SAVE_EVERY or SAVE_EVERY)
            total.zero_()
            print(f"step {step} of {STEPS} loss {mean:.3f} rate {rate:.2f} seconds a step {each:.3f}", flush=True)
        if step % JUDGE_EVERY == 0 or step == STEPS:
            losses = judge(writer, development)
            print("dev", {name: round(value, 3) for name, value in losses.items()}, flush=True)


if __name__ == "__main__":
    main()
