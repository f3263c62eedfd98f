"""From logits to tags (the best sequence in which every I follows its own class), and scores of tags."""

import torch

from common.hash_cnn import HashTagger, pad_features
from common.hash_features import hash_word
from names.corpus import CLASSES, TAGS, Sentence, spans_of
from names.gazetteers import Gazetteers

FORBIDDEN = -1e9
BATCH = 64
TRANSITIONS = torch.zeros(len(TAGS), len(TAGS))
for _before, _from in enumerate(TAGS):
    for _after, _to in enumerate(TAGS):
        if _to[0] == "I" and _from[2:] != _to[2:]:
            TRANSITIONS[_before, _after] = FORBIDDEN
FIRST = torch.tensor([FORBIDDEN if tag[0] == "I" else 0.0 for tag in TAGS])


def decode(logits: torch.Tensor, bias: float) -> list[int]:
    """Viterbi over log-probabilities; `bias` is taken off the class O, so that more names are found."""
    scores = torch.log_softmax(logits, -1)
    scores[:, 0] -= bias
    best = scores[0] + FIRST
    back = []
    for row in scores[1:]:
        paths = best[:, None] + TRANSITIONS
        best, source = paths.max(0)
        back.append(source)
        best = best + row
    tags = [int(best.argmax())]
    for source in reversed(back):
        tags.append(int(source[tags[-1]]))
    return tags[::-1]


def predict(tagger: HashTagger, sentences: list[list[str]], gazetteers: Gazetteers, bias: float) -> list[list[int]]:
    """Tag numbers of each sentence."""
    order = sorted(range(len(sentences)), key=lambda index: len(sentences[index]))
    results: list[list[int]] = [[] for _ in sentences]
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            rows = [
                [(*hash_word(word), flag) for word, flag in zip(sentences[index], gazetteers.flags(sentences[index]))]
                for index in part
            ]
            for index, logits in zip(part, tagger(pad_features(rows))):
                results[index] = decode(logits[: len(sentences[index])], bias)
    return results


def score_tags(tagger: HashTagger, rows: list[Sentence], gazetteers: Gazetteers, bias: float) -> dict[str, float]:
    """Exact spans with class (precision, recall, F1), F1 of each class, and whether each word is in any name."""
    right = proposed = wanted = 0
    both = found = marked = 0
    by_class = {name: [0, 0] for name in CLASSES}
    for (_, gold), numbers in zip(rows, predict(tagger, [words for words, _ in rows], gazetteers, bias)):
        tags = [TAGS[number] for number in numbers]
        ours, theirs = set(spans_of(tags)), set(spans_of(gold))
        right += len(ours & theirs)
        proposed += len(ours)
        wanted += len(theirs)
        for name in CLASSES:
            by_class[name][0] += 2 * sum(span[2] == name for span in ours & theirs)
            by_class[name][1] += sum(span[2] == name for span in ours) + sum(span[2] == name for span in theirs)
        both += sum(a != "O" and b != "O" for a, b in zip(tags, gold))
        found += sum(tag != "O" for tag in tags)
        marked += sum(tag != "O" for tag in gold)
    return {
        "precision": round(right / max(1, proposed), 3),
        "recall": round(right / max(1, wanted), 3),
        "f1": round(2 * right / max(1, proposed + wanted), 3),
        "tokenRecall": round(both / max(1, marked), 3),
        "tokenPrecision": round(both / max(1, found), 3),
        **{name: round(pair[0] / max(1, pair[1]), 3) for name, pair in by_class.items()},
    }
