"""Learns the router's difficulty and writes src/routing/difficulty/difficulty-model.json.

Three small parts. Which kind of work a prompt is: logistic regression over frequent words, pairs of words and counted features. How many
steps an arithmetic problem takes: ridge regression over the same. How far a strong model is ahead on a question with
offered answers: the mean of standardised features, each with the sign that it has by reason and with the same weight.
The answers of the two models say too little to fit weights by: every fitted model was behind equal weights on subjects
kept out (`--compare`), so that from them only the scale is fitted.
"""

import base64
import collections
import json
import os
import sys
from pathlib import Path

import numpy as np
import scipy.optimize
import scipy.sparse as sparse
from scipy.sparse.linalg import lsqr

WORK = Path(os.environ["NEARSIDE_WORK"])
TARGET = Path(__file__).resolve().parents[2] / "src/routing/difficulty/difficulty-model.json"
KINDS = "RSTXCQWM"
SEEDS = range(3)
VOCABULARY = 3600
WORD_SCALE, FEATURE_SCALE, STEP_PENALTY = 2.0, 1.0, 20.0
REAL_WEIGHT, ARITHMETIC_SAMPLE, KIND_PENALTY = 8.0, 500, 0.1
KIND_FEATURES = {"logNumbers", "numberShare", "logMathsSigns", "logVariables", "logCode", "isQuestion", "nonLatin"}
# +1: more of it speaks for the strong side.
SIGNS = {
    "logCharacters": 1, "logStemWords": 1, "logSentences": 1, "distinctShare": -1, "letterPerWord": -1,
    "longWordShare": -1, "capitalShare": -1, "quotes": -1, "lines": -1, "isQuestion": -1, "logNumbers": 1,
    "choiceWords": 1, "choiceOverlap": 1, "choiceNumeric": 1, "choiceCapital": -1, "choiceSpread": -1, "romanParts": 1,
    "words:quantity": 1, "words:calculate": 1, "words:reason": 1, "words:condition": 1, "words:contrast": 1,
    "words:judge": 1, "words:recall": -1, "words:person": 1, "words:past": 1, "steps": 1,
}  # fmt: skip


def choose_words(rows):
    """Words and pairs that people use in asking: frequent in people's prompts, in templates, or in arithmetic problems."""
    counts = {name: collections.Counter(word for row in part for word in row["words"]) for name, part in rows.items()}
    score = {
        word: counts["real"][word] + counts["made"][word] / 40 + counts["arithmetic"][word] / 40
        for word in {*counts["real"], *counts["made"], *counts["arithmetic"]}
        if counts["real"][word] > 2 or counts["made"][word] > 60 or counts["arithmetic"][word] > 80
    }
    return sorted(sorted(score, key=lambda word: (-score[word], word))[:VOCABULARY])


def word_matrix(rows, places):
    known = [[places[word] for word in row["words"] if word in places] for row in rows]
    row = np.repeat(np.arange(len(rows)), [len(found) for found in known])
    column = np.array([place for found in known for place in found], int)
    counts = sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(rows), len(places)))
    return sparse.diags(1 / np.sqrt(np.maximum(1, np.diff(counts.indptr)))) @ counts


def standardised(features, mean, deviation, limit=3.0):
    return np.clip((features - mean) / deviation, -limit, limit)


def softmax(scores):
    grown = np.exp(scores - scores.max(1, keepdims=True))
    return grown / grown.sum(1, keepdims=True)


def fit_kinds(inputs, labels, weights):
    count, size = inputs.shape[1] + 1, len(KINDS)
    weights = weights / weights.mean()
    wanted = np.eye(size)[labels]

    def loss(flat):
        table = flat.reshape(count, size)
        shares = softmax(inputs @ table[:-1] + table[-1])
        miss = (shares - wanted) * weights[:, None]
        value = -(weights * np.log((shares * wanted).sum(1) + 1e-12)).sum() + (table[:-1] ** 2).sum() / (2 * KIND_PENALTY)
        return value, np.vstack([inputs.T @ miss + table[:-1] / KIND_PENALTY, miss.sum(0)]).ravel()

    start = np.zeros(count * size)
    return scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x.reshape(count, size)


def packed(table):
    """int8 with one scale a column, as base64."""
    scale = np.abs(table).max(0) / 127
    return {"scale": [float(f"{value:.6g}") for value in np.atleast_1d(scale)],
            "data": base64.b64encode(np.round(table / scale).astype(np.int8).tobytes()).decode()}  # fmt: skip


def rounded(values, digits=4):
    return [float(f"{value:.{digits}g}") for value in values]


def recovered(score, gain):
    """APGR: the share of the way from weak to strong that is recovered, on the mean of all shares of strong calls."""
    curve = np.concatenate([[0], np.cumsum(gain[np.argsort(-score, kind="stable")])])
    return float(np.trapezoid(curve / curve[-1], dx=1 / len(gain)))


class Data:
    def __init__(self):
        with open(WORK / "features.jsonl") as file:
            head = json.loads(next(file))
            rows = [json.loads(line) for line in file]
        self.names = head["names"]
        self.rows = {name: [row for row in rows if row["set"] == name] for name in ("choice", "arithmetic", "real", "made")}
        self.vocabulary = choose_words(self.rows)
        places = {word: place for place, word in enumerate(self.vocabulary)}
        self.words = {name: word_matrix(part, places) for name, part in self.rows.items()}
        self.features = {name: np.array([row["features"] for row in part], float) for name, part in self.rows.items()}
        everything = np.vstack([self.features["made"], self.features["real"], self.features["arithmetic"][:2000]])
        self.mean, self.deviation = everything.mean(0), everything.std(0) + 1e-6
        # How long a prompt is must not tell its kind: the made ones are short or long by their templates.
        tells = [name.startswith("words:") or name in KIND_FEATURES for name in self.names]
        self.tells_kind = np.array(tells, float)
        self.random = np.random.default_rng(7)

    def inputs(self, name, pick=slice(None), of_kind=False):
        features = standardised(self.features[name][pick], self.mean, self.deviation)
        if of_kind:
            features = features * self.tells_kind
        return sparse.hstack([self.words[name][pick] * WORD_SCALE, sparse.csr_matrix(features * FEATURE_SCALE)]).tocsr()


def fit_steps(data, pick):
    steps = np.array([row["steps"] for row in data.rows["arithmetic"]], float)[pick]
    weights = lsqr(data.inputs("arithmetic", pick), steps - steps.mean(), damp=np.sqrt(STEP_PENALTY), iter_lim=60)[0]
    return weights, steps.mean()


def score_steps(data):
    steps = np.array([row["steps"] for row in data.rows["arithmetic"]], float)
    length = np.array([row["characters"] for row in data.rows["arithmetic"]], float)
    model, plain = [], []
    for seed in SEEDS:
        kept = np.random.default_rng(seed).random(len(steps)) < 0.25
        weights, _ = fit_steps(data, np.flatnonzero(~kept))
        found = data.inputs("arithmetic", np.flatnonzero(kept)) @ weights
        model.append(np.corrcoef(found, steps[kept])[0, 1])
        plain.append(np.corrcoef(length[kept], steps[kept])[0, 1])
    return {"correlation": model, "lengthCorrelation": plain}


def kind_training(data, pick):
    sample = np.random.default_rng(7).choice(len(data.rows["arithmetic"]), ARITHMETIC_SAMPLE, replace=False)
    number = lambda name: np.array([KINDS.index(row["kind"]) for row in data.rows[name]])
    inputs = sparse.vstack([data.inputs("real", pick, True), data.inputs("made", of_kind=True), data.inputs("arithmetic", sample, True)]).tocsr()
    labels = np.concatenate([number("real")[pick], number("made"), np.full(len(sample), KINDS.index("M"))])
    weights = np.concatenate([np.full(len(pick), REAL_WEIGHT), np.ones(len(data.rows["made"])), np.full(len(sample), 0.5)])
    return inputs, labels, weights


def score_kinds(data):
    labels = np.array([KINDS.index(row["kind"]) for row in data.rows["real"]])
    group = np.array([0, 0, 0, 0, 1, 2, 2, 1])
    exact, coarse = [], []
    for seed in SEEDS:
        order, found = np.random.default_rng(seed).permutation(len(labels)), np.empty(len(labels), int)
        for fold in range(5):
            kept = order[fold::5]
            table = fit_kinds(*kind_training(data, np.setdiff1d(order, kept)))
            found[kept] = (data.inputs("real", kept, True) @ table[:-1] + table[-1]).argmax(1)
        exact.append(float((found == labels).mean()))
        coarse.append(float((group[found] == group[labels]).mean()))
    return {"accuracy": exact, "accuracyOfThreeGroups": coarse}


def choice_columns(data, step_weights):
    found = dict(zip(data.names, data.features["choice"].T))
    found["steps"] = data.inputs("choice") @ step_weights
    return np.stack([found[name] for name in SIGNS], 1)


def choice_score(columns, rows):
    mean, deviation = columns[rows].mean(0), columns[rows].std(0) + 1e-6
    signs = np.array(list(SIGNS.values()), float)
    return mean, deviation, (standardised(columns, mean, deviation, 2.5) * signs).mean(1)


def score_choice(data, columns, compare):
    subjects = np.array([row["subject"] for row in data.rows["choice"]])
    gain = np.array([row["strong"] - row["weak"] for row in data.rows["choice"]])
    length = np.array([row["characters"] for row in data.rows["choice"]], float)
    names = np.unique(subjects)
    found = {"equal": [], "length": [], "ridge": []}
    for seed in range(12):
        order = np.random.default_rng(seed).permutation(names)
        for half in range(2):
            kept = np.isin(subjects, order[half::2])
            mean, deviation, score = choice_score(columns, ~kept)
            found["equal"].append(recovered(score[kept], gain[kept]))
            found["length"].append(recovered(length[kept], gain[kept]))
            if compare:
                inputs = standardised(columns, mean, deviation, 2.5)
                table = inputs[~kept].T @ inputs[~kept] + 1000 * np.eye(inputs.shape[1])
                weights = np.linalg.solve(table, inputs[~kept].T @ (gain[~kept] - gain[~kept].mean()))
                found["ridge"].append(recovered(inputs[kept] @ weights, gain[kept]))
    ahead = sum(one > other for one, other in zip(found["equal"], found["length"]))
    return {**{name: values for name, values in found.items() if values}, "aheadOfLength": ahead, "splits": len(found["equal"])}


def main():
    data = Data()
    everything = np.arange(len(data.rows["arithmetic"]))
    step_weights, step_mean = fit_steps(data, everything)
    predicted = data.inputs("arithmetic") @ step_weights
    columns = choice_columns(data, step_weights)
    scores = {
        "steps": score_steps(data),
        "kinds": score_kinds(data),
        "choice": score_choice(data, columns, "--compare" in sys.argv),
    }
    table = fit_kinds(*kind_training(data, np.arange(len(data.rows["real"]))))
    gain = np.array([row["strong"] - row["weak"] for row in data.rows["choice"]])
    mean, deviation, score = choice_score(columns, np.arange(len(gain)))
    slope = float(np.cov(score, gain)[0, 1] / score.var())
    base = float(gain.mean())
    count = len(data.vocabulary)
    model = {
        "words": "\n".join(data.vocabulary),
        "mean": rounded(data.mean),
        "deviation": rounded(data.deviation),
        "kinds": {
            "names": list(KINDS),
            "words": packed(table[:count] * WORD_SCALE),
            "features": packed(table[count:-1] * FEATURE_SCALE),
            "bias": rounded(table[-1]),
        },
        "steps": {
            "words": packed(step_weights[:count, None] * WORD_SCALE),
            "features": packed(step_weights[count:, None] * FEATURE_SCALE),
            "mean": float(f"{step_mean:.4g}"),
            "deviation": float(f"{predicted.std():.4g}"),
        },
        "choice": {
            "features": list(SIGNS),
            "signs": list(SIGNS.values()),
            "mean": rounded(mean),
            "deviation": rounded(deviation),
            "base": float(f"{base:.4g}"),
            "logitSlope": float(f"{slope / (base * (1 - base)):.4g}"),
        },
    }
    TARGET.write_text(json.dumps(model, ensure_ascii=False) + "\n")
    (WORK / "scores.json").write_text(json.dumps(scores))
    for name, part in scores.items():
        print(name, {key: np.round(value, 3).tolist() if isinstance(value, list) and len(value) < 5 else f"{np.mean(value):.3f} ± {np.std(value):.3f}" for key, value in part.items()})
    print("slope", slope, "size", TARGET.stat().st_size)


main()
