"""Trains the scorer of sentences, chooses the cost of repetition on development books, writes model and sample.

The scorer learns how much of a section's own summary each of its sentences holds. `TEST_BOOKS` are only scored, by
`write-card.mjs`, on the code that ships.
"""

import gzip
import json
import os
import sys
from collections import Counter

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from summarise.corpus import DEVELOPMENT_BOOKS, FEWEST_SENTENCES, RARITY_STEP, TEST_BOOKS, Section, learn_rarity, read_sections
from summarise.features import FEATURE_NAMES, STOP_WORDS, pick_order, read_sentence, read_text, sentence_features, text_rarity, vectors_of
from summarise.rouge import rouge_n
from summarise.sentences import TextSentence

TARGET = os.path.join(os.path.dirname(__file__), "..", "..", "public", "models", "summarise")
PENALTY = 1.0
LIKENESS_COSTS = (0.3, 0.6, 1.0, 1.5, 2.0, 3.0)
FIRST_CODE = 33
SAMPLE_SECTIONS = 12
SAMPLE_CHARACTERS = 9_000
ODD_TEXTS = (
    "", "One sentence only.", "😀 😀", "- milk\n- bread\n- eggs", "今天天气很好。我们去公园吧！明天会下雨。公园里有很多人。", "> quoted only. Nothing else here.",
    "Der Hund läuft schnell. Die Katze schläft auf dem Sofa. Der Hund und die Katze sind Freunde. Sie essen zusammen.",
    "From: Ann\nSubject: New budget for the garden\n\nHi Tom,\n\nThe garden needs a new fence. The budget is 3,000 euros, which the board "
    "has approved. Is Friday good for you?\n\n> When do you start? We should begin soon.\n\nBest,\nAnn",
)  # fmt: skip


class Prepared:
    """A section with everything that training needs of it."""

    def __init__(self, section: Section, rarity):
        self.book = section.book
        self.sentences, title = read_text(section.text)
        own = text_rarity(self.sentences, rarity)
        self.vectors = vectors_of(self.sentences, own)
        self.features = sentence_features(section.text, self.sentences, title, own, self.vectors)
        self.reference = read_sentence(section.summary, TextSentence(0, len(section.summary), 0, "prose")).words


def worth_of(one: Prepared) -> np.ndarray:
    """How much of the summary each sentence holds, standardised within the section."""
    wanted = Counter(word for word in one.reference if word not in STOP_WORDS)
    pairs = Counter(zip(one.reference, one.reference[1:]))
    worth = []
    for sentence in one.sentences:
        words, content = sentence.words, sentence.content
        found = sum(word in wanted for word in content) / max(4, len(content))
        common = sum((Counter(zip(words, words[1:])) & pairs).values()) / max(6, len(words) - 1)
        worth.append(0.5 * found + 0.5 * common)
    values = np.array(worth)
    return (values - values.mean()) / (values.std() + 1e-6)


def learn(sections: list[Prepared]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ridge regression over standardised features."""
    features = np.concatenate([one.features for one in sections])
    worth = np.concatenate([worth_of(one) for one in sections])
    mean, spread = features.mean(0), features.std(0) + 1e-6
    scaled = (features - mean) / spread
    weights = np.linalg.solve(scaled.T @ scaled + PENALTY * np.eye(scaled.shape[1]), scaled.T @ (worth - worth.mean()))
    return weights, mean, spread


def score_summaries(sections: list[Prepared], weights, mean, spread, likeness_cost: float) -> tuple[float, float]:
    """Mean ROUGE-1 and ROUGE-2 of summaries about as long as the reference."""
    found = []
    for one in sections:
        budget = min(120, max(40, len(one.reference)))
        scores = ((one.features - mean) / spread) @ weights
        chosen: list[int] = []
        used = 0
        for index in pick_order(scores, one.vectors, likeness_cost):
            length = len(one.sentences[index].words)
            if chosen and used + length > budget:
                break
            chosen.append(index)
            used += length
        words = [word for index in sorted(chosen) for word in one.sentences[index].words][:budget]
        found.append((rouge_n(words, one.reference, 1), rouge_n(words, one.reference, 2)))
    return tuple(np.mean(found, 0))


def main() -> None:
    os.makedirs(TARGET, exist_ok=True)
    sections = read_sections()
    rarity = learn_rarity(sections)
    prepared = [Prepared(section, rarity) for section in sections if section.book not in TEST_BOOKS]
    prepared = [one for one in prepared if len(one.sentences) >= FEWEST_SENTENCES]
    learnt = [one for one in prepared if one.book not in DEVELOPMENT_BOOKS]
    held = [one for one in prepared if one.book in DEVELOPMENT_BOOKS]
    fitted = learn(learnt)
    found = {cost: score_summaries(held, *fitted, cost) for cost in LIKENESS_COSTS}
    for cost, (one, two) in found.items():
        print(f"likeness cost {cost}: ROUGE-1 {one:.4f} ROUGE-2 {two:.4f} on {len(held)} sections of development books", flush=True)
    likeness_cost = max(found, key=lambda cost: sum(found[cost]))
    weights, mean, spread = learn(prepared)
    print(len(prepared), "sections, likeness cost", likeness_cost)
    for name, weight in sorted(zip(FEATURE_NAMES, weights), key=lambda pair: -abs(pair[1])):
        print(f"  {name} {weight:+.3f}")
    write_model(weights, mean, spread, likeness_cost, rarity)
    write_sample(sections, weights, mean, spread, rarity)


def write_model(weights, mean, spread, likeness_cost: float, rarity) -> None:
    stems = sorted(rarity.of)
    model = {
        "weights": [round(float(value), 8) for value in weights],
        "mean": [round(float(value), 8) for value in mean],
        "spread": [round(float(value), 8) for value in spread],
        "likenessCost": likeness_cost,
        "rarityStep": RARITY_STEP,
        "unknownRarity": round(rarity.unknown / RARITY_STEP),
        "stems": "\n".join(stems),
        "rarities": "".join(chr(FIRST_CODE + round(rarity.of[word] / RARITY_STEP)) for word in stems),
    }
    with open(os.path.join(TARGET, "model.bin"), "wb") as file:
        file.write(gzip.compress(json.dumps(model, ensure_ascii=False).encode(), 9, mtime=0))


def write_sample(sections: list[Section], weights, mean, spread, rarity) -> None:
    """Texts with the features and scores of their sentences, for the parity test."""
    held = [section for section in sections if section.book in DEVELOPMENT_BOOKS]
    step = len(held) // SAMPLE_SECTIONS
    texts = [*ODD_TEXTS, *(section.text[:SAMPLE_CHARACTERS] for section in held[::step][:SAMPLE_SECTIONS])]
    rows = []
    for text in texts:
        sentences, title = read_text(text)
        own = text_rarity(sentences, rarity)
        features = sentence_features(text, sentences, title, own, vectors_of(sentences, own))
        scores = ((features - mean) / spread) @ weights
        starts = [len(text[: sentence.source.start].encode("utf-16-le")) // 2 for sentence in sentences]
        rounded = [[round(float(value), 7) for value in row] for row in features]
        rows.append({"text": text, "starts": starts, "features": rounded, "scores": [round(float(value), 7) for value in scores]})
    with open(os.path.join(TARGET, "sample.json"), "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
