"""What the tone model sees of a passage: hashed words and word pairs, and hashed parts of words.

The exact port is `src/engines/onnx/specialists/tone/tone-features.ts`. No vocabulary is needed: a feature is the
number of its bucket, and counts once however often it stands in the passage.
"""

from common.hash_features import hash_text
from common.word_tokens import word_tokens

WORD_BUCKETS = 1 << 18
"""Of words and word pairs, the first of the numbers."""
PART_BUCKETS = 1 << 17
"""Of parts of words, the numbers after those."""
BUCKETS = WORD_BUCKETS + PART_BUCKETS
SHORTEST_PART = 3
LONGEST_PART = 5
LONGEST_WORD = 30
"""Longer words give no parts, so that a blob of letters costs nothing."""

_hashes: dict[str, int] = {}
_parts: dict[str, list[int]] = {}


def _hash(text: str) -> int:
    found = _hashes.get(text)
    if found is None:
        found = _hashes[text] = hash_text(text)
    return found


def _word_bucket(text: str) -> int:
    return _hash(text) % WORD_BUCKETS


def _part_bucket(text: str) -> int:
    return WORD_BUCKETS + _hash(text) % PART_BUCKETS


def tokens_of(text: str) -> list[str]:
    """Words, numbers and signs in small letters."""
    return [token.text.lower() for token in word_tokens(text)]


def _part_buckets(token: str) -> list[int]:
    found = _parts.get(token)
    if found is None:
        found = []
        if len(token) <= LONGEST_WORD and token[0].isalpha():
            padded = f" {token} "
            for length in range(SHORTEST_PART, LONGEST_PART + 1):
                found += [_part_bucket(padded[start : start + length]) for start in range(len(padded) - length + 1)]
        _parts[token] = found
    return found


def feature_buckets(tokens: list[str]) -> list[int]:
    """The distinct buckets of a passage, sorted."""
    found: set[int] = set()
    before = "^"
    for token in tokens:
        found.add(_word_bucket(token))
        found.add(_word_bucket(f"{before} {token}"))
        found.update(_part_buckets(token))
        before = token
    found.add(_word_bucket(f"{before} $"))
    return sorted(found)
