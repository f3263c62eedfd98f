"""ROUGE on stems: how much two word lists have in common. `rouge.mjs` computes the same for the card."""

from collections import Counter


def overlap(one: Counter, other: Counter) -> float:
    """F1 of the common part of two bags."""
    common = sum((one & other).values())
    if common == 0:
        return 0.0
    precision, recall = common / sum(one.values()), common / sum(other.values())
    return 2 * precision * recall / (precision + recall)


def rouge_n(words: list[str], reference: list[str], length: int) -> float:
    def grams(tokens: list[str]) -> Counter:
        return Counter(tuple(tokens[at : at + length]) for at in range(len(tokens) - length + 1))

    return overlap(grams(words), grams(reference))
