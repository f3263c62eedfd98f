"""Cuts text into words, numbers and single signs. `word-tokens.ts` is the exact port.

- a word: letters and marks, with inner apostrophes (`don't`, `reader’s`)
- a number: decimal digits with inner dots or commas (`3.14`, `1,000`)
- anything else that is not white space: one code point each

The typographic apostrophe U+2019 is given as `'`, which is one code unit as well, so that offsets hold.
"""

import re
import unicodedata
from typing import NamedTuple

_ASCII_TOKEN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*|[^\sA-Za-z0-9\x1c-\x1f]|[\x1c-\x1f]")
_CONTROL_SPACES = "\t\n\v\f\r\ufeff"


class WordToken(NamedTuple):
    """One token and where it stands (in code points; the port counts UTF-16 code units)."""

    text: str
    start: int
    end: int


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _is_digit(character: str) -> bool:
    return unicodedata.category(character) == "Nd"


def _is_space(character: str) -> bool:
    return character in _CONTROL_SPACES or unicodedata.category(character)[0] == "Z"


def _run_end(text: str, start: int, joiners: str, belongs) -> int:
    """Where a run of `belongs` characters ends; one joiner between two of them is part of the run."""
    end = start
    while end < len(text):
        if belongs(text[end]):
            end += 1
        elif text[end] in joiners and end + 1 < len(text) and belongs(text[end + 1]):
            end += 2
        else:
            break
    return end


def word_tokens(text: str) -> list[WordToken]:
    """All tokens of the text, in order."""
    text = text.replace("\u2019", "'")
    if text.isascii():
        return [WordToken(match.group(), match.start(), match.end()) for match in _ASCII_TOKEN.finditer(text)]
    tokens: list[WordToken] = []
    position = 0
    while position < len(text):
        character = text[position]
        if _is_space(character):
            position += 1
            continue
        if _is_letter(character):
            end = _run_end(text, position, "'", _is_letter)
        elif _is_digit(character):
            end = _run_end(text, position, ".,", _is_digit)
        else:
            end = position + 1
        tokens.append(WordToken(text[position:end], position, end))
        position = end
    return tokens


def words_of(text: str) -> list[str]:
    """Only the token texts."""
    return [token.text for token in word_tokens(text)]
