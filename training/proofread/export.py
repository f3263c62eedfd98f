"""Writes what the application loads (model, lists), the parity sample and the sets for scoring."""

import difflib
import json
import math
import os
import pickle
import random
import sys
from collections import defaultdict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch  # noqa: E402

from common.export import export_tagger  # noqa: E402
from common.hash_cnn import HashTagger, load_tagger, pad_features  # noqa: E402
from common.packed_lists import front_code, write_packed  # noqa: E402
from common.quantize import quantize_dequantize_  # noqa: E402
from common.word_tokens import word_tokens, words_of  # noqa: E402
from proofread.corrupt import Corrupter  # noqa: E402
from proofread.groups import FALSE_EDITS_PER_10000, group_of  # noqa: E402
from proofread.lexicon import Lexicon, add_technical_words, protect_names, read_names  # noqa: E402
from proofread.train import SEEDS, FeatureCache  # noqa: E402

WORK = os.environ.get("NEARSIDE_WORK", "training/.cache/proofread")
TARGET = os.environ.get("NEARSIDE_TARGET", "public/models/proofread")
DEV_SEED, TEST_SEED, SAMPLE_SEED = 71, 72, 73
HELD_OUT_RATE = 0.08
SAMPLE_SENTENCES = 200
LOWEST_THRESHOLD = 0.3
LOWEST_PRECISION = 0.6
NEVER = 2.0
IF_FAULTY = 0.2
"""Where a sentence has had one mistake mended, others are likely: then this is enough, whatever the group."""
CALIBRATION_STEPS = 200
FREQUENCY_STEPS_PER_DOUBLING = 2
FIRST_CODE = 33


def write_lists(lexicon: Lexicon, thresholds: dict[str, float], calibration: tuple[float, float]) -> int:
    """`lists.bin`: gzip over one JSON object of strings that the application decodes."""
    words = sorted(word for word in lexicon.frequency if "\n" not in word)
    codes = [round(math.log2(lexicon.frequency[word]) * FREQUENCY_STEPS_PER_DOUBLING) for word in words]
    typos = sorted(lexicon.typos)
    lists = {
        "tags": lexicon.tags,
        "thresholds": thresholds,
        "thresholdsIfFaulty": {group: min(value, IF_FAULTY) for group, value in thresholds.items()},
        "calibration": calibration,
        "names": front_code(read_names(lexicon)),
        "words": front_code(words),
        "frequencies": "".join(chr(FIRST_CODE + code) for code in codes),
        "typos": front_code(typos),
        "corrections": "\n".join(lexicon.typos[typo] for typo in typos),
        "verbs": "\n".join(" ".join(verb) for verb in lexicon.verbs),
        "plurals": "\n".join(
            word if plural == word + "s" else f"{word} {plural}" for word, plural in lexicon.plural_of.items()
        ),
        "confusables": lexicon.confusables,
        "flagged": " ".join(sorted(lexicon.flagged)),
        "contractions": lexicon.contractions,
        "proper": lexicon.proper,
    }
    return write_packed(lists, f"{TARGET}/lists.bin")


def predict(tagger: HashTagger, cache: FeatureCache, sentences: list[list[str]]) -> list[torch.Tensor]:
    """The probabilities [words, tags] of each sentence."""
    results: list[torch.Tensor] = []
    with torch.no_grad():
        for start in range(0, len(sentences), 64):
            part = sentences[start : start + 64]
            logits = tagger(pad_features([[cache.of(word) for word in words] for words in part]))
            results += [torch.softmax(row[: len(words)], -1) for row, words in zip(logits, part)]
    return results


def calibrate(decisions: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and shift of the log-odds, so that of edits with a confidence of .8 eight in ten are right."""
    odds = torch.logit(torch.tensor([probability for probability, _ in decisions]).clamp(0.01, 0.9999))
    right = torch.tensor([float(is_right) for _, is_right in decisions])
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=CALIBRATION_STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(odds * line[0] + line[1], right)
        value.backward()
        return value

    optimizer.step(loss)
    return round(line[0].item(), 4), round(line[1].item(), 4)


def choose_thresholds(
    lexicon: Lexicon, tagger: HashTagger, clean: list[list[str]]
) -> tuple[dict[str, float], tuple[float, float]]:
    """For each group the lowest probability that keeps to its budget of false edits on clean text; the calibration."""
    cache = FeatureCache(lexicon)
    corrupter = Corrupter(lexicon, DEV_SEED)
    faulty = [corrupter.corrupt(words, HELD_OUT_RATE) for words in clean]
    false_on_clean: dict[str, list[float]] = defaultdict(list)
    decisions: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for words, probabilities in zip(clean, predict(tagger, cache, clean)):
        best, tags = probabilities.max(-1)
        for word, probability, tag in zip(words, best.tolist(), tags.tolist()):
            if tag and not (tag == lexicon.tags.index("SPELL") and lexicon.is_known(word)):
                false_on_clean[group_of(lexicon.tags[tag], word)].append(probability)
    for tagged, probabilities in zip(faulty, predict(tagger, cache, [[word for word, _ in row] for row in faulty])):
        best, tags = probabilities.max(-1)
        for (word, gold), probability, tag in zip(tagged, best.tolist(), tags.tolist()):
            if tag:
                decisions[group_of(lexicon.tags[tag], word)].append((probability, lexicon.tags[tag] == gold))
    total = sum(map(len, clean))
    thresholds: dict[str, float] = {}
    for group, budget in FALSE_EDITS_PER_10000.items():
        allowed = int(budget * total / 10_000)
        worst = sorted(false_on_clean[group], reverse=True)
        threshold = max(LOWEST_THRESHOLD, worst[allowed] + 1e-4 if len(worst) > allowed else 0)
        ranked = sorted(decisions[group], reverse=True)
        while threshold < 1:
            kept = [right for probability, right in ranked if probability >= threshold]
            if not kept or sum(kept) / len(kept) >= LOWEST_PRECISION:
                break
            threshold += 0.02
        thresholds[group] = round(threshold, 4) if threshold < 1 else NEVER
        kept = [right for probability, right in ranked if probability >= threshold]
        print(f"{group:12} threshold {thresholds[group]:.3f} edits {len(kept)} right {sum(kept)} of {len(ranked)}", flush=True)
    offered = [
        (probability, right)
        for group, ranked in decisions.items()
        for probability, right in ranked
        if probability >= min(IF_FAULTY, thresholds.get(group, NEVER))
    ]
    return thresholds, calibrate(offered)


def respace(text: str, words: list[str], faulty: list[str]) -> str:
    """The faulty words with the white space of the clean text."""
    tokens = word_tokens(text)
    gaps = ["" if not index else text[tokens[index - 1].end : token.start] for index, token in enumerate(tokens)]
    matcher = difflib.SequenceMatcher(None, words, faulty, autojunk=False)
    pieces: list[str] = []
    for _, first, last, faulty_first, faulty_last in matcher.get_opcodes():
        for index in range(faulty_first, faulty_last):
            source = first + index - faulty_first
            inside = source < last
            gap = gaps[source] if inside else " " if faulty[index][:1].isalnum() else ""
            pieces.append((gap if pieces else "") + faulty[index])
    return "".join(pieces)


def held_out(lexicon: Lexicon, rows: list[tuple[str, list[str]]], seed: int) -> list[dict[str, str]]:
    """Pairs of faulty and clean text."""
    corrupter = Corrupter(lexicon, seed)
    pairs = []
    for text, words in rows:
        text = text.replace("\u2019", "'")
        faulty = [word for word, _ in corrupter.corrupt(words, HELD_OUT_RATE)]
        spaced = respace(text, words, faulty)
        if words_of(spaced) == faulty:
            pairs.append({"faulty": spaced, "clean": text})
    return pairs


def write_sample(lexicon: Lexicon, exact: HashTagger, shipped: HashTagger, rows: list[tuple[str, list[str]]]) -> None:
    """Sentences with the tags of training's float32 model, and of the rounded weights that are shipped."""
    chance = random.Random(SAMPLE_SEED)
    rows = [row for row in rows if row[1] == words_of(row[0])]
    chosen = chance.sample(rows, SAMPLE_SENTENCES)
    corrupter = Corrupter(lexicon, SAMPLE_SEED)
    sentences: list[str] = []
    for number, (text, words) in enumerate(chosen):
        text = text.replace("\u2019", "'")
        sentences.append(respace(text, words, [word for word, _ in corrupter.corrupt(words, 0.15)]) if number % 2 else text)
    words = [words_of(sentence) for sentence in sentences]
    cache = FeatureCache(lexicon)
    tags = [row.argmax(-1).tolist() for row in predict(exact, cache, words)]
    shipped_tags = [row.argmax(-1).tolist() for row in predict(shipped, cache, words)]
    same = sum(a == b for left, right in zip(tags, shipped_tags) for a, b in zip(left, right))
    print("shipped tags equal to float32 on", same, "of", sum(map(len, tags)), "sample words")
    sample = [
        {"text": text, "flags": [lexicon.flag(word) for word in row], "tags": left, "shippedTags": right}
        for text, row, left, right in zip(sentences, words, tags, shipped_tags)
    ]
    with open(f"{TARGET}/sample.json", "w", encoding="utf-8") as file:
        json.dump(sample, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


def main() -> None:
    """Needs `sentences.pickle`, `lexicon.pickle` and `tagger-SEED.pt` (of the seed given, else the first) in the work folder."""
    torch.set_num_threads(1)
    os.makedirs(TARGET, exist_ok=True)
    trained = f"{WORK}/tagger-{sys.argv[1] if len(sys.argv) > 1 else SEEDS[0]}.pt"
    with open(f"{WORK}/sentences.pickle", "rb") as file:
        split = pickle.load(file)
    with open(f"{WORK}/lexicon.pickle", "rb") as file:
        lexicon = pickle.load(file)
    add_technical_words(lexicon)
    protect_names(lexicon)
    exact = load_tagger(trained)
    print("model.onnx", export_tagger(exact, f"{TARGET}/model.onnx"), "bytes")
    shipped = quantize_dequantize_(load_tagger(trained))
    thresholds, calibration = choose_thresholds(lexicon, shipped, [words for _, words in split["dev"]])
    print("calibration", calibration)
    print("lists.bin", write_lists(lexicon, thresholds, calibration), "bytes")
    write_sample(lexicon, exact, shipped, split["test"])
    sets = {"dev": held_out(lexicon, split["dev"], DEV_SEED), "test": held_out(lexicon, split["test"], TEST_SEED)}
    with open(f"{WORK}/held-out.json", "w", encoding="utf-8") as file:
        json.dump(sets, file, ensure_ascii=False)
    print("held-out sentences", {name: len(rows) for name, rows in sets.items()})


if __name__ == "__main__":
    main()
