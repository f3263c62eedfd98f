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
from common.quick_layer import PIECES, QuickMaxout, window_of

FLAG_WIDTH = 32


class Maxout(nn.Module):
    """A linear layer whose outputs are the largest of three candidates, then LayerNorm and dropout."""

    def __init__(self, inputs: int, outputs: int, dropout: float):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs * PIECES)
        self.outputs = outputs
        self.norm = nn.LayerNorm(outputs)
        self.dropout = nn.Dropout(dropout) if dropout else nn.Identity()

    def forward(self, inputs: torch.Tensor, distance: int = 0) -> torch.Tensor:
        """With a `distance`, each word is seen with those so many words before and after it."""
        if self.training:
            largest = QuickMaxout.apply(inputs, self.linear.weight, self.linear.bias, distance)
        else:
            candidates = self.linear(window_of(inputs, distance) if distance else inputs)
            largest = candidates.view(*candidates.shape[:-1], PIECES, self.outputs).amax(-2)
        return self.dropout(self.norm(largest))


class HashCnn(nn.Module):
    """Features [batch, words, 6] to vectors [batch, words, width].

    Each layer sees one word on the left and one on the right, as far away as its entry in `dilations`. Column
    order: word hash a, word hash b, prefix, suffix, shape, flag. A row of zeros is padding, and padding stays
    zero in every layer, so that a sentence gives the same result in any batch.
    """

    def __init__(
        self,
        width: int = 96,
        dilations: tuple[int, ...] = (1, 1, 1, 1),
        dropout: float = 0.15,
        inner_dropout: float | None = None,
    ):
        super().__init__()
        inner = dropout if inner_dropout is None else inner_dropout
        self.config = {"width": width, "dilations": dilations}
        self.dilations = dilations
        self.word = nn.Embedding(WORD_BUCKETS, width, padding_idx=0)
        self.prefix = nn.Embedding(PREFIX_BUCKETS, width, padding_idx=0)
        self.suffix = nn.Embedding(SUFFIX_BUCKETS, width, padding_idx=0)
        self.shape = nn.Embedding(SHAPE_BUCKETS, width, padding_idx=0)
        self.flag = nn.Embedding(FLAG_BUCKETS, FLAG_WIDTH, padding_idx=0)
        for table in (self.word, self.prefix, self.suffix, self.shape, self.flag):
            nn.init.normal_(table.weight, std=0.1)
            table.weight.data[0] = 0
        self.dropout = nn.Dropout(dropout)
        self.mix = Maxout(4 * width + FLAG_WIDTH, width, inner)
        self.convolutions = nn.ModuleList(Maxout(3 * width, width, inner) for _ in dilations)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        mask = (features[..., 0:1] > 0).to(self.word.weight.dtype)
        words = torch.cat(
            [
                self.word(features[..., :2]).sum(-2),
                self.prefix(features[..., 2]),
                self.suffix(features[..., 3]),
                self.shape(features[..., 4]),
                self.flag(features[..., 5]),
            ],
            -1,
        )
        hidden = self.mix(self.dropout(words)) * mask
        for convolution, distance in zip(self.convolutions, self.dilations):
            hidden = (hidden + convolution(hidden, distance)) * mask
        return hidden


class HashTagger(nn.Module):
    """HashCnn with one linear head: int32 features [batch, words, 6] to logits [batch, words, tags]."""

    def __init__(
        self,
        tags: int,
        width: int = 96,
        dilations: tuple[int, ...] = (1, 1, 1, 1),
        dropout: float = 0.15,
        inner_dropout: float | None = None,
    ):
        super().__init__()
        self.body = HashCnn(width, dilations, dropout, inner_dropout)
        self.head = nn.Linear(width, tags)
        self.config = {"tags": tags, **self.body.config}

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        hidden = self.body(features)
        with torch.autocast(hidden.device.type, torch.bfloat16, enabled=self.training):
            return self.head(hidden).float()


def save_tagger(tagger: HashTagger, path: str) -> None:
    """Writes the weights with what is needed to build the same tagger again."""
    weights = {name: value.cpu() for name, value in tagger.state_dict().items()}
    torch.save({"config": tagger.config, "weights": weights}, path)


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
