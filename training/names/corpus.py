"""Reads the labelled sets and brings them to the application's own tokens."""

import gzip
import json
import os
import random
import sys
from typing import NamedTuple

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.word_tokens import WordToken  # noqa: E402
from names.name_tokens import name_tokens  # noqa: E402

DATA = os.environ.get("NEARSIDE_DATA", "../shared/data")
CLASSES = ("PER", "LOC", "ORG")
TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]
LONGEST_SENTENCE = 120
HELD_OUT_SHARE = 0.1
CROSSNER_SENTENCES = 1500
SPLIT_SEED = 1
CONTRACTIONS = {"n't", "'m", "'re", "'ve", "'ll", "'d", "'s"}
CUT_CONTRACTIONS = {"t", "m", "re", "ve", "ll", "d", "s"}

Sentence = tuple[list[str], list[str]]
"""Words and their tags."""


class Labelled(NamedTuple):
    """A sentence as the application gets it, with one tag for each of the application's tokens."""

    text: str
    tokens: list[WordToken]
    tags: list[str]


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """First word, word after the last, class."""
    spans = []
    start = None
    for index, tag in enumerate([*tags, "O"]):
        if start is not None and (tag == "O" or tag[0] == "B" or tag[2:] != tags[start][2:]):
            spans.append((start, index, tags[start][2:]))
            start = None
        if tag != "O" and start is None:
            start = index
    return spans


def retokenise(words: list[str], tags: list[str]) -> Labelled:
    """Joins the set's own tokens to text (contractions without a space) and cuts it as the application does."""
    text = ""
    owners: list[int] = []
    for index, word in enumerate(words):
        word = word.replace("\u2019", "'")
        after_apostrophe = index > 0 and words[index - 1] in ("'", "\u2019", "\u00b4") and word.lower() in CUT_CONTRACTIONS
        opens_contraction = (
            word in ("'", "\u00b4") and index + 1 < len(words) and words[index + 1].lower() in CUT_CONTRACTIONS
        )
        if index and not (word.lower() in CONTRACTIONS or after_apostrophe or opens_contraction):
            text += " "
            owners.append(-1)
        text += "'" if word == "\u00b4" else word
        owners += [index] * len(word)
    tokens = name_tokens(text)[:LONGEST_SENTENCE]
    result_tags: list[str] = []
    last_owner = -1
    for token in tokens:
        owner = owners[token.start]
        tag = tags[owner]
        if tag[0] == "B" and owner == last_owner:
            tag = "I" + tag[1:]
        if token.text in ("'s", "'S"):
            tag = "O"
        result_tags.append(tag)
        last_owner = owner
    for index, tag in enumerate(result_tags):
        follows = index > 0 and result_tags[index - 1][2:] == tag[2:]
        if tag[0] == "I" and not follows:
            result_tags[index] = "B" + tag[1:]
    without_handles([token.text for token in tokens], result_tags)
    return Labelled(text, tokens, result_tags)


def without_handles(words: list[str], tags: list[str]) -> None:
    """Takes the tag off `@handle` in place: the sets disagree on whether it is a name, and patterns find it."""
    for first, last, _ in reversed(spans_of(tags)):
        if words[first] == "@" or (first and words[first - 1] == "@"):
            tags[first:last] = ["O"] * (last - first)


def read_labelled(name: str) -> list[Labelled]:
    """One labelled file."""
    with gzip.open(f"{DATA}/ner/{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    sentences = [retokenise(row["t"], row["g"]) for row in rows]
    return [sentence for sentence in sentences if sentence.tokens]


def split_set(sentences: list[Labelled]) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """The larger part to learn from, a tenth for development, and a tenth that is kept for judging."""
    shuffled = sentences[:]
    random.Random(SPLIT_SEED).shuffle(shuffled)
    cut = int(len(shuffled) * HELD_OUT_SHARE)
    return shuffled[2 * cut :], shuffled[cut : 2 * cut], shuffled[:cut]


def load_train() -> dict[str, list[Sentence]]:
    """Sets to learn from.

    Of the sets at hand, WikiGold and CrossNER hold sentences of Wikipedia, whose text is share-alike, and GUM and EWT
    are share-alike themselves. None of them is learnt from.
    """
    sets = {
        "wnut_train": read_labelled("wnut_train"),
        "btc": split_set(read_labelled("btc"))[0],
        "sec": read_labelled("sec"),
        "presidio": read_labelled("presidio"),
    }
    return {name: [words_and_tags(sentence) for sentence in rows] for name, rows in sets.items()}


def load_development() -> dict[str, list[Labelled]]:
    """Sets that may be looked at while a choice is made: forum posts, tweets and edited prose.

    Of the sentences of Wikipedia in `crossner` nothing is learnt; they only help to choose how far to lean.
    """
    crossner = read_labelled("crossner")
    return {
        "wnut_dev": read_labelled("wnut_dev"),
        "btc_dev": split_set(read_labelled("btc"))[1],
        "crossner": random.Random(SPLIT_SEED).sample(crossner, CROSSNER_SENTENCES),
    }


def load_held_out() -> dict[str, list[Labelled]]:
    """Sets to judge by.

    `wikigold` (annotations CC BY 4.0) is edited prose, unlike all that the model has learnt from.
    """
    return {
        "wnut_test": read_labelled("wnut_test"),
        "btc_test": split_set(read_labelled("btc"))[2],
        "wikigold": read_labelled("wikigold"),
    }


def words_and_tags(sentence: Labelled) -> Sentence:
    """What the model learns from."""
    return [token.text for token in sentence.tokens], sentence.tags
