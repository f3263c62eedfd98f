"""Writes what the application loads (model, lists), the parity sample and the sets for scoring."""

import gzip
import json
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch  # noqa: E402

from common.export import export_tagger  # noqa: E402
from common.hash_cnn import HashTagger, load_tagger  # noqa: E402
from common.packed_lists import front_code, write_packed  # noqa: E402
from common.quantize import quantize_dequantize_  # noqa: E402
from names.augment import Augmenter  # noqa: E402
from names.corpus import (  # noqa: E402
    DATA,
    TAGS,
    Labelled,
    Sentence,
    load_development,
    load_held_out,
    load_train,
    words_and_tags,
)
from names.decode import look, predict, score_tags  # noqa: E402
from names.gazetteers import Gazetteers, load_gazetteers  # noqa: E402
from names.name_tokens import name_tokens  # noqa: E402
from names.train import SEEDS  # noqa: E402

WORK = os.environ.get("NEARSIDE_WORK", "training/.cache/names")
TARGET = os.environ.get("NEARSIDE_TARGET", "public/models/names")
SAMPLE_SEED = 75
BIASES = [number / 4 for number in range(-16, 25)]
LEAST_PRECISION = {"careful": 0.55, "balanced": 0.7, "quiet": 0.8}
"""Of the words marked in the development sets at least this share must stand in a name, on the mean of the sets."""
SAMPLE_SIZES = {"prose": 100, "presidio": 60, "templates": 60}
ODD_SAMPLES = [
    "María-José O’Brien-Núñez’s office is in Düsseldorf, near St. John's.",
    "😀 Met Ann 👩‍👩‍👧 in Paris 🇫🇷!!! 🇫🇷🇫🇷 @ann_b http://ann.example/Paris ann.lee@example.com",
    "Москва — столица России. Анна Иванова работает в Яндексе.",
    "東京タワーは港区にあります。田中さんはソニーで働いています。",
    "تعمل سارة في شركة أرامكو في الرياض.",
    "ANGELA MERKEL AND BARACK OBAMA MET IN NEW YORK CITY AT THE UNITED NATIONS.",
    "angela merkel and barack obama met in new york city.",
    "Mr. J. R. R. Tolkien, M.D., of 12 O'Connell St., Dublin 2; cc: K. Ng (H&M Ltd.)",
    "I",
    "e\u0301mile Zola\u200b \ufeffnb\u00a0space x²+y²=½ ٣٤٥ \U0001d4d0\U0001d4f7\U0001d4f7 in Rio",
]


def choose_biases(tagger: HashTagger, gazetteers: Gazetteers) -> dict[str, float]:
    """For each caution the largest bias towards names that keeps to its precision on the development sets."""
    sets = [[words_and_tags(row) for row in rows] for rows in load_development().values()]
    predictions = [look(tagger, [words for words, _ in rows], gazetteers) for rows in sets]
    chosen: dict[str, float] = {}
    for bias in BIASES:
        scores = [score_tags(looked, rows, bias) for looked, rows in zip(predictions, sets)]
        precision = sum(score["tokenPrecision"] for score in scores) / len(scores)
        for caution, least in LEAST_PRECISION.items():
            if precision >= least:
                chosen[caution] = bias
    print("biases", chosen, flush=True)
    return chosen


def score_seed(tagger: HashTagger, sets: dict[str, list[Sentence]], gazetteers: Gazetteers, biases: dict[str, float]) -> dict:
    """Recall and precision of words in each set, for each caution and for the bias that gives a precision of .70."""
    result: dict = {}
    for name, rows in sets.items():
        predictions = look(tagger, [words for words, _ in rows], gazetteers)
        curve = {bias: score_tags(predictions, rows, bias) for bias in BIASES}
        sure = [score["tokenRecall"] for score in curve.values() if score["tokenPrecision"] >= LEAST_PRECISION["balanced"]]
        result[name] = {
            "recallAtPrecision70": max(sure, default=0),
            **{caution: [curve[bias]["tokenRecall"], curve[bias]["tokenPrecision"]] for caution, bias in biases.items()},
        }
    print(result, flush=True)
    return result


def prose_with_names(chance: random.Random, count: int) -> list[str]:
    """Sentences of the history and politics textbooks (CC BY 4.0) with a capital letter inside."""
    with gzip.open(f"{DATA}/text/openstax.txt.gz", "rt", encoding="utf-8") as file:
        paragraphs = [line.strip() for line in file if re.search(r" [A-Z][a-z]+ [A-Z][a-z]+", line)]
    sentences = []
    for paragraph in chance.sample(paragraphs, count * 4):
        sentence = chance.choice(re.split(r"(?<=[.!?]) +(?=[A-Z])", paragraph))
        if re.search(r"[a-z,] [A-Z][a-z]", sentence) and 30 < len(sentence) < 300:
            sentences.append(sentence)
    return sentences[:count]


def sample_texts(presidio: list[Sentence], train: list[Sentence]) -> list[str]:
    """Texts that may be shipped: textbooks, the synthetic set, our own templates, and odd ones written by hand."""
    chance = random.Random(SAMPLE_SEED)
    texts = prose_with_names(chance, SAMPLE_SIZES["prose"])
    texts += [" ".join(words) for words, _ in chance.sample(presidio, SAMPLE_SIZES["presidio"])]
    augmenter = Augmenter(train, chance)
    texts += [" ".join(augmenter.from_template()[0]) for _ in range(SAMPLE_SIZES["templates"])]
    return texts + ODD_SAMPLES


def write_sample(texts: list[str], exact: HashTagger, shipped: HashTagger, gazetteers: Gazetteers, bias: float) -> None:
    """Texts with the tags of training's float32 model, and of the rounded weights that are shipped."""
    words = [[token.text for token in name_tokens(text)] for text in texts]
    tags = predict(exact, words, gazetteers, bias)
    shipped_tags = predict(shipped, words, gazetteers, bias)
    same = sum(a == b for left, right in zip(tags, shipped_tags) for a, b in zip(left, right))
    print("shipped tags equal to float32 on", same, "of", sum(map(len, tags)), "sample words")
    sample = [
        {"text": text, "words": row, "flags": gazetteers.flags(row), "tags": left, "shippedTags": right}
        for text, row, left, right in zip(texts, words, tags, shipped_tags)
    ]
    with open(f"{TARGET}/sample.json", "w", encoding="utf-8") as file:
        json.dump(sample, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


def utf16(text: str, position: int) -> int:
    """The application counts UTF-16 code units."""
    return len(text[:position].encode("utf-16-le")) // 2


def held_out(rows: list[Labelled]) -> list[dict]:
    """Texts with the place and the tag of each token."""
    return [
        {
            "text": row.text,
            "tokens": [[utf16(row.text, token.start), utf16(row.text, token.end)] for token in row.tokens],
            "tags": row.tags,
        }
        for row in rows
    ]


def main() -> None:
    """Needs `tagger-SEED.pt` and `gazetteers.json` in the work folder."""
    torch.set_num_threads(1)
    os.makedirs(TARGET, exist_ok=True)
    gazetteers = load_gazetteers(f"{WORK}/gazetteers.json")
    sets = load_held_out()
    judged = {name: [words_and_tags(row) for row in rows] for name, rows in sets.items()}
    seeds = []
    for seed in SEEDS:
        tagger = quantize_dequantize_(load_tagger(f"{WORK}/tagger-{seed}.pt"))
        seeds.append({"seed": seed, **score_seed(tagger, judged, gazetteers, choose_biases(tagger, gazetteers))})
    with open(f"{WORK}/seeds.json", "w", encoding="utf-8") as file:
        json.dump(seeds, file)
    exact = load_tagger(f"{WORK}/tagger-{SEEDS[0]}.pt")
    shipped = quantize_dequantize_(load_tagger(f"{WORK}/tagger-{SEEDS[0]}.pt"))
    print("model.onnx", export_tagger(exact, f"{TARGET}/model.onnx"), "bytes")
    biases = choose_biases(shipped, gazetteers)
    lists = {name: front_code(sorted(entries)) for name, entries in gazetteers.lists.items()}
    print("lists.bin", write_packed({"tags": TAGS, "biases": biases, **lists}, f"{TARGET}/lists.bin"), "bytes")
    train = load_train()
    texts = sample_texts(train["presidio"], [sentence for rows in train.values() for sentence in rows])
    write_sample(texts, exact, shipped, gazetteers, biases["balanced"])
    with open(f"{WORK}/held-out.json", "w", encoding="utf-8") as file:
        json.dump({name: held_out(rows) for name, rows in sets.items()}, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
