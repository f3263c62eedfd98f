"""The tagger's own tokens: those of `common/word_tokens.py`, with two differences.

A possessive `'s` is cut off, so that `Maria's` looks to the model like `Maria` and a name's span never holds
the possessive; and a web or mail address is one token. `name-tokens.ts` is the exact port.
"""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.word_tokens import WordToken, word_tokens  # noqa: E402


ADDRESS = re.compile(r"(?:https?://|www\.)[^ \t\r\n]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,64}\.[A-Za-z]{2,24}")
ADDRESS_WORD = "http"


def name_tokens(text: str) -> list[WordToken]:
    """All tokens of the text, in order."""
    tokens: list[WordToken] = []
    position = 0
    for match in ADDRESS.finditer(text):
        _add_words(text[position : match.start()], position, tokens)
        tokens.append(WordToken(ADDRESS_WORD, match.start(), match.end()))
        position = match.end()
    _add_words(text[position:], position, tokens)
    return tokens


def _add_words(text: str, offset: int, tokens: list[WordToken]) -> None:
    for token in word_tokens(text):
        start, end = token.start + offset, token.end + offset
        if len(token.text) > 2 and token.text[-2:] in ("'s", "'S"):
            tokens.append(WordToken(token.text[:-2], start, end - 2))
            tokens.append(WordToken(token.text[-2:], end - 2, end))
        else:
            tokens.append(WordToken(token.text, start, end))
