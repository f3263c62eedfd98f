"""Reads the labelled sentences. Classes: 0 negative, 1 positive, 2 neutral."""

import gzip
import os
import re

import numpy as np
import scipy.sparse as sparse

from tone.features import BUCKETS, feature_buckets, tokens_of

DATA = os.environ.get("NEARSIDE_DATA", os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "data"))
LABELS = ("negative", "positive", "neutral")
_SPLIT_CONTRACTION = re.compile(r" (n't|'s|'re|'ve|'ll|'d|'m)\b")


def read_rows(path: str) -> list[list[str]]:
    """Rows of label, text and, in the training file, source. Contractions that a corpus cut in two are joined."""
    with gzip.open(os.path.join(DATA, path), "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [[row[0], _SPLIT_CONTRACTION.sub(r"\1", row[1]), *row[2:]] for row in rows]


def labels_of(rows: list[list[str]]) -> np.ndarray:
    return np.array([int(row[0]) for row in rows])


def matrix_of(token_lists: list[list[str]]) -> sparse.csr_matrix:
    """One row a passage, a 1 for each feature it has."""
    columns: list[int] = []
    ends = [0]
    for tokens in token_lists:
        columns += feature_buckets(tokens)
        ends.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_matrix((ones, columns, ends), shape=(len(token_lists), BUCKETS))


def rows_matrix(rows: list[list[str]]) -> sparse.csr_matrix:
    return matrix_of([tokens_of(row[1]) for row in rows])
