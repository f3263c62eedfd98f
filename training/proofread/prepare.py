"""Cuts the texts into sentences, split by document into train, dev and test, and builds the lexicon."""

import gzip
import os
import pickle
import random
import re
import sys
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.word_tokens import words_of  # noqa: E402
from proofread.lexicon import Lexicon, build_lexicon  # noqa: E402

SEED = 20240
DATA = os.environ.get("NEARSIDE_DATA", "../shared/data")
WORK = os.environ.get("NEARSIDE_WORK", "training/.cache/proofread")
SOURCES = {"openstax": 130_000, "docs": 90_000, "books": 90_000, "commonvoice_en": 52_000, "dialogue_taskmaster": 9_000}
DOCUMENTS_FOLD = 40
DEV_FOLD, TEST_FOLD = 3, 7
SENTENCES_A_DOCUMENT = 120
"""Where a source has no blank lines between documents, runs of this many sentences count as one."""
LIMIT_HELD_OUT = 350
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z])")


def sentences_of(paragraph: str) -> list[str]:
    """A plain split at full stops, good enough to train on."""
    return SENTENCE_END.split(paragraph.strip())


def read_source(name: str) -> list[tuple[int, str]]:
    """(document number, sentence) of one source."""
    result: list[tuple[int, str]] = []
    document = size = 0
    with gzip.open(f"{DATA}/text/{name}.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.strip() or size >= SENTENCES_A_DOCUMENT:
                document += 1
                size = 0
            for sentence in sentences_of(line):
                if sentence:
                    result.append((document, sentence))
                    size += 1
    return result


def is_good(sentence: str, words: list[str], lexicon: Lexicon) -> bool:
    """Whole English sentences of 4 to 40 words with at most one unknown word."""
    return (
        4 <= len(words) <= 40
        and sentence[:1].isupper()
        and sentence[-1:] in ".?!"
        and sum(not lexicon.is_known(word) for word in words) <= 1
    )


def main() -> None:
    """Writes `sentences.pickle` and `lexicon.pickle` into the work folder."""
    os.makedirs(WORK, exist_ok=True)
    shuffler = random.Random(SEED)
    rows: list[tuple[str, str, str, list[str]]] = []
    counts: Counter = Counter()
    for source in SOURCES:
        for document, sentence in read_source(source):
            fold = document % DOCUMENTS_FOLD
            part = "dev" if fold == DEV_FOLD else "test" if fold == TEST_FOLD else "train"
            words = words_of(sentence)
            rows.append((source, part, sentence, words))
            if part == "train" and source in ("openstax", "docs", "books"):
                counts.update(word for word in set(words) if word.isascii() and word.isalpha() and word.islower() and len(word) > 3)
    lexicon = build_lexicon(DATA, counts)
    split: dict[str, list] = {"train": [], "dev": [], "test": []}
    for source, limit in SOURCES.items():
        for part in split:
            good = [
                (sentence, words)
                for row_source, row_part, sentence, words in rows
                if row_source == source and row_part == part and is_good(sentence, words, lexicon)
            ]
            shuffler.shuffle(good)
            kept = good[: limit if part == "train" else LIMIT_HELD_OUT]
            split[part] += [words for _, words in kept] if part == "train" else kept
            print(source, part, len(good), "kept", len(kept), flush=True)
    with open(f"{WORK}/sentences.pickle", "wb") as file:
        pickle.dump(split, file)
    with open(f"{WORK}/lexicon.pickle", "wb") as file:
        pickle.dump(lexicon, file)
    print("words", sum(map(len, split["train"])), "known", len(lexicon.frequency), "typos", len(lexicon.typos))
    print("verbs", len(lexicon.verbs), "plurals", len(lexicon.plural_of), "tags", len(lexicon.tags))


if __name__ == "__main__":
    main()
