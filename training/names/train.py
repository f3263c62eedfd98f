"""Trains the taggers of names: a fixed number of rounds, so that a run can be repeated exactly.

Three taggers that differ in their seed only. The first ships; all three are scored.
"""

import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

from common.device import DEVICE, on_device  # noqa: E402
from common.hash_cnn import HashTagger, pad_features, save_tagger  # noqa: E402
from common.hash_features import hash_word  # noqa: E402
from names.augment import Augmenter  # noqa: E402
from names.corpus import LONGEST_SENTENCE, TAGS, Sentence, load_development, load_train, words_and_tags  # noqa: E402
from names.decode import look, score_tags  # noqa: E402
from names.gazetteers import Gazetteers, build_gazetteers, save_gazetteers  # noqa: E402
from names.silver import silver_sentences  # noqa: E402

SEEDS = (20241, 20242, 20243)
WORK = os.environ.get("NEARSIDE_WORK", "training/.cache/names")
ROUNDS = int(os.environ.get("NEARSIDE_ROUNDS", "5"))
DILATIONS = (1, 2, 4, 1)
BATCH = 48
POOL_BATCHES = 40
LEARNING_RATE = 2e-3
WARM_UP_STEPS = 200
TEMPLATES_PER_ROUND = 4000
REPEATED = {"wnut_train": 2}
WORD_DROPOUT = 0.12
FLAG_DROPOUT = 0.15
HIDDEN_WORD, HIDDEN_FLAG = 1, 1
IGNORED = -100


def features_of(words: list[str], gazetteers: Gazetteers) -> list[tuple[int, ...]]:
    """The six numbers of each word."""
    return [(*hash_word(word), flag) for word, flag in zip(words, gazetteers.flags(words))]


def batches(sentences: list[Sentence], gazetteers: Gazetteers, chance: random.Random):
    """One round of (features, tag numbers)."""
    order = sentences[:]
    chance.shuffle(order)
    size = BATCH * POOL_BATCHES
    for start in range(0, len(order), size):
        pool = sorted(order[start : start + size], key=lambda sentence: len(sentence[0]))
        groups = [pool[index : index + BATCH] for index in range(0, len(pool), BATCH)]
        chance.shuffle(groups)
        for group in groups:
            features = pad_features([features_of(words, gazetteers) for words, _ in group])
            tags = torch.full(features.shape[:2], IGNORED)
            for row, (words, sentence_tags) in enumerate(group):
                tags[row, : len(words)] = torch.tensor([TAGS.index(tag) for tag in sentence_tags])
            yield features, tags


def hide_some(features: torch.Tensor) -> torch.Tensor:
    """Hides some words and some flags, so that the model leans on context and spelling as well."""
    words = features[..., 0] > 0
    hidden = (torch.rand(words.shape) < WORD_DROPOUT) & words
    features[..., 0][hidden] = HIDDEN_WORD
    features[..., 1][hidden] = HIDDEN_WORD
    features[..., 5][(torch.rand(words.shape) < FLAG_DROPOUT) & words] = HIDDEN_FLAG
    return features


def cut(sentence: Sentence) -> Sentence:
    """No longer than the model is given."""
    words, tags = sentence
    return words[:LONGEST_SENTENCE], tags[:LONGEST_SENTENCE]


def train(
    seed: int,
    base: list[Sentence],
    gazetteers: Gazetteers,
    development: dict[str, list[Sentence]],
    path: str,
) -> None:
    """One tagger, written to `path`."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    augmenter = Augmenter(base, chance)
    tagger = HashTagger(len(TAGS), dilations=DILATIONS).to(DEVICE)
    optimizer = torch.optim.Adam(tagger.parameters(), LEARNING_RATE, weight_decay=1e-6)
    started, step = time.time(), 0
    per_round = -(-(len(base) + TEMPLATES_PER_ROUND) // BATCH)
    for number in range(1, ROUNDS + 1):
        made = [augmenter.from_template() for _ in range(TEMPLATES_PER_ROUND)]
        swapped = [augmenter.swap_some(sentence) for sentence in base + made]
        rows = [augmenter.change_case(cut(sentence)) for sentence in swapped]
        tagger.train()
        total = torch.zeros((), device=DEVICE)
        for features, tags in batches(rows, gazetteers, chance):
            step += 1
            rate = LEARNING_RATE * min(1.0, step / WARM_UP_STEPS) * max(0.02, 1 - step / (ROUNDS * per_round))
            for group in optimizer.param_groups:
                group["lr"] = rate
            logits = tagger(on_device(hide_some(features)))
            loss = functional.cross_entropy(logits.flatten(0, 1), on_device(tags.flatten()), ignore_index=IGNORED)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.detach()
        print(f"seed {seed} round {number} {time.time() - started:.0f}s loss {total.item() / per_round:.4f}", flush=True)
    tagger.cpu().eval()
    for name, rows in development.items():
        looked = look(tagger, [words for words, _ in rows], gazetteers)
        print(name, score_tags(looked, rows, 1.0), flush=True)
    save_tagger(tagger, path)


def main() -> None:
    """Writes `tagger-SEED.pt` of each seed (of those given, else of all) and `gazetteers.json` into the work folder."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    chance = random.Random(SEEDS[0])
    sets = load_train()
    development = {name: [words_and_tags(row) for row in rows] for name, rows in load_development().items()}
    gazetteers = build_gazetteers()
    save_gazetteers(gazetteers, f"{WORK}/gazetteers.json")
    sets["silver"] = silver_sentences(gazetteers, chance)
    print({name: len(rows) for name, rows in sets.items()}, flush=True)
    print({name: len(entries) for name, entries in gazetteers.lists.items()}, flush=True)
    base = [sentence for name, rows in sets.items() for sentence in rows * REPEATED.get(name, 1)]
    for seed in [int(seed) for seed in sys.argv[1:]] or SEEDS:
        train(seed, base, gazetteers, development, f"{WORK}/tagger-{seed}.pt")


if __name__ == "__main__":
    main()
