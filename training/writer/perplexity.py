"""Perplexity of the shipped weights on held-out texts, by domain; also keeps the ids, to judge the baseline alike."""

import json
import math
import os
import sys

import torch
from torch.nn import functional

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from writer.byte_pairs import END_ID, read_byte_pairs  # noqa: E402
from writer.corpus import WORK, as_typed  # noqa: E402
from writer.export import rounded_writer  # noqa: E402
from writer.model import Writer  # noqa: E402

TEXTS = 24
LENGTH = 256
"""Tokens of a text from its beginning."""
HAND_WRITTEN = "training/summarise/key-sentences.jsonl"


def read_texts() -> dict[str, list[str]]:
    """Test texts by domain, spread over each, and mails and notes written by hand."""
    with open(f"{WORK}/test.json", encoding="utf-8") as file:
        domains = json.load(file)
    with open(HAND_WRITTEN, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    domains["mails and notes"] = ["\n".join(map(as_typed, row["text"].split("\n"))) for row in rows if row["kind"] != "article"]
    chosen = {}
    for domain, texts in domains.items():
        step = max(1.0, len(texts) / TEXTS)
        chosen[domain] = [texts[int(index * step)] for index in range(min(TEXTS, len(texts)))]
    return chosen


@torch.no_grad()
def main() -> None:
    """Writes `perplexity.json` and `windows.json` into the work folder."""
    torch.set_num_threads(1)
    trained = Writer()
    trained.load_state_dict(torch.load(f"{WORK}/writer.pt")["weights"])
    writer = rounded_writer(trained)
    pairs = read_byte_pairs(WORK)
    report, windows = {}, {}
    for domain, texts in read_texts().items():
        rows = [[END_ID, *pairs.encode(text)[: LENGTH - 1]] for text in texts]
        nats = sum(
            float(functional.cross_entropy(writer.scores(torch.tensor([row[:-1]]))[0], torch.tensor(row[1:]), reduction="sum"))
            for row in rows
            if len(row) > 1
        )
        tokens = sum(len(row) - 1 for row in rows)
        size = sum(len(pairs.bytes[index]) for row in rows for index in row[1:])
        report[domain] = {"texts": len(rows), "tokens": tokens, "bytes": size, "nats": nats}
        windows[domain] = rows
        print(domain, "perplexity", round(math.exp(nats / tokens), 1), "bits a byte", round(nats / math.log(2) / size, 3))
    for name, content in (("perplexity", report), ("windows", windows)):
        with open(f"{WORK}/{name}.json", "w", encoding="utf-8") as file:
            json.dump(content, file)


if __name__ == "__main__":
    main()
