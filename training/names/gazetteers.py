"""Word lists that the tagger looks at, one bit each; `gazetteers.ts` is the exact port of the flag."""

import gzip
import itertools
import json
import os
import re
import sys
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from names.name_tokens import name_tokens  # noqa: E402

DATA = os.environ.get("NEARSIDE_DATA", "../shared/data")
LISTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lists")
FIRST_NAME, SURNAME, PLACE, COUNTRY, COMMON, ORGANISATION, TYPE_WORD = 1, 2, 4, 8, 16, 32, 64
COMMON_TEXTS = ("openstax", "docs", "books")
COMMON_WORDS = 9000
EVERY_NTH_LINE = 3
LEAST_LOWER_CASE_SHARE = 0.6
"""A word that stands mostly with a capital in clean text (Monday, Google) is not called common."""


class Gazetteers:
    """Lower-case entries; an entry of several words is kept as its words joined by a space."""

    def __init__(self, lists: dict[str, list[str]]):
        self.lists = lists
        self.bits: dict[str, int] = {}
        self.longest = 1
        for name, bit in (
            ("firstNames", FIRST_NAME),
            ("surnames", SURNAME),
            ("places", PLACE),
            ("countries", COUNTRY),
            ("common", COMMON),
            ("organisations", ORGANISATION),
            ("typeWords", TYPE_WORD),
        ):
            for entry in lists[name]:
                self.bits[entry] = self.bits.get(entry, 0) | bit
                self.longest = max(self.longest, entry.count(" ") + 1)

    def flags(self, words: list[str]) -> list[int]:
        """One number a word from 1 to 128; an entry of several words marks each of them."""
        lower = [word.lower() for word in words]
        flags = [self.bits.get(word, 0) for word in lower]
        for start in range(len(lower)):
            if not lower[start][:1].isalpha():
                continue
            joined = lower[start]
            for end in range(start + 1, min(len(lower), start + self.longest)):
                joined += " " + lower[end]
                bits = self.bits.get(joined, 0)
                if bits:
                    for index in range(start, end + 1):
                        flags[index] |= bits
        return [flag + 1 for flag in flags]


def read_list(name: str) -> list[str]:
    """One of the lists, as written; those in `made/` come from `make-lists.mjs`, the others are written by hand."""
    with open(f"{LISTS}/{name}.txt", encoding="utf-8") as file:
        return [entry.strip() for entry in re.split(r"[,\n]", file.read()) if entry.strip()]


def common_words() -> list[str]:
    """Frequent words that stand mostly in lower case in the clean texts."""
    lower: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name in COMMON_TEXTS:
        with gzip.open(f"{DATA}/text/{name}.txt.gz", "rt", encoding="utf-8") as file:
            for line in itertools.islice(file, 0, None, EVERY_NTH_LINE):
                for word in re.findall(r"[A-Za-z]{2,}", line):
                    total[word.lower()] += 1
                    if word.islower():
                        lower[word] += 1
    kept = [word for word, count in lower.items() if count >= LEAST_LOWER_CASE_SHARE * total[word]]
    kept.sort(key=lambda word: (-lower[word], word))
    return kept[:COMMON_WORDS]


def _entry(name: str) -> str:
    """In lower case, its tokens joined by spaces."""
    return " ".join(token.text for token in name_tokens(name.lower()))


def build_gazetteers() -> Gazetteers:
    """All lists. A common word is in a long list of names only if the list written by hand has it as well."""
    common = common_words()
    unwanted = set(common)

    def names(name: str, made: str | None = None) -> list[str]:
        entries = {_entry(entry) for entry in read_list(name)}
        if made:
            entries |= {entry for entry in map(_entry, read_list(made)) if entry not in unwanted}
        return sorted(entries)

    return Gazetteers(
        {
            "firstNames": names("first-names", "made/first-names"),
            "surnames": names("surnames", "made/surnames"),
            "places": names("places", "made/places"),
            "countries": names("countries"),
            "common": sorted(common),
            "organisations": names("organisations"),
            "typeWords": sorted({*names("organisation-words"), *names("place-words")}),
        }
    )


def save_gazetteers(gazetteers: Gazetteers, path: str) -> None:
    """Plain JSON for the work folder."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(gazetteers.lists, file, ensure_ascii=False)


def load_gazetteers(path: str) -> Gazetteers:
    """Reads what `save_gazetteers` wrote."""
    with open(path, encoding="utf-8") as file:
        return Gazetteers(json.load(file))
