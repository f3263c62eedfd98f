"""Byte-level byte-pair encoding: learnt here, written as a `tokenizer.json` that the application's tokenizer reads."""

import heapq
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict

END_OF_TEXT = "<|endoftext|>"
END_ID = 0
SPACE = "\t\n\x0b\x0c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""White space as JavaScript's regular expressions know it."""


def _class_of(initial: str) -> str:
    """All characters of a general category, as ranges for a character class."""
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code))[0] == initial:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


_LETTER, _NUMBER = _class_of("L"), _class_of("N")
PIECES = re.compile(
    f"'s|'t|'re|'ve|'m|'ll|'d| ?[{_LETTER}]+| ?[{_NUMBER}]+| ?[^{SPACE}{_LETTER}{_NUMBER}]+"
    f"|[{SPACE}]+(?![^{SPACE}])|[{SPACE}]+"
)
"""The pieces that no token crosses: GPT-2's, which `ByteLevel` of the tokenizer file means."""


def _byte_characters() -> list[str]:
    """A visible character for each byte, as byte-level tokenizers write them."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = (byte for byte in range(256) if byte not in visible)
    table = {byte: chr(byte) for byte in visible}
    table.update({byte: chr(256 + index) for index, byte in enumerate(hidden)})
    return [table[byte] for byte in range(256)]


BYTE_CHARACTERS = _byte_characters()
Pair = tuple[str, str]


def learn_merges(counts: Counter, how_many: int) -> list[Pair]:
    """The most frequent pairs, one after another; of equals the one that sorts first."""
    words = [([BYTE_CHARACTERS[byte] for byte in piece.encode()], count) for piece, count in sorted(counts.items())]
    pairs: Counter = Counter()
    places: dict[Pair, set[int]] = defaultdict(set)
    for index, (symbols, count) in enumerate(words):
        for pair in zip(symbols, symbols[1:]):
            pairs[pair] += count
            places[pair].add(index)
    queue = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(queue)
    merges: list[Pair] = []
    while len(merges) < how_many and queue:
        negative, best = heapq.heappop(queue)
        if pairs[best] != -negative:
            continue
        merges.append(best)
        changed: set[Pair] = set()
        for index in places.pop(best):
            symbols, count = words[index]
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] -= count
                changed.add(pair)
            symbols[:] = merge(symbols, best)
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += count
                places[pair].add(index)
                changed.add(pair)
        pairs.pop(best, None)
        for pair in changed:
            if pairs.get(pair, 0) > 0:
                heapq.heappush(queue, (-pairs[pair], pair))
    return merges


def merge(symbols: list[str], pair: Pair) -> list[str]:
    """Joins every occurrence of the pair, from the left."""
    result: list[str] = []
    index = 0
    while index < len(symbols):
        if tuple(symbols[index : index + 2]) == pair:
            result.append(symbols[index] + symbols[index + 1])
            index += 2
        else:
            result.append(symbols[index])
            index += 1
    return result


class BytePairs:
    """Encodes and decodes by learnt merges. Id 0 ends a text, 1 to 256 are the bytes, then the merges in order."""

    def __init__(self, merges: list[Pair]):
        self.merges = merges
        self.ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.tokens = [END_OF_TEXT, *BYTE_CHARACTERS, *(left + right for left, right in merges)]
        self.ids = {token: index for index, token in enumerate(self.tokens)}
        byte_of = {character: byte for byte, character in enumerate(BYTE_CHARACTERS)}
        self.bytes = [b"", *(bytes(byte_of[character] for character in token) for token in self.tokens[1:])]
        self._known: dict[str, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        """Ids without an end."""
        ids: list[int] = []
        for piece in PIECES.findall(text):
            known = self._known.get(piece)
            if known is None:
                known = self._known[piece] = self._encode_piece(piece)
            ids += known
        return ids

    def _encode_piece(self, piece: str) -> list[int]:
        symbols = [BYTE_CHARACTERS[byte] for byte in piece.encode()]
        while len(symbols) > 1:
            pair = min(zip(symbols, symbols[1:]), key=lambda found: self.ranks.get(found, len(self.ranks)))
            if pair not in self.ranks:
                break
            symbols = merge(symbols, pair)
        return [self.ids[symbol] for symbol in symbols]

    def decode(self, ids: list[int]) -> str:
        """The text; incomplete characters become U+FFFD."""
        return b"".join(self.bytes[index] for index in ids).decode("utf-8", "replace")

    def write(self, folder: str) -> None:
        """`tokenizer.json` and `tokenizer_config.json`."""
        tokenizer = {
            "version": "1.0",
            "added_tokens": [
                {
                    "id": END_ID,
                    "content": END_OF_TEXT,
                    "single_word": False,
                    "lstrip": False,
                    "rstrip": False,
                    "normalized": False,
                    "special": True,
                }
            ],
            "normalizer": None,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": END_OF_TEXT, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                "pair": [],
                "special_tokens": {END_OF_TEXT: {"id": END_OF_TEXT, "ids": [END_ID], "tokens": [END_OF_TEXT]}},
            },
            "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "model": {
                "type": "BPE",
                "vocab": self.ids,
                "merges": [f"{left} {right}" for left, right in self.merges],
            },
        }
        config = {"tokenizer_class": "GPT2Tokenizer", "bos_token": END_OF_TEXT, "eos_token": END_OF_TEXT}
        for name, content in (("tokenizer.json", tokenizer), ("tokenizer_config.json", config)):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False, separators=(",", ":"))
                file.write("\n")


def read_byte_pairs(folder: str) -> BytePairs:
    """Reads what `write` wrote."""
    with open(f"{folder}/tokenizer.json", encoding="utf-8") as file:
        merges = json.load(file)["model"]["merges"]
    return BytePairs([(left, right) for left, right in (line.split(" ") for line in merges)])
