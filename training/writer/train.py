"""Trains the model: Muon for the matrices of the layers, Adam for the rest; goes on from its last checkpoint."""

import math
import os
import sys
import time

import numpy as np
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from writer.corpus import WORK  # noqa: E402
from writer.model import Writer, loss_of  # noqa: E402

SEED = 20251
STEPS = int(os.environ.get("WRITER_STEPS", "3400"))
DECAY_STEPS, DECAY_FROM = 700, 700 / 1020
"""The last steps, in which the rates fall to zero, and the share of the full rate with which they begin to."""
TOKENS_A_STEP = 4096
EARLY_LENGTH, LATE_LENGTH = 128, 256
"""Tokens of a piece before and in the decay: short pieces are quicker."""
WARM_UP = 100
MATRIX_RATE, TABLE_RATE = 0.02, 0.004
MOMENTUM = 0.95
WEIGHT_DECAY = 0.02
SAVE_EVERY, JUDGE_EVERY = 100, 500
EARLY_MIX = {
    "guidance": 0.28, "technical": 0.07, "textbooks": 0.23, "fiction": 0.24, "sentences": 0.08, "dialogue": 0.05,
    "prompts": 0.05,
}  # fmt: skip
LATE_MIX = {
    "guidance": 0.28, "technical": 0.05, "textbooks": 0.15, "fiction": 0.20, "sentences": 0.10, "dialogue": 0.08,
    "prompts": 0.06, "mails": 0.08,
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

    def __init__(self, parameters: list[torch.nn.Parameter]):
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
        return DECAY_FROM * (STEPS - step) / DECAY_STEPS
    return min((step + 1) / WARM_UP, 1.0)


def is_late(step: int) -> bool:
    """Whether the rates fall already."""
    return step >= STEPS - DECAY_STEPS


def batch_at(step: int, texts: dict[str, np.ndarray]) -> torch.Tensor:
    """Pieces of random texts, the same for the same step."""
    chance = np.random.default_rng((SEED, step))
    mix = LATE_MIX if is_late(step) else EARLY_MIX
    length = LATE_LENGTH if is_late(step) else EARLY_LENGTH
    shares = np.array(list(mix.values()))
    names = chance.choice(list(mix), TOKENS_A_STEP // length, p=shares / shares.sum())
    starts = [int(chance.integers(0, len(texts[name]) - length - 1)) for name in names]
    pieces = [texts[name][start : start + length + 1] for name, start in zip(names, starts)]
    return torch.from_numpy(np.stack(pieces).astype(np.int64))


@torch.no_grad()
def judge(writer: Writer, texts: dict[str, np.ndarray]) -> dict[str, float]:
    """Nats a token of development text, by domain."""
    losses = {}
    for name, ids in texts.items():
        count = min(24, (len(ids) - 1) // LATE_LENGTH)
        rows = np.stack([ids[row * LATE_LENGTH : (row + 1) * LATE_LENGTH + 1] for row in range(count)])
        losses[name] = float(loss_of(writer, torch.from_numpy(rows.astype(np.int64))))
    return losses


def main() -> None:
    """Writes `writer.pt` into the work folder, every few minutes while it learns and at the end."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    writer = Writer()
    texts, development = (
        {name: np.load(f"{WORK}/{part}-{name}.npy", mmap_mode="r") for name in LATE_MIX
         if os.path.exists(f"{WORK}/{part}-{name}.npy")}
        for part in ("train", "dev")
    )  # fmt: skip
    matrices = [parameter for layer in writer.layers for parameter in layer.parameters() if parameter.dim() == 2]
    others = [parameter for parameter in writer.parameters() if all(parameter is not matrix for matrix in matrices)]
    muon = Muon(matrices)
    adam = torch.optim.Adam(others, lr=TABLE_RATE, betas=(0.9, 0.95), eps=1e-10)
    step = 0
    checkpoint = f"{WORK}/writer.pt"
    if os.path.exists(checkpoint):
        stored = torch.load(checkpoint)
        writer.load_state_dict(stored["weights"])
        adam.load_state_dict(stored["adam"])
        muon.momenta = stored["muon"]
        step = stored["step"]
    started, since, smooth = time.time(), step, math.nan
    while step < STEPS:
        loss = loss_of(writer, batch_at(step, texts))
        loss.backward()
        rate = rate_at(step)
        muon.step(MATRIX_RATE * rate, min(MOMENTUM, 0.85 + 0.1 * step / 300))
        for group in adam.param_groups:
            group["lr"] = TABLE_RATE * rate
        adam.step()
        adam.zero_grad(set_to_none=True)
        smooth = float(loss) if math.isnan(smooth) else 0.98 * smooth + 0.02 * float(loss)
        step += 1
        if step % SAVE_EVERY == 0 or step == STEPS:
            content = {"weights": writer.state_dict(), "adam": adam.state_dict(), "muon": muon.momenta, "step": step}
            torch.save(content, checkpoint + ".new")
            os.replace(checkpoint + ".new", checkpoint)
            each = (time.time() - started) / (step - since)
            print(f"step {step} of {STEPS} loss {smooth:.3f} rate {rate:.2f} seconds a step {each:.3f}", flush=True)
        if step % JUDGE_EVERY == 0 or step == STEPS:
            losses = judge(writer, development)
            print("dev", {name: round(value, 3) for name, value in losses.items()}, flush=True)


if __name__ == "__main__":
    main()
