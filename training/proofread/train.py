"""Trains the proofreader's tagger: a fixed number of steps, so that a run can be repeated exactly.

From nothing, or on from a model that has shipped: then the result is the mean of the weights before and after.
"""

import os
import pickle
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

from common.hash_cnn import HashTagger, pad_features, save_tagger  # noqa: E402
from common.hash_features import hash_word  # noqa: E402
from proofread.corrupt import Corrupter, contract, hide_names  # noqa: E402
from proofread.lexicon import Lexicon  # noqa: E402
from proofread.take_over import take_over  # noqa: E402

SEED = 20240
WORK = os.environ.get("NEARSIDE_WORK", "training/.cache/proofread")
START = os.environ.get("NEARSIDE_START")
"""The folder of a shipped model to go on from; without it, learning starts from nothing and takes longer."""
SHARE_OF_START = 0.5
"""Half-way between the weights before and after, mistakes of both kinds are found, with fewer false edits than by either."""
STEPS = int(os.environ.get("NEARSIDE_STEPS", "700" if START else "18000"))
BATCH = 128
POOL = 128 * 20
"""Sentences that are sorted by length together, so that batches hold little padding."""
LEARNING_RATE = 1.5e-3 if START else 3e-3
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


def batches(sentences: list[list[str]], lexicon: Lexicon, chance: random.Random):
    """Endless batches of (features, tag numbers), with new mistakes in every round."""
    corrupter = Corrupter(lexicon, SEED)
    cache = FeatureCache(lexicon)
    tag_numbers = {tag: number for number, tag in enumerate(lexicon.tags)}
    while True:
        chance.shuffle(sentences)
        for start in range(0, len(sentences) - POOL + 1, POOL):
            pool = []
            for words in sentences[start : start + POOL]:
                words = contract(words, chance, CONTRACTION_RATE)
                if chance.random() < PROTECTED_RATE:
                    words = hide_names(words, chance)
                pool.append(corrupter.corrupt(words, chance.choice(ERROR_RATES)))
            pool.sort(key=len)
            groups = [pool[index : index + BATCH] for index in range(0, POOL, BATCH)]
            chance.shuffle(groups)
            for group in groups:
                features = pad_features([[cache.of(word) for word, _ in tagged] for tagged in group])
                tags = torch.full(features.shape[:2], IGNORED)
                for row, tagged in enumerate(group):
                    tags[row, : len(tagged)] = torch.tensor([tag_numbers[tag] for _, tag in tagged])
                yield features, tags


def main() -> None:
    """Writes `tagger.pt` into the work folder."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(SEED)
    with open(f"{WORK}/sentences.pickle", "rb") as file:
        sentences = pickle.load(file)["train"]
    with open(f"{WORK}/lexicon.pickle", "rb") as file:
        lexicon = pickle.load(file)
    tagger = HashTagger(len(lexicon.tags), dropout=0.1, inner_dropout=0.0)
    if START:
        take_over(tagger, lexicon.tags, START)
    first = [parameter.detach().clone() for parameter in tagger.parameters()]
    optimizer = torch.optim.Adam(tagger.parameters(), LEARNING_RATE, betas=(0.9, 0.98))
    print("parameters", sum(parameter.numel() for parameter in tagger.parameters()), flush=True)
    started, words, total = time.time(), 0, 0.0
    stream = batches(sentences, lexicon, random.Random(SEED))
    for step in range(1, STEPS + 1):
        features, tags = next(stream)
        rate = LEARNING_RATE * min(1.0, step / WARM_UP_STEPS) * max(0.01, 1 - step / STEPS)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = functional.cross_entropy(tagger(features).flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        words += int((tags >= 0).sum())
        total += loss.item()
        if step % 100 == 0:
            speed = words / (time.time() - started)
            print(f"step {step} words {words} {speed:.0f}/s loss {total / 100:.4f}", flush=True)
            total = 0.0
    if START:
        with torch.no_grad():
            for parameter, before in zip(tagger.parameters(), first):
                parameter.lerp_(before, SHARE_OF_START)
    save_tagger(tagger, f"{WORK}/tagger.pt")


if __name__ == "__main__":
    main()
