"""What the summariser knows of each sentence; the exact port is `src/engines/onnx/specialists/summarise/sentence-features.ts`."""

import math
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

import numpy as np

from common.word_tokens import word_tokens
from summarise.sentences import TextSentence, split_sentences

STOP_WORDS = frozenset(
    "a an the and or but of in to on for with at by from as is are was were be been being it its it's this that these "
    "those they their them he she his her him we our us you your i my me not no than then there which who whom what "
    "when where how also can could will would may might such into over under between about more most other some any "
    "each many much both have has had do does did so if because while during after before".split()
)
FEATURE_NAMES = (
    "centroid", "rank", "frequency", "logLength", "isShort", "isLong", "paragraphPlace", "inFirstParagraph",
    "inLastParagraph", "startsParagraph", "endsParagraph", "placeInParagraph", "isFirst", "place", "title", "defines",
    "cue", "refersBack", "figure", "quotes", "rarity", "newWords", "likeFirst",
)  # fmt: skip
"""Left out on purpose: questions, numbers, names, "you" and "we". In textbooks, from which the weights are learnt, these
mark examples and exercises; in mails and notes they mark what matters. It costs 0.001 ROUGE on development books."""
FEWEST_WORDS = 4
SHORT_WORDS = 8
LONG_WORDS = 40
PART_SENTENCES = 150
"""TextRank looks at so many sentences at once: its cost grows with their square."""
LEAST_SIMILARITY = 0.08
DAMPING = 0.85
ROUNDS = 25
SAME = 0.95
"""Sentences this alike say the same."""
ENGLISH_STOP_SHARE = 0.15
"""Below, rarity is taken from the text itself, as the list of rarities is English."""
SUFFIXES = ("ingly", "edly", "ing", "ed", "ies", "es", "s", "ly")
SHORTEST_STEM = 4
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts without spaces between words: their runs of letters are read in pairs."""
DEFINES = re.compile(r"\b(?:is|are|was|were) (?:a|an|the|one|called|defined|known)\b", re.ASCII)
CUE = re.compile(
    r"\b(?:important|key|main|primary|significant|major|in general|overall|in summary|thus|therefore|in short|finally)\b",
    re.ASCII,
)
REFERS_BACK = re.compile(
    r"(?:for example|for instance|consider|suppose|imagine|however|but|and|this|these|he|she|it|they)\b", re.ASCII
)
FIGURE = re.compile(r"\b(?:figure|table)\b", re.ASCII)
QUOTES = re.compile("[\"\u201c\u201d]")
SUBJECT = re.compile(r"(?:Subject|Betreff|Objet|Asunto)[ \t]?:")


class Rarity(NamedTuple):
    """How rare stems are in English."""

    of: dict[str, float]
    unknown: float


class Sentence(NamedTuple):
    source: TextSentence
    words: list[str]
    """Stems, small words among them."""
    content: list[str]


def stem(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word[: -len(suffix)]
    return word


def read_sentence(text: str, source: TextSentence) -> Sentence:
    words: list[str] = []
    for token in word_tokens(text[source.start : source.end]):
        category = unicodedata.category(token.text[0])
        if category[0] not in "LM" and category != "Nd":
            continue
        lower = token.text.lower()
        if UNSPACED.search(lower):
            words += [lower[at : at + 2] for at in range(max(1, len(lower) - 1))]
        else:
            words.append(stem(lower))
    return Sentence(source, words, [word for word in words if word not in STOP_WORDS])


def read_text(text: str) -> tuple[list[Sentence], set[str]]:
    """The sentences that may be chosen, and the words of the title."""
    sources = split_sentences(text)
    title = next((source for source in sources if source.kind == "heading"), None)
    if title is None:
        title = next((one for one in sources if one.kind == "header" and SUBJECT.match(text[one.start : one.end])), None)
    body = [read_sentence(text, source) for source in sources if source.kind in ("prose", "list")]
    whole = [sentence for sentence in body if len(sentence.words) >= FEWEST_WORDS]
    title_words = set(read_sentence(text, title).content) if title else set()
    return whole or [sentence for sentence in body if sentence.words], title_words


def text_rarity(sentences: list[Sentence], english: Rarity) -> Rarity:
    """That of the list for English text, that within the text itself for others."""
    words = sum(len(sentence.words) for sentence in sentences)
    small = words - sum(len(sentence.content) for sentence in sentences)
    if small >= ENGLISH_STOP_SHARE * words:
        return english
    counts = Counter(word for sentence in sentences for word in set(sentence.content))
    return Rarity({word: math.log((len(sentences) + 1) / count) for word, count in counts.items()}, 0.0)


def vectors_of(sentences: list[Sentence], rarity: Rarity) -> list[dict[str, float]]:
    """Each sentence's words, weighted, at length 1."""
    vectors = []
    for sentence in sentences:
        weights = {
            word: (1 + math.log(count)) * rarity.of.get(word, rarity.unknown)
            for word, count in Counter(sentence.content).items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items()})
    return vectors


def similarity(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def rank_part(vectors: list[dict[str, float]]) -> np.ndarray:
    """TextRank over the sentences of one part, 1 on average."""
    count = len(vectors)
    links = np.zeros((count, count))
    places: dict[str, list[tuple[int, float]]] = {}
    for index, vector in enumerate(vectors):
        for word, weight in vector.items():
            for other, other_weight in places.setdefault(word, []):
                links[index, other] += weight * other_weight
            places[word].append((index, weight))
    links += links.T
    links[links <= LEAST_SIMILARITY] = 0
    sums = links.sum(1, keepdims=True)
    steps = np.divide(links, sums, out=np.full_like(links, 1 / count), where=sums > 0)
    rank = np.full(count, 1 / count)
    for _ in range(ROUNDS):
        rank = (1 - DAMPING) / count + DAMPING * (rank @ steps)
    return rank * count


def sentence_features(
    text: str, sentences: list[Sentence], title: set[str], rarity: Rarity, vectors: list[dict[str, float]]
) -> np.ndarray:
    """One row a sentence, in the order of `FEATURE_NAMES`."""
    count = len(sentences)
    frequency = Counter(word for sentence in sentences for word in sentence.content)
    centre: dict[str, float] = {}
    for vector in vectors:
        for word, weight in vector.items():
            centre[word] = centre.get(word, 0.0) + weight
    centre_length = math.sqrt(sum(weight * weight for weight in centre.values())) or 1.0
    parts = [rank_part(vectors[at : at + PART_SENTENCES]) for at in range(0, count, PART_SENTENCES)]
    ranks = np.concatenate([np.empty(0), *parts])
    paragraphs = list(dict.fromkeys(sentence.source.paragraph for sentence in sentences))
    paragraph_place = {paragraph: index for index, paragraph in enumerate(paragraphs)}
    sizes = Counter(sentence.source.paragraph for sentence in sentences)
    seen: set[str] = set()
    rows = []
    place_in_paragraph = 0
    for index, sentence in enumerate(sentences):
        same = index > 0 and sentences[index - 1].source.paragraph == sentence.source.paragraph
        place_in_paragraph = place_in_paragraph + 1 if same else 0
        size = sizes[sentence.source.paragraph]
        paragraph = paragraph_place[sentence.source.paragraph]
        content, length = sentence.content, len(sentence.words)
        many = len(content) or 1
        own = set(content)
        whole = text[sentence.source.start : sentence.source.end]
        lower = whole.lower()
        rows.append([
            sum(weight * centre[word] for word, weight in vectors[index].items()) / centre_length,
            ranks[index],
            sum(math.log(1 + frequency[word]) for word in content) / many / math.log(2 + count),
            math.log(max(1, length)),
            length < SHORT_WORDS,
            length > LONG_WORDS,
            paragraph / len(paragraphs),
            paragraph == 0,
            paragraph == len(paragraphs) - 1,
            place_in_paragraph == 0,
            place_in_paragraph == size - 1,
            place_in_paragraph / size,
            index == 0,
            index / count,
            len(title & own) / (len(title) or 1),
            DEFINES.search(lower) is not None,
            CUE.search(lower) is not None,
            REFERS_BACK.match(lower) is not None,
            FIGURE.search(lower) is not None,
            QUOTES.search(whole) is not None,
            sum(rarity.of.get(word, rarity.unknown) for word in content) / many,
            len(own - seen) / (len(own) or 1),
            similarity(vectors[index], vectors[0]),
        ])  # fmt: skip
        seen |= own
    return np.array(rows, float).reshape(count, len(FEATURE_NAMES))


def pick_order(scores: np.ndarray, vectors: list[dict[str, float]], likeness_cost: float, most_candidates: int = 400):
    """Sentences by worth, each less the more it repeats of those before it. A generator of indexes."""
    candidates = sorted(range(len(scores)), key=lambda index: (-scores[index], index))[:most_candidates]
    likeness = dict.fromkeys(candidates, 0.0)
    while candidates:
        best = max(candidates, key=lambda index: scores[index] - likeness_cost * likeness[index])
        candidates.remove(best)
        if likeness[best] >= SAME:
            continue
        yield best
        for other in candidates:
            likeness[other] = max(likeness[other], similarity(vectors[other], vectors[best]))
