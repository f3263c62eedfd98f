"""Writes `parity-sentences.json`: texts of many kinds with their sentences, for the test of the TypeScript port.

Most texts are put together at random (fixed seed) from the pieces on which the rules turn, which finds more
than texts made by hand. Offsets are given in UTF-16 code units.
"""

import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from summarise.sentences import split_sentences

TARGET = os.path.join(os.path.dirname(__file__), "parity-sentences.json")
RANDOM_TEXTS = 400
MOST_PIECES = 24
PIECES = (
    "The plan", "we agreed", "a", "I", "J", "Dr", "e.g", "No", "fig", "Mon", "etc", "U.S", "3.14", "7", "42nd", "Ärger", "élan",
    "naïve", "😀", "👩‍👩‍👧", "東京は首都です", "今天很好", "สวัสดี", "Привет", "مرحبا", "नमस्ते", "İ", "ß", "ok",
    "a long line that goes on and on until it is wrapped by hand",
)  # fmt: skip
SIGNS = (
    ".", ".", ".", "!", "?", "…", "...", "?!", "。", "！", "؟", "।", ",", ";", ":", '."', ".)", ".*", "“", "”", "(", ")", "[", "]",
    "「", "」", "»", "«", "'",
)  # fmt: skip
SPACES = (" ", " ", " ", " ", " ", "  ", "", "\n", "\n\n", "\r\n", "\u2028", "\t", "\u00a0", "\ufeff")
LINE_STARTS = ("\n- ", "\n* ", "\n1. ", "\n12) ", "\nb) ", "\n[x] ", "\n- [ ] ", "\n# ", "\n> ", "\n> > ", "\nSubject: ", "\nVon: ", "\n---\n", "\n– ", "\n• ", "\n٣. ")
BY_HAND = (
    "",
    " \n\n ",
    "...",
    ".",
    "One. Two! Three?",
    "Dr. Smith met J. R. Ewing at 5 p.m. in St. Louis. They left.",
    "See fig. 3 and No. 7. No. It is not.",
    "From: Ann\nSubject: Plan\n\nHi Tom,\nwe meet on Monday. Bring the plan.\n\n> old text. More old text.\n\n-- \nAnn",
    "# Title\n\n- first item\n  goes on here\n- second item. With two sentences.\n\nEnd",
    "東京は日本の首都です。人口は約1400万人です！本当？はい。",
    "He said “It works.” Then he left. (Really.) *Yes.* And 3.14 is pi.",
    "A line that is long enough to have been wrapped by hand,\nOr so it seems. Short\nNext",
)  # fmt: skip


def random_text(source: random.Random) -> str:
    parts: list[str] = []
    for _ in range(source.randint(1, MOST_PIECES)):
        draw = source.random()
        if draw < 0.12:
            parts.append(source.choice(LINE_STARTS))
        parts.append(source.choice(PIECES))
        if draw > 0.45:
            parts.append(source.choice(SIGNS))
        parts.append(source.choice(SPACES))
    return "".join(parts)


def utf16_offset(text: str, position: int) -> int:
    return len(text[:position].encode("utf-16-le")) // 2


def main() -> None:
    source = random.Random(20240)
    texts = [*BY_HAND, *(random_text(source) for _ in range(RANDOM_TEXTS))]
    rows = []
    for text in texts:
        sentences = split_sentences(text)
        rows.append([text, [[utf16_offset(text, s.start), utf16_offset(text, s.end), s.paragraph, s.kind] for s in sentences]])
    with open(TARGET, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
