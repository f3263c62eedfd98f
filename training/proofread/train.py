"""Trains the proofreader's taggers: a fixed number of steps, so that a run can be repeated exactly.

Three that differ in their seed only. The first ships; all three are scored.
"""

import itertools
import os
import pickle
import random
import sys
import time
from collections.abc import Iterator

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch.nn import functional  # noqa: E402
from torch.utils.data import DataLoader, Dataset  # noqa: E402

from common.device import DEVICE, WORKERS, on_device  # noqa: E402
from common.hash_cnn import HashTagger, pad_features, save_tagger  # noqa: E402
from common.hash_features import hash_word  # noqa: E402
from proofread.corrupt import Corrupter, contract, hide_names  # noqa: E402
from proofread.lexicon import Lexicon  # noqa: E402

SEEDS = (20240, 20241, 20242)
WORK = os.environ.get("NEARSIDE_WORK", "training/.cache/proofread")
STEPS = int(os.environ.get("NEARSIDE_STEPS", "18000"))
BATCH = 128
POOL = 128 * 20
"""Sentences that are sorted by length together, so that batches hold little padding."""
LEARNING_RATE = 3e-3
WARM_UP_STEPS = 100
CONTRACTION_RATE = 0.4
PROTECTED_RATE = 0.03
ERROR_RATES = (0.0, 0.0, 0.04, 0.08, 0.12, 0.18, 0.26)
IGNORED = -100


class FeatureCache:
    """The six features of each word, computed once."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self.known: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        features = self.known.get(word)
        if features is None:
            features = (*hash_word(word), self.lexicon.flag(word))
            self.known[word] = features
        return features


class Pools(Dataset):
    """Pools of batches of (features, tag numbers), each made from its number alone: with new mistakes in every round,
    and the same whichever process makes it."""

    def __init__(self, seed: int, sentences: list[list[str]], lexicon: Lexicon, pools: int):
        self.seed = seed
        self.sentences = sentences
        self.lexicon = lexicon
        self.pools = pools
        self.cache = FeatureCache(lexicon)
        self.tag_numbers = {tag: number for number, tag in enumerate(lexicon.tags)}
        self.round, self.order = -1, list(range(len(sentences)))

    def __len__(self) -> int:
        return self.pools

    def __getitem__(self, number: int) -> list[tuple[np.ndarray, np.ndarray]]:
        if number >= self.pools:
            raise IndexError(number)
        chance = random.Random(f"{self.seed} pool {number}")
        corrupter = Corrupter(self.lexicon, chance.getrandbits(32))
        pool = []
        for words in self.chosen(number):
            words = contract(words, chance, CONTRACTION_RATE)
            if chance.random() < PROTECTED_RATE:
                words = hide_names(words, chance)
            pool.append(corrupter.corrupt(words, chance.choice(ERROR_RATES)))
        pool.sort(key=len)
        groups = [pool[index : index + BATCH] for index in range(0, POOL, BATCH)]
        chance.shuffle(groups)
        return [self.batch_of(group) for group in groups]

    def chosen(self, number: int) -> list[list[str]]:
        """The sentences of a pool: each stands in one pool of a round."""
        a_round = len(self.sentences) // POOL
        if self.round != number // a_round:
            self.round = number // a_round
            self.order = list(range(len(self.sentences)))
            random.Random(f"{self.seed} round {self.round}").shuffle(self.order)
        start = number % a_round * POOL
        return [self.sentences[index] for index in self.order[start : start + POOL]]

    def batch_of(self, group: list[list[tuple[str, str]]]) -> tuple[np.ndarray, np.ndarray]:
        """Features [batch, words, 6] and tag numbers [batch, words]."""
        features = pad_features([[self.cache.of(word) for word, _ in tagged] for tagged in group]).numpy()
        tags = np.full(features.shape[:2], IGNORED, np.int64)
        for row, tagged in enumerate(group):
            tags[row, : len(tagged)] = [self.tag_numbers[tag] for _, tag in tagged]
        return features, tags


def batches(
    seed: int, sentences: list[list[str]], lexicon: Lexicon, steps: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """So many batches where the model learns."""
    pools = Pools(seed, sentences, lexicon, -(-steps * BATCH // POOL))
    loader = DataLoader(pools, batch_size=None, num_workers=WORKERS, collate_fn=lambda pool: pool)
    made = (batch for pool in loader for batch in pool)
    for features, tags in itertools.islice(made, steps):
        yield on_device(torch.from_numpy(features)), on_device(torch.from_numpy(tags))


def train(seed: int, sentences: list[list[str]], lexicon: Lexicon, path: str) -> None:
    """One tagger, written to `path`."""
    torch.manual_seed(seed)
    tagger = HashTagger(len(lexicon.tags), dropout=0.1, inner_dropout=0.0).to(DEVICE)
    optimizer = torch.optim.Adam(tagger.parameters(), LEARNING_RATE, betas=(0.9, 0.98))
    print("parameters", sum(parameter.numel() for parameter in tagger.parameters()), flush=True)
    started, words, total = time.time(), 0, torch.zeros((), device=DEVICE)
    for step, (features, tags) in enumerate(batches(seed, sentences, lexicon, STEPS), 1):
        rate = LEARNING_RATE * min(1.0, step / WARM_UP_STEPS) * max(0.01, 1 - step / STEPS)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = functional.cross_entropy(tagger(features).flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        words += tags.numel()
        total += loss.detach()
        if step % 100 == 0:
            speed = words / (time.time() - started)
            print(f"seed {seed} step {step} places {words} {speed:.0f}/s loss {total.item() / 100:.4f}", flush=True)
            total.zero_()
    save_tagger(tagger, path)


def main() -> None:
    """Writes `tagger-SEED.pt` of each seed (of those given, else of all) into the work folder."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    with open(f"{WORK}/sentences.pickle", "rb") as file:
        sentences = pickle.load(file)["train"]
    with open(f"{WORK}/lexicon.pickle", "rb") as file:
        lexicon = pickle.load(file)
    for seed in [int(seed) for seed in sys.argv[1:]] or SEEDS:
        train(seed, sentences, lexicon, f"{WORK}/tagger-{seed}.pt")


if __name__ == "__main__":
    main()
