"""Cuts text into sentences; the exact port of `src/engines/onnx/specialists/shared/sentences.ts`.

Read the port for the reasons. Offsets here count code points.
"""

import re
import unicodedata
from typing import NamedTuple

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr sgt col gen lt capt rev hon gov sen rep inc ltd co corp dept univ vs etc al approx "
    "e.g i.e cf fig figs eq eqs vol pp ed eds ch sec no nr art ca bzw z.b d.h u.a usw str tel jan feb mar apr jun jul "
    "aug sep sept oct nov dec mon tue wed thu fri".split()
)
BEFORE_A_NUMBER_ONLY = frozenset("no nr art sec ch fig figs eq eqs vol pp mar mon fri wed".split())
LINE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
LIST_ITEM = re.compile(
    r"^[ \t\u00a0]*(?:[-*+\u2022\u2023\u25e6\u00b7\u2013\u2014]|\d{1,3}[.)]|[A-Za-z][.)]|\[[ xX]\])[ \t\u00a0]+"
    r"(?:\[[ xX]\][ \t\u00a0]+)?"
)
MAIL_HEADER = re.compile(
    r"^[ \t]*(?:From|To|Cc|Bcc|Subject|Sent|Date|Reply-To|Von|An|Betreff|Gesendet|De|Objet|Asunto)[ \t]?:[ \t]"
)
QUOTED = re.compile(r"^[ \t]*>[> \t]*")
HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+")
RULE = re.compile(r"^[ \t]*[-=_*~#]{3,}[ \t]*$")
LONG_LINE = 50
"""In UTF-16 code units."""
END = re.compile(
    r"[\u3002\uff01\uff1f\uff61]+[\"'\u201d\u2019\u00bb)\]\u300d\u300f]*"
    r"|[.!?\u2026\u061f\u0964]+[\"'\u201d\u2019\u00bb)\]*_]*"
)
WIDE_END = "\u3002\uff01\uff1f\uff61"
SPACES = " \t\u00a0\n\r\u2028\u2029\ufeff"
OPENERS = "\"'\u201c\u2018\u00ab([*_\u300c\u300e"


class TextSentence(NamedTuple):
    """Where a sentence stands, and what kind of block it is in."""

    start: int
    end: int
    paragraph: int
    kind: str
    """prose, list, heading, header or quoted"""


class _Block(NamedTuple):
    start: int
    end: int
    kind: str
    paragraph: int


def split_sentences(text: str) -> list[TextSentence]:
    """All sentences of the text, in order, without the white space and list marks around them."""
    sentences: list[TextSentence] = []
    for block in _blocks(text):
        start = block.start
        for match in END.finditer(text[block.start : block.end]):
            end = block.start + match.end()
            if end >= block.end:
                break
            if _is_boundary(text, start, block.start + match.start(), end, match.group(), block.end):
                _add(text, start, end, block, sentences)
                start = end
        _add(text, start, block.end, block, sentences)
    return sentences


def _add(text: str, start: int, end: int, block: _Block, sentences: list[TextSentence]) -> None:
    while start < end and text[start] in SPACES:
        start += 1
    while end > start and text[end - 1] in SPACES:
        end -= 1
    if end > start:
        sentences.append(TextSentence(start, end, block.paragraph, block.kind))


def _is_boundary(text: str, start: int, sign: int, end: int, found: str, limit: int) -> bool:
    if found[0] in WIDE_END:
        return True
    if text[end] not in SPACES:
        return False
    following = end
    while following < limit and text[following] in SPACES:
        following += 1
    while following < limit and text[following] in OPENERS:
        following += 1
    if following >= limit:
        return True
    next_character = text[following]
    if unicodedata.category(next_character) == "Ll":
        return False
    if found[0] != "." or found.startswith(".."):
        return True
    word_start = sign
    while word_start > start and text[word_start - 1] not in SPACES + OPENERS:
        word_start -= 1
    raw = text[word_start:sign]
    if len(raw) == 1 and unicodedata.category(raw) == "Lu":
        return raw == "I"
    word = raw.lower()
    if word not in ABBREVIATIONS:
        return True
    return word in BEFORE_A_NUMBER_ONLY and not ("0" <= next_character <= "9")


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    paragraph = 0
    open_start, open_end = -1, -1
    open_kind = "prose"

    def close() -> None:
        nonlocal open_start
        if open_start >= 0:
            blocks.append(_Block(open_start, open_end, open_kind, paragraph))
            open_start = -1

    for line_start, line_end in _lines(text):
        line = text[line_start:line_end]
        if not line.strip(SPACES):
            close()
            paragraph += 1
            continue
        if RULE.match(line):
            close()
            paragraph += 1
            continue
        mark, kind = _line_kind(line)
        if kind != "prose":
            close()
            if kind != "quoted":
                paragraph += 1
            open_start, open_end, open_kind = line_start + mark, line_end, kind
            if kind != "list":
                close()
                if kind == "heading":
                    paragraph += 1
            continue
        if open_start >= 0 and not _continues(text, open_end, line):
            close()
        if open_start < 0:
            open_start, open_kind = line_start, "prose"
        open_end = line_end
    close()
    return blocks


def _line_kind(line: str) -> tuple[int, str]:
    for expression, kind in ((QUOTED, "quoted"), (HEADING, "heading"), (MAIL_HEADER, "header"), (LIST_ITEM, "list")):
        match = expression.match(line)
        if match:
            return (0 if kind == "header" else match.end()), kind
    return 0, "prose"


def _continues(text: str, end: int, line: str) -> bool:
    """Whether a line goes on with what stands before it (a hard wrap), or begins something new."""
    last_start = max(text.rfind(sign, 0, end) for sign in "\n\r\u2028\u2029") + 1
    first = line.lstrip(SPACES)[0]
    length = sum(1 + (character > "\uffff") for character in text[last_start:end])
    return length >= LONG_LINE or unicodedata.category(first) == "Ll"


def _lines(text: str):
    start = 0
    for match in LINE_BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
