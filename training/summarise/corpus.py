"""Reads the textbook sections with the summaries that their authors wrote."""

import gzip
import json
import math
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from summarise.features import STOP_WORDS, Rarity, stem

DATA = os.environ.get("NEARSIDE_DATA", os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "data"))
TEST_BOOKS = frozenset({
    "osbooks-american-government", "osbooks-microbiology", "osbooks-entrepreneurship", "osbooks-introduction-philosophy",
    "osbooks-college-physics-bundle",
})  # fmt: skip
"""Only scored. Nothing is learnt from them or chosen by them, the rarity of words included."""
DEVELOPMENT_BOOKS = frozenset({"osbooks-psychology", "osbooks-world-history", "osbooks-introduction-business"})
FEWEST_SENTENCES = 8
PARAGRAPHS_A_DOCUMENT = 20
MOST_STEMS = 30_000
RAREST = 3
RARITY_STEP = 0.1
ENGLISH_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_stem = cache(stem)


class Section(NamedTuple):
    id: str
    book: str
    text: str
    summary: str


def read_sections() -> list[Section]:
    with gzip.open(os.path.join(DATA, "summ/openstax_sections.jsonl.gz"), "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Section(row["id"], row["book"], "\n\n".join([f"# {row['title']}", *row["body"]]), " ".join(row["summary"]))
        for row in rows
    ]


def _other_documents() -> Iterator[str]:
    for name in ("docs", "books"):
        with gzip.open(os.path.join(DATA, f"text/{name}.txt.gz"), "rt", encoding="utf-8") as file:
            open_document: list[str] = []
            for line in file:
                if line.strip():
                    open_document.append(line)
                if open_document and (not line.strip() or len(open_document) >= PARAGRAPHS_A_DOCUMENT):
                    yield "".join(open_document)
                    open_document = []


def learn_rarity(sections: list[Section]) -> Rarity:
    """Inverse document frequency of stems, rounded as the shipped file rounds it."""
    counts: Counter[str] = Counter()
    documents = 0
    texts = [section.text for section in sections if section.book not in TEST_BOOKS]
    for text in (*texts, *_other_documents()):
        documents += 1
        plain = NOT_ASCII.sub(" ", text.replace("\u2019", "'")).lower()
        counts.update({_stem(word) for word in set(ENGLISH_WORD.findall(plain))} - STOP_WORDS)
    top = [word for word, count in counts.most_common(MOST_STEMS) if count >= RAREST]
    unknown = math.log((documents + 1) / RAREST)
    return Rarity({word: round_rarity(math.log((documents + 1) / (counts[word] + 1))) for word in top}, round_rarity(unknown))


def round_rarity(value: float) -> float:
    return round(value / RARITY_STEP) * RARITY_STEP

