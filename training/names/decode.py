"""From logits to tags (the best sequence in which every I follows its own class), and scores of tags."""

from typing import NamedTuple

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


def decode(logits: torch.Tensor, lengths: torch.Tensor, bias: float) -> list[list[int]]:
    """Viterbi over log-probabilities [sentences, words, tags]; `bias` is taken off O, so that more names are found."""
    scores = torch.log_softmax(logits, -1)
    scores[..., 0] -= bias
    best = scores[:, 0] + FIRST
    stay = torch.arange(len(TAGS)).expand_as(best)
    back = []
    for word in range(1, scores.shape[1]):
        paths, source = (best[:, :, None] + TRANSITIONS).max(1)
        inside = (lengths > word)[:, None]
        back.append(torch.where(inside, source, stay))
        best = torch.where(inside, paths + scores[:, word], best)
    tags = [best.argmax(-1)]
    for source in reversed(back):
        tags.append(source.gather(1, tags[-1][:, None])[:, 0])
    rows = torch.stack(tags[::-1], 1).tolist()
    return [row[:length] for row, length in zip(rows, lengths.tolist())]


class Prediction(NamedTuple):
    """The logits of a batch of sentences, and which sentences they are."""

    indices: list[int]
    logits: torch.Tensor
    lengths: torch.Tensor


def look(tagger: HashTagger, sentences: list[list[str]], gazetteers: Gazetteers) -> list[Prediction]:
    """What the tagger says, before any decision. Neighbours in length go together."""
    order = sorted(range(len(sentences)), key=lambda index: len(sentences[index]))
    result: list[Prediction] = []
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            rows = [
                [(*hash_word(word), flag) for word, flag in zip(sentences[index], gazetteers.flags(sentences[index]))]
                for index in part
            ]
            result.append(Prediction(part, tagger(pad_features(rows)), torch.tensor([len(row) for row in rows])))
    return result


def decide(predictions: list[Prediction], bias: float) -> list[list[int]]:
    """Tag numbers of each sentence."""
    results: list[list[int]] = [[] for prediction in predictions for _ in prediction.indices]
    for indices, logits, lengths in predictions:
        for index, tags in zip(indices, decode(logits, lengths, bias)):
            results[index] = tags
    return results


def predict(tagger: HashTagger, sentences: list[list[str]], gazetteers: Gazetteers, bias: float) -> list[list[int]]:
    """Tag numbers of each sentence."""
    return decide(look(tagger, sentences, gazetteers), bias)


def score_tags(predictions: list[Prediction], rows: list[Sentence], bias: float) -> dict[str, float]:
    """Exact spans with class (precision, recall, F1), F1 of each class, and whether each word is in any name."""
    right = proposed = wanted = 0
    both = found = marked = 0
    by_class = {name: [0, 0] for name in CLASSES}
    for (_, gold), numbers in zip(rows, decide(predictions, bias)):
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
