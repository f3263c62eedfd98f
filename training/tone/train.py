"""Trains the tone model with three seeds, writes the first of them, and what the three score on held-out text.

The seed chooses which 25th of the training text is kept apart to fit the temperature; the fit itself has no
chance in it. The test sets are read only to be scored.
"""

import json
import os
import sys

import numpy as np
from scipy.optimize import minimize_scalar

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from tone.corpus import LABELS, labels_of, matrix_of, read_rows, rows_matrix
from tone.features import tokens_of
from tone.model import PART_SHARE, RARITY_STEPS, fit, logits_of, quantize, rarity_bytes, softmax, unpack, weigh

WORK = os.environ.get("NEARSIDE_WORK", os.path.join(os.path.dirname(__file__), "..", ".cache", "tone"))
TARGET = os.path.join(os.path.dirname(__file__), "..", "..", "public", "models", "tone")
SEEDS = (1, 2, 3)
HELD_SHARE = 0.04
PENALTY = 1e-5
STEPS = 60
IMPORTANCE = {"proscons": 0.6, "uci_amazon_cells": 5.0, "uci_imdb": 5.0, "uci_yelp": 5.0}
"""Lists of pros and cons are easy and many, labelled review sentences few and clean; the others count 1."""
SAMPLE_SIZE = 250
ODD_TEXTS = (
    "", "😀", "😡😡", "Great!", "not good", "今天很好", "ÇA VA? İyi ẞ", "it’s fine", "x" * 100, "3.14 1,000", "!!!", "Don't. Won't!",
    "I love it 😍 but the battery…", "Καλημέρα ΣΑΣ", "نعم شكرا", "a" * 30, "a" * 31, "e\u0301te\u0301",
)  # fmt: skip


def neg_log_likelihood(temperature: float, logits: np.ndarray, labels: np.ndarray) -> float:
    return -float(np.log(softmax(logits / temperature)[np.arange(len(labels)), labels]).mean())


def calibration_error(chances: np.ndarray, labels: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: how far the probability of the answer is from how often it is right."""
    sure, right = chances.max(1), chances.argmax(1) == labels
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [(place == one).mean() * abs(sure[place == one].mean() - right[place == one].mean()) for one in set(place)]
    return float(sum(gaps))


def main() -> None:
    os.makedirs(WORK, exist_ok=True)
    os.makedirs(TARGET, exist_ok=True)
    rows = read_rows("sentiment/train3.tsv.gz")
    labels, matrix = labels_of(rows), rows_matrix(rows)
    importance = np.array([IMPORTANCE.get(row[2], 1.0) for row in rows])
    tests = {name: read_rows(f"eval/{name}.tsv.gz") for name in ("uci_test", "goemotions_test3")}
    test_matrices = {name: rows_matrix(test) for name, test in tests.items()}
    results = []
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(rows))
        held, learnt = np.split(order, [int(HELD_SHARE * len(rows))])
        rarity = rarity_bytes(matrix[learnt])
        weights = fit(weigh(matrix[learnt], rarity), labels[learnt], importance[learnt], PENALTY, STEPS)
        packed, scales = quantize(weights)
        bias = weights[-1]
        held_logits = logits_of(weigh(matrix[held], rarity), packed, scales, bias)
        temperature = minimize_scalar(neg_log_likelihood, bracket=(0.3, 1.0), args=(held_logits, labels[held])).x
        result = {"seed": seed, "temperature": float(temperature), "held": float((held_logits.argmax(1) == labels[held]).mean())}
        for name, test in tests.items():
            logits, wanted = logits_of(weigh(test_matrices[name], rarity), packed, scales, bias), labels_of(test)
            classes = 2 if name == "uci_test" else 3
            result[name] = float((logits[:, :classes].argmax(1) == wanted).mean())
            result[f"{name}_calibration_error"] = calibration_error(softmax(logits[:, :classes] / temperature), wanted)
        results.append(result)
        print(result, flush=True)
        if seed == SEEDS[0]:
            write_model(packed, scales, bias, rarity, float(temperature))
            write_sample([rows[index][1] for index in held[:SAMPLE_SIZE]], packed, scales, bias, rarity, float(temperature))
        with open(os.path.join(WORK, "seeds.json"), "w", encoding="utf-8") as file:
            json.dump(results, file, indent=2)


def write_model(packed: np.ndarray, scales: np.ndarray, bias: np.ndarray, rarity: np.ndarray, temperature: float) -> None:
    with open(os.path.join(TARGET, "weights.bin"), "wb") as file:
        file.write(packed.tobytes() + rarity.tobytes())
    model = {
        "scales": scales.tolist(),
        "bias": bias.tolist(),
        "temperature": temperature,
        "partShare": PART_SHARE,
        "rarityStep": RARITY_STEPS,
    }
    with open(os.path.join(TARGET, "model.json"), "w", encoding="utf-8") as file:
        json.dump(model, file)


def write_sample(texts: list[str], packed: np.ndarray, scales: np.ndarray, bias: np.ndarray, rarity: np.ndarray, temperature: float) -> None:
    """Texts with their tokens, features, scores and probabilities, in double precision, for the parity test."""
    texts = [*ODD_TEXTS, *texts]
    tokens = [tokens_of(text) for text in texts]
    matrix = matrix_of(tokens)
    weighed = weigh(matrix, rarity).astype(np.float64)
    logits = (weighed @ unpack(packed).astype(np.float64)) * scales + bias
    chances = softmax(logits / temperature)
    with open(os.path.join(TARGET, "sample.json"), "w", encoding="utf-8") as file:
        lines = []
        for index, text in enumerate(texts):
            row = {
                "text": text,
                "features": matrix[index].nnz,
                "scores": [round(float(value), 7) for value in logits[index]],
                "probabilities": [round(float(value), 7) for value in chances[index]],
            }
            lines.append(json.dumps(row, ensure_ascii=False))
        file.write(f'{{"tones": {json.dumps(LABELS)}, "texts": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
