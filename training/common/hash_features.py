"""Hashed word features: the model's input without a tokeniser file.

Every word becomes five bucket numbers (two independent hashes of the word, its prefix, its suffix
and its shape). Bucket 0 is kept for padding. `hash-features.ts` in the application is a port of this
file and must give the same numbers; `parity-words.json` and its test hold the two together.
"""

import unicodedata

WORD_BUCKETS = 12000
PREFIX_BUCKETS = 4000
SUFFIX_BUCKETS = 4000
SHAPE_BUCKETS = 2000
FLAG_BUCKETS = 256
FEATURES_PER_WORD = 6
"""Five hashed features, and one flag that each specialist computes from its own word lists."""

PREFIX_LENGTH = 3
SUFFIX_LENGTH = 4
SHAPE_LENGTH = 8
LONGEST_RUN_IN_SHAPE = 3
CACHE_LIMIT = 400_000

_cache: dict[str, tuple[int, int, int, int, int]] = {}


def hash_text(text: str) -> int:
    """FNV-1a over the UTF-8 bytes, then murmur3's finaliser so that the low bits mix."""
    value = 2166136261
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    value ^= value >> 16
    value = (value * 0x85EBCA6B) & 0xFFFFFFFF
    value ^= value >> 13
    value = (value * 0xC2B2AE35) & 0xFFFFFFFF
    return value ^ (value >> 16)


def _bucket(kind: str, text: str, buckets: int) -> int:
    return 1 + hash_text(kind + text) % (buckets - 1)


def word_shape(word: str) -> str:
    """`McDonald42` becomes `XxXxxxdd`: letters X or x, digits d, and no run longer than three."""
    shape: list[str] = []
    for character in word:
        category = unicodedata.category(character)
        if "A" <= character <= "Z":
            symbol = "X"
        elif category.startswith("L"):
            symbol = "x"
        elif category == "Nd":
            symbol = "d"
        else:
            symbol = character
        if shape[-LONGEST_RUN_IN_SHAPE:] != [symbol] * LONGEST_RUN_IN_SHAPE:
            shape.append(symbol)
    return "".join(shape)


def hash_word(word: str) -> tuple[int, int, int, int, int]:
    """The five bucket numbers of a word: word a, word b, prefix, suffix, shape."""
    features = _cache.get(word)
    if features is None:
        lower = word.lower()
        features = (
            _bucket("w", lower, WORD_BUCKETS),
            _bucket("v", lower, WORD_BUCKETS),
            _bucket("p", lower[:PREFIX_LENGTH], PREFIX_BUCKETS),
            _bucket("s", lower[-SUFFIX_LENGTH:], SUFFIX_BUCKETS),
            _bucket("h", word_shape(word)[:SHAPE_LENGTH], SHAPE_BUCKETS),
        )
        if len(_cache) < CACHE_LIMIT:
            _cache[word] = features
    return features
