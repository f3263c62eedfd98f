"""The linear model: weights of features by how rare they are, logistic regression, rounding to bytes."""

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

from tone.features import WORD_BUCKETS

PART_SHARE = 0.8
"""Weight of the parts of words beside the words."""
RARITY_STEPS = 16
"""A feature's rarity is kept as a byte: its value is (byte + 16) / 16."""
CLASSES = 3


def rarity_bytes(matrix: sparse.csr_matrix) -> np.ndarray:
    """How rare each feature is among the passages, as a byte: a sixteenth of 1 + log(passages / those with it)."""
    counts = np.asarray(matrix.sum(0)).ravel()
    rarity = np.log(matrix.shape[0] / (counts + 1))
    return np.clip(np.round(rarity * RARITY_STEPS), 0, 255).astype(np.uint8)


def weigh(matrix: sparse.csr_matrix, rarity: np.ndarray) -> sparse.csr_matrix:
    """Each kind of feature scaled to length 1, or `PART_SHARE`, in each passage."""
    values = (rarity.astype(np.float32) + RARITY_STEPS) / RARITY_STEPS
    halves = []
    for columns, share in ((slice(0, WORD_BUCKETS), 1.0), (slice(WORD_BUCKETS, None), PART_SHARE)):
        half = matrix[:, columns] @ sparse.diags(values[columns])
        length = np.sqrt(np.asarray(half.multiply(half).sum(1)).ravel())
        halves.append(sparse.diags(share / np.maximum(length, 1e-9)) @ half)
    return sparse.hstack(halves).tocsr().astype(np.float32)


def fit(features: sparse.csr_matrix, labels: np.ndarray, importance: np.ndarray, penalty: float, steps: int) -> np.ndarray:
    """Logistic regression over three classes; the last row is the bias."""
    count, size = features.shape
    transposed = features.T.tocsr()
    wanted = np.eye(CLASSES, dtype=np.float32)[labels]
    share = (importance / importance.sum()).astype(np.float32)[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(size + 1, CLASSES)
        logits = features @ weights[:size].astype(np.float32) + weights[size].astype(np.float32)
        logits -= logits.max(1, keepdims=True)
        exponentials = np.exp(logits)
        sums = exponentials.sum(1, keepdims=True)
        value = -float((share * wanted * (logits - np.log(sums))).sum(dtype=np.float64))
        rest = share * (exponentials / sums - wanted)
        gradient = np.empty_like(weights)
        gradient[:size] = transposed @ rest + penalty * weights[:size]
        gradient[size] = rest.sum(0)
        return value + 0.5 * penalty * float((weights[:size] ** 2).sum()), gradient.ravel()

    start = np.zeros((size + 1) * CLASSES)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 8})
    return found.x.reshape(size + 1, CLASSES)


def quantize(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The weights as signed bytes and the largest of each class: a byte b stands for (b / 127) ** 2 of it.

    Few weights are large and most are small; with even steps either the large are cut off or the small are lost.
    """
    scales = np.abs(weights[:-1]).max(axis=0)
    shares = weights[:-1] / scales
    return np.round(np.sign(shares) * np.sqrt(np.abs(shares)) * 127).astype(np.int8), scales


def unpack(packed: np.ndarray) -> np.ndarray:
    values = packed.astype(np.float32) / 127
    return values * np.abs(values)


def logits_of(features: sparse.csr_matrix, packed: np.ndarray, scales: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return (features @ unpack(packed)) * scales + bias


def softmax(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits - logits.max(1, keepdims=True))
    return exponentials / exponentials.sum(1, keepdims=True)
