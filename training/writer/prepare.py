"""Learns the vocabulary and writes the texts as ids: one array for each part and domain, an end after each text."""

import json
import os
import sys
from collections import Counter

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from writer.byte_pairs import BYTE_CHARACTERS, END_ID, PIECES, BytePairs, learn_merges  # noqa: E402
from writer.corpus import DOMAINS, WORK, split_documents  # noqa: E402
from writer.mails import make_mails  # noqa: E402

VOCABULARY = 8192
RAREST_PIECE = 3
COUNTED_CHARACTERS = 9_000_000
"""Of each domain at most, so that textbooks and manuals do not take the vocabulary for themselves."""


def main() -> None:
    """Writes the work folder."""
    os.makedirs(WORK, exist_ok=True)
    parts = split_documents()
    parts["train"]["mails"] = make_mails()
    counts: Counter = Counter()
    for domain in DOMAINS:
        characters = 0
        for text in parts["train"][domain]:
            if characters > COUNTED_CHARACTERS:
                break
            characters += len(text)
            counts.update(PIECES.findall(text))
    frequent = Counter({piece: count for piece, count in counts.items() if count >= RAREST_PIECE})
    print("pieces", len(counts), "counted", len(frequent), flush=True)
    pairs = BytePairs(learn_merges(frequent, VOCABULARY - 1 - len(BYTE_CHARACTERS)))
    pairs.write(WORK)
    for part, domains in parts.items():
        for domain, texts in domains.items():
            ids = np.array([index for text in texts for index in (*pairs.encode(text), END_ID)], np.uint16)
            np.save(f"{WORK}/{part}-{domain}.npy", ids)
            print(part, domain, len(texts), "texts", sum(map(len, texts)), "characters", len(ids), "tokens", flush=True)
    for part in ("dev", "test"):
        with open(f"{WORK}/{part}.json", "w", encoding="utf-8") as file:
            json.dump(parts[part], file, ensure_ascii=False)


if __name__ == "__main__":
    main()
