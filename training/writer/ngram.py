"""The baseline: an interpolated Kneser-Ney model over the same tokens and texts, pruned to the model's size in bytes."""

import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from writer.corpus import DOMAINS, WORK  # noqa: E402
from writer.model import VOCABULARY  # noqa: E402

ORDER = 4
BITS = 13
"""Of a token."""
BYTES_AN_ENTRY = 4
"""A quarter of a token sorted away, a probability and a back-off in a byte each: what good packing takes."""
DISCOUNT = 0.8


def count_grams(ids: list[np.ndarray], order: int) -> tuple[np.ndarray, np.ndarray]:
    """Packed n-grams of all texts and how often each occurs."""
    packed = []
    for part in ids:
        values = part.astype(np.uint64)
        length = len(values) - order + 1
        total = np.zeros(length, np.uint64)
        for offset in range(order):
            total = (total << np.uint64(BITS)) | values[offset : offset + length]
        packed.append(total)
    return np.unique(np.concatenate(packed), return_counts=True)


def main() -> None:
    """Writes `ngram-<order>.bin` and `ngram.json` into the work folder; `ngram.mjs` reads them."""
    size = sum(
        os.path.getsize(f"public/models/writer/{name}") for name in ("model.onnx", "tokenizer.json")
    )
    entries = size // BYTES_AN_ENTRY
    ids = [np.load(f"{WORK}/train-{name}.npy") for name in (*DOMAINS, "mails")]
    grams = [count_grams(ids, order) for order in range(1, ORDER + 1)]
    # Below the highest order, a token counts by how many tokens it follows, not by how often.
    mask = [np.uint64((1 << (BITS * order)) - 1) for order in range(ORDER + 1)]
    for order in range(1, ORDER):
        endings = grams[order][0] & mask[order]
        grams[order - 1] = np.unique(endings, return_counts=True)
    weights = np.concatenate([counts[counts > 1] for _, counts in grams[1:]])
    least = int(np.sort(weights)[::-1][min(entries, len(weights) - 1)]) + 1
    report = {"bytes": int(size), "order": ORDER, "leastCount": least, "entries": []}
    for order, (keys, counts) in enumerate(grams, start=1):
        if order == 1:
            probability = np.full(VOCABULARY, 0.5, np.float32)
            probability[keys.astype(int)] += counts
            (probability / probability.sum()).tofile(f"{WORK}/ngram-1.bin")
            continue
        contexts = keys >> np.uint64(BITS)
        unique, place, total = np.unique(contexts, return_inverse=True, return_counts=True)[0:3]
        total = np.bincount(place, counts)
        kept = counts >= least
        own = np.where(kept, (counts - DISCOUNT) / total[place], 0)
        left = 1 - np.bincount(place, own)
        rows = np.flatnonzero(kept)
        np.column_stack((contexts[rows].astype(np.float64), (keys[rows] & mask[1]).astype(np.float64), own[rows])).tofile(
            f"{WORK}/ngram-{order}.bin"
        )
        known = np.unique(place[rows])
        np.column_stack((unique[known].astype(np.float64), left[known])).tofile(f"{WORK}/backoff-{order}.bin")
        report["entries"].append(len(rows))
    with open(f"{WORK}/ngram.json", "w", encoding="utf-8") as file:
        json.dump(report, file)
    print(report)


if __name__ == "__main__":
    main()
