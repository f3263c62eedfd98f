"""Makes more of the labelled sentences: swaps names, fills templates, changes the case."""

import os
import random
import re
from collections import defaultdict

from names.corpus import Sentence, spans_of
from names.gazetteers import read_list
from names.name_tokens import name_tokens

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates.txt")
SWAP_SENTENCE_RATE = 0.4
SWAP_SPAN_RATE = 0.7
USUAL_SHARE = 0.5
LOWER_RATE, UPPER_RATE = 0.07, 0.02
INITIALS = "ABCDEFGHJKLMNOPRSTVW"
COMPANY_ENDS = "Inc Inc. Ltd Limited LLC Corp Corporation GmbH AG PLC Group Partners Holdings & Co & Sons".split(" ")
COMPANY_KINDS = (
    "Technologies,Systems,Solutions,Consulting,Logistics,Media,Software,Labs,Insurance,Airlines,Foods,Energy,"
    "Pharma,Capital,Ventures,Motors,Bank,Studios,Analytics,Robotics,Health,Travel,Security,Networks"
).split(",")
PUBLIC_KINDS = (
    "University,College,City Council,Institute of Technology,General Hospital,Museum,Police Department,"
    "School of Economics,Chamber of Commerce,Airport Authority,Symphony Orchestra,United,City,Times,Herald"
).split(",")
MINISTRIES = "Finance,Health,Education,Justice,Defence,Transport,Labour,Agriculture,Energy,Trade".split(",")
SYLLABLES = "ar bel cor dyn ex fin gra hel in jo kal lum mer nov or pra qui ra sol tra ul ver wex xan yor zen".split()
STREETS = "Street,Road,Avenue,Lane,Drive,Square,Way,Close,Court,Boulevard".split(",")


class Mixed:
    """Names from the list written by hand (the usual ones) and from the long one."""

    def __init__(self, name: str, chance: random.Random):
        self.usual = read_list(name)
        self.long = read_list(f"made/{name}")
        self.chance = chance

    def draw(self) -> str:
        return self.chance.choice(self.usual if self.chance.random() < USUAL_SHARE else self.long)


class Augmenter:
    """All chance comes from the given generator, so that a run can be repeated."""

    def __init__(self, train: list[Sentence], chance: random.Random):
        self.chance = chance
        self.first = Mixed("first-names", chance)
        self.last = Mixed("surnames", chance)
        self.places = Mixed("places", chance)
        self.countries = read_list("countries")
        self.organisations = read_list("organisations")
        self.pool: dict[str, list[list[str]]] = defaultdict(list)
        for words, tags in train:
            for start, end, kind in spans_of(tags):
                self.pool[kind].append(words[start:end])
        with open(TEMPLATES, encoding="utf-8") as file:
            self.templates = [line.strip() for line in file if line.strip()]

    def first_name(self) -> str:
        return self.first.draw()

    def surname(self) -> str:
        chance = self.chance
        if chance.random() < 0.12:
            return self.last.draw() + "-" + self.last.draw()
        if chance.random() < 0.15:
            return self.invented().capitalize()
        return self.last.draw()

    def full_name(self) -> str:
        middle = f" {self.chance.choice(INITIALS)}." if self.chance.random() < 0.12 else ""
        return f"{self.first_name()}{middle} {self.surname()}"

    def person(self) -> str:
        draw = self.chance.random()
        return self.first_name() if draw < 0.4 else self.full_name() if draw < 0.85 else self.surname()

    def place(self) -> str:
        return self.places.draw() if self.chance.random() < 0.85 else self.chance.choice(self.countries)

    def street(self) -> str:
        owner = self.surname() if self.chance.random() < 0.7 else self.first_name()
        return f"{self.chance.randint(1, 320)} {owner} {self.chance.choice(STREETS)}"

    def invented(self) -> str:
        return "".join(self.chance.choice(SYLLABLES) for _ in range(self.chance.randint(2, 3)))

    def organisation(self) -> str:
        chance = self.chance
        draw = chance.random()
        if draw < 0.42:
            return chance.choice(self.organisations)
        if draw < 0.55:
            return self.invented().capitalize()
        if draw < 0.68:
            return f"{self.surname()} {chance.choice(COMPANY_KINDS)}"
        if draw < 0.8:
            return f"{self.invented().capitalize()} {chance.choice(COMPANY_KINDS + COMPANY_ENDS)}"
        if draw < 0.86:
            return f"{self.surname()} {chance.choice(COMPANY_ENDS)}"
        if draw < 0.9:
            return f"{self.surname()} & {self.surname()}"
        if draw < 0.97:
            return f"{self.place()} {chance.choice(PUBLIC_KINDS)}"
        return f"{chance.choice(['Ministry', 'Department'])} of {chance.choice(MINISTRIES)}"

    def filler(self, slot: str) -> tuple[str, str]:
        """The words for a slot and their class. A slot in small letters asks for small letters."""
        kind = slot.upper()
        made = {
            "P": self.person,
            "F": self.first_name,
            "L": self.surname,
            "FL": self.full_name,
            "C": self.place,
            "K": lambda: self.chance.choice(self.countries),
            "S": self.street,
            "O": self.organisation,
        }[kind]()
        name = "LOC" if kind in "CKS" else "ORG" if kind == "O" else "PER"
        return (made.lower() if slot.islower() else made), name

    def from_template(self) -> Sentence:
        """A sentence of our own with fresh names in it."""
        words: list[str] = []
        tags: list[str] = []
        for piece in re.split(r"(\{\w+\})", self.chance.choice(self.templates)):
            if piece.startswith("{"):
                text, kind = self.filler(piece[1:-1])
                span = [token.text for token in name_tokens(text)]
                words += span
                tags += ["B-" + kind] + ["I-" + kind] * (len(span) - 1)
            else:
                rest = [token.text for token in name_tokens(piece)]
                words += rest
                tags += ["O"] * len(rest)
        return words, tags

    def swap(self, sentence: Sentence) -> Sentence:
        """Other names in the place of some of a sentence's own."""
        words, tags = sentence
        new_words: list[str] = []
        new_tags: list[str] = []
        position = 0
        for start, end, kind in spans_of(tags):
            new_words += words[position:start]
            new_tags += tags[position:start]
            position = end
            span = words[start:end]
            if self.chance.random() < SWAP_SPAN_RATE:
                made = None
                if kind == "PER" and self.chance.random() < 0.6:
                    made = self.person()
                elif kind == "LOC" and self.chance.random() < 0.4:
                    made = self.place()
                elif kind == "ORG" and self.chance.random() < 0.35:
                    made = self.organisation()
                span = [token.text for token in name_tokens(made)] if made else self.chance.choice(self.pool[kind])
            new_words += span
            new_tags += ["B-" + kind] + ["I-" + kind] * (len(span) - 1)
        return new_words + words[position:], new_tags + tags[position:]

    def swap_some(self, sentence: Sentence) -> Sentence:
        """The sentence, in some rounds with other names."""
        return self.swap(sentence) if self.chance.random() < SWAP_SENTENCE_RATE else sentence

    def change_case(self, sentence: Sentence) -> Sentence:
        """Now and then all in small letters, or in capitals."""
        words, tags = sentence
        draw = self.chance.random()
        if draw < LOWER_RATE:
            words = [word.lower() for word in words]
        elif draw < LOWER_RATE + UPPER_RATE:
            words = [word.upper() for word in words]
        return words, tags
