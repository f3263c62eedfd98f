"""Word lists as the application reads them; `packed-lists.ts` unpacks them."""

import gzip
import json
import os

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def front_code(words: list[str]) -> str:
    """Sorted words, each as one base-36 digit (how many letters it shares with the last) and the rest."""
    lines: list[str] = []
    last = ""
    for word in words:
        shared = min(len(os.path.commonprefix([last, word])), len(DIGITS) - 1)
        lines.append(DIGITS[shared] + word[shared:])
        last = word
    return "\n".join(lines)


def write_packed(lists: dict, path: str) -> int:
    """One JSON object, gzipped, the same bytes each time. Gives the size."""
    packed = gzip.compress(json.dumps(lists, ensure_ascii=False).encode("utf-8"), 9, mtime=0)
    with open(path, "wb") as file:
        file.write(packed)
    return len(packed)
