"""Sentences of edited prose that the lists alone can label for sure.

A sentence is taken only if the lists explain every capital letter in it: a name of one class, or a word that is
written with a capital anyway (Monday, French). All others are left out, so that few labels are wrong. The texts are
the textbooks (CC BY 4.0), the books (CC0) and the documentation (see the card) that the other models learn from.
"""

import gzip
import random
import re
from collections import Counter

from names.corpus import DATA, Sentence, spans_of
from names.gazetteers import COMMON, COUNTRY, FIRST_NAME, ORGANISATION, PLACE, SURNAME, Gazetteers, read_list
from names.name_tokens import name_tokens

SENTENCES = {"openstax": 2600, "books": 1000, "docs": 1200}
EXAMINED = 60_000
WITHOUT_NAMES_SHARE = 0.2
USES_OF_A_NAME = {"PER": 3, "LOC": 10, "ORG": 10}
"""No name is seen in more sentences, so that the usual ones do not fill the set."""
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z])")
TITLES = {"Mr", "Mrs", "Ms", "Miss", "Dr", "Professor", "Senator", "Governor", "Captain", "Colonel", "Judge", "Sir"}
ORGANISATION_ENDS = set(
    "University College Institute Academy Company Corporation Inc Ltd LLC Bank Party Committee Commission Council "
    "Association Federation Foundation Society Department Agency Bureau Hospital Airlines Railroad Museum".split()
)
ORGANISATION_STARTS = {"University", "Bank", "Department", "Ministry", "Bureau", "Institute"}
FUNCTION_WORDS = {"of", "the", "and", "for", "&"}


def is_name_like(word: str) -> bool:
    """A capital letter and small ones, or an initial and its full stop; not NASA or IgE."""
    return word == "." or (word[0].isupper() and (len(word) == 1 or word[1:].islower() or word.startswith(("Mc", "O'"))))


class Labeller:
    """Labels a sentence, or says that it cannot."""

    def __init__(self, gazetteers: Gazetteers):
        self.bits = gazetteers.bits
        self.ordinary = set(read_list("capitalised-words"))
        self.sure_places = {name.lower() for name in read_list("places") + read_list("countries")}

    def label(self, words: list[str]) -> list[str] | None:
        """The tags, or nothing where a capital letter is not explained."""
        tags = ["O"] * len(words)
        index = 0
        while index < len(words):
            if not words[index][0].isupper() or self.is_ordinary_start(words, index):
                index += 1
                continue
            end = self.run_end(words, index)
            if index == 0 and end > 1 and self.is_common(words[0]):
                index = 1
            kind = self.kind_of(words, index, end)
            if kind is None:
                return None
            if kind != "O":
                tags[index:end] = ["B-" + kind] + ["I-" + kind] * (end - index - 1)
            index = end
        return tags

    def is_ordinary_start(self, words: list[str], index: int) -> bool:
        follows = index + 1 < len(words) and words[index + 1][0].isupper()
        if index == 0 and self.is_common(words[0]) and not follows:
            return True
        return words[index] in self.ordinary and (words[index] in TITLES or not follows)

    def is_common(self, word: str) -> bool:
        return bool(self.bits.get(word.lower(), 0) & COMMON)

    def run_end(self, words: list[str], start: int) -> int:
        """The word after a run of capitalised words, initials and what joins the parts of an organisation."""
        end = start + 1
        while end < len(words):
            if words[end][0].isupper():
                end += 1
            elif words[end] == "." and len(words[end - 1]) == 1 and end + 1 < len(words) and words[end + 1][0].isupper():
                end += 1
            elif words[end] in FUNCTION_WORDS and words[end - 1] in ORGANISATION_STARTS and end + 1 < len(words) and words[end + 1][0].isupper():
                end += 1
            else:
                break
        return end

    def kind_of(self, words: list[str], start: int, end: int) -> str | None:
        run = words[start:end]
        joined = " ".join(run).lower()
        bits = self.bits.get(joined, 0)
        if start and (words[start - 1] in TITLES or (words[start - 1] == "." and start > 1 and words[start - 2] in TITLES)):
            return "PER" if all(is_name_like(word) for word in run) else None
        if joined in self.sure_places and not bits & (FIRST_NAME | SURNAME | ORGANISATION):
            return "LOC"
        if bits & COUNTRY and not bits & FIRST_NAME:
            return "LOC"
        if len(run) == 1:
            is_first = bits & FIRST_NAME and not bits & (PLACE | ORGANISATION | COMMON)
            if is_first and is_name_like(run[0]) and run[0] not in self.ordinary:
                return "PER"
            return "ORG" if bits & ORGANISATION and not bits & (FIRST_NAME | SURNAME | PLACE | COMMON) else None
        if bits & ORGANISATION and not bits & (PLACE | COUNTRY):
            return "ORG"
        if run[0] in self.ordinary or any(word in self.ordinary for word in run[1:]):
            return None
        if run[-1] in ORGANISATION_ENDS or (run[0] in ORGANISATION_STARTS and len(run) > 2 and run[1] in FUNCTION_WORDS):
            return "ORG" if len(run) < 6 else None
        if not all(is_name_like(word) for word in run):
            return None
        first, last = self.bits.get(run[0].lower(), 0), self.bits.get(run[-1].lower(), 0)
        if first & FIRST_NAME and not first & (COMMON | COUNTRY | ORGANISATION) and len(run) <= 4:
            middle = all(len(word) == 1 or self.bits.get(word.lower(), 0) & (FIRST_NAME | SURNAME) for word in run[1:-1])
            if middle and (last & SURNAME or not last) and len(run[-1]) > 2 and not last & COMMON:
                return "PER"
        return None


def silver_sentences(gazetteers: Gazetteers, chance: random.Random) -> list[Sentence]:
    """Labelled sentences of each text, some of them without any name."""
    labeller = Labeller(gazetteers)
    result: list[Sentence] = []
    uses: Counter[str] = Counter()
    for source, wanted in SENTENCES.items():
        with gzip.open(f"{DATA}/text/{source}.txt.gz", "rt", encoding="utf-8") as file:
            lines = [line.strip() for line in file if line.strip()]
        texts = [sentence for line in chance.sample(lines, min(len(lines), EXAMINED // 3)) for sentence in SENTENCE_END.split(line)]
        chance.shuffle(texts)
        named: list[Sentence] = []
        plain: list[Sentence] = []
        for text in texts[:EXAMINED]:
            if len(named) >= wanted:
                break
            words = [token.text for token in name_tokens(text)]
            is_cut = len(words) > 1 and words[-2] in TITLES
            if not 4 <= len(words) <= 50 or is_cut:
                continue
            tags = labeller.label(words)
            if tags is None:
                continue
            names = {(kind, " ".join(words[start:end])) for start, end, kind in spans_of(tags)}
            if not names:
                plain.append((words, tags))
            elif all(uses[name] < USES_OF_A_NAME[name[0]] for name in names):
                uses.update(names)
                named.append((words, tags))
        result += named + plain[: int(len(named) * WITHOUT_NAMES_SHARE)]
    return result
