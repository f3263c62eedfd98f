"""A small convolutional tagger over hashed word features."""

import torch
from torch import nn

from common.hash_features import (
    FEATURES_PER_WORD,
    FLAG_BUCKETS,
    PREFIX_BUCKETS,
    SHAPE_BUCKETS,
    SUFFIX_BUCKETS,
    WORD_BUCKETS,
)

FLAG_WIDTH = 32


class Maxout(nn.Module):
    """A linear layer whose outputs are the largest of `pieces` candidates, then LayerNorm and dropout."""

    def __init__(self, inputs: int, outputs: int, pieces: int, dropout: float):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs * pieces)
        self.pieces = pieces
        self.outputs = outputs
        self.norm = nn.LayerNorm(outputs)
        self.dropout = nn.Dropout(dropout) if dropout else nn.Identity()

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        candidates = self.linear(inputs)
        candidates = candidates.view(*candidates.shape[:-1], self.pieces, self.outputs)
        return self.dropout(self.norm(candidates.amax(-2)))


class HashCnn(nn.Module):
    """Features [batch, words, 6] to vectors [batch, words, width]; each layer sees one word left and right.

    Column order: word hash a, word hash b, prefix, suffix, shape, flag. A row of zeros is padding, and
    padding stays zero in every layer, so that a sentence gives the same result in any batch.
    """

    def __init__(
        self,
        width: int = 96,
        layers: int = 4,
        pieces: int = 3,
        dropout: float = 0.15,
        inner_dropout: float | None = None,
    ):
        super().__init__()
        inner = dropout if inner_dropout is None else inner_dropout
        self.config = {"width": width, "layers": layers, "pieces": pieces}
        self.width = width
        self.word = nn.Embedding(WORD_BUCKETS, width, padding_idx=0)
        self.prefix = nn.Embedding(PREFIX_BUCKETS, width, padding_idx=0)
        self.suffix = nn.Embedding(SUFFIX_BUCKETS, width, padding_idx=0)
        self.shape = nn.Embedding(SHAPE_BUCKETS, width, padding_idx=0)
        self.flag = nn.Embedding(FLAG_BUCKETS, FLAG_WIDTH, padding_idx=0)
        for table in (self.word, self.prefix, self.suffix, self.shape, self.flag):
            nn.init.normal_(table.weight, std=0.1)
            table.weight.data[0] = 0
        self.dropout = nn.Dropout(dropout)
        self.mix = Maxout(4 * width + FLAG_WIDTH, width, pieces, inner)
        self.convolutions = nn.ModuleList(Maxout(3 * width, width, pieces, inner) for _ in range(layers))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        mask = (features[..., 0:1] > 0).to(self.word.weight.dtype)
        words = torch.cat(
            [
                self.word(features[..., 0]) + self.word(features[..., 1]),
                self.prefix(features[..., 2]),
                self.suffix(features[..., 3]),
                self.shape(features[..., 4]),
                self.flag(features[..., 5]),
            ],
            -1,
        )
        hidden = self.mix(self.dropout(words)) * mask
        for convolution in self.convolutions:
            edge = torch.zeros_like(hidden[:, :1])
            left = torch.cat([edge, hidden[:, :-1]], 1)
            right = torch.cat([hidden[:, 1:], edge], 1)
            hidden = (hidden + convolution(torch.cat([left, hidden, right], -1))) * mask
        return hidden


class HashTagger(nn.Module):
    """HashCnn with one linear head: int32 features [batch, words, 6] to logits [batch, words, tags]."""

    def __init__(
        self,
        tags: int,
        width: int = 96,
        layers: int = 4,
        pieces: int = 3,
        dropout: float = 0.15,
        inner_dropout: float | None = None,
    ):
        super().__init__()
        self.body = HashCnn(width, layers, pieces, dropout, inner_dropout)
        self.head = nn.Linear(width, tags)
        self.config = {"tags": tags, **self.body.config}

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(features))


def save_tagger(tagger: HashTagger, path: str) -> None:
    """Writes the weights with what is needed to build the same tagger again."""
    torch.save({"config": tagger.config, "weights": tagger.state_dict()}, path)


def load_tagger(path: str) -> HashTagger:
    """Reads what `save_tagger` wrote, ready for use (no dropout)."""
    stored = torch.load(path)
    tagger = HashTagger(**stored["config"])
    tagger.load_state_dict(stored["weights"])
    return tagger.eval()


def pad_features(sentences: list[list[tuple[int, ...]]]) -> torch.Tensor:
    """Pads feature rows of several sentences to one int32 tensor [batch, words, 6]."""
    longest = max(1, max(len(sentence) for sentence in sentences))
    features = torch.zeros(len(sentences), longest, FEATURES_PER_WORD, dtype=torch.int32)
    for row, sentence in enumerate(sentences):
        if sentence:
            features[row, : len(sentence)] = torch.tensor(sentence, dtype=torch.int32)
    return features
