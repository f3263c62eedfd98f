"""Reads the permissive texts, brings them to what people type, and keeps whole documents apart for judging."""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator

DATA = os.environ.get("NEARSIDE_DATA", "../shared/data")
WORK = os.environ.get("NEARSIDE_WORK", "training/.cache/writer")
FOLDS = 40
DEV_FOLD, TEST_FOLD = 0, 1
KEYED_CHARACTERS = 200
"""A document's place among train, dev and test follows from the hash of its first characters."""
PARAGRAPHS_A_DOCUMENT = 60
SHORTEST_PARAGRAPH = 20

DOMAINS = ("guidance", "technical", "textbooks", "fiction", "sentences", "dialogue", "prompts")
PROMPT_SOURCES = {"awesome": "prompts", "seed": "prompts", "useror": "prompts", "gsm8k": "prompts", "clinc": "dialogue"}

TYPED = {
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "…": "...", "—": " - ", "–": "-", "‑": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": "", "\t": " ",
}  # fmt: skip
UNTYPED = re.compile("|".join(map(re.escape, TYPED)))
SPACES = re.compile(r" {2,}")
SPACE_BEFORE_POINT = re.compile(r" ([.,;:?!])(?=\s|$)")
REFERENCE = re.compile(r"https?:|www\.|\(\w+, \d{4}\)\.|\. (?:19|20)\d\d\. |\bpp?\. \d|ISBN|©|\d{4}[);,]? ?\d{4}")
TECHNICAL = re.compile(r"PowerShell|SharePoint|cmdlet|Hyper-V|Kubernetes|kubectl|Windows Server|OneDrive|Office 365")


def as_typed(text: str) -> str:
    """Straight quotes, plain dashes and single spaces: what a keyboard writes."""
    text = UNTYPED.sub(lambda found: TYPED[found.group()], text)
    return SPACE_BEFORE_POINT.sub(r"\1", SPACES.sub(" ", text)).strip()


def part_of(text: str) -> str:
    """`train`, `dev` or `test`."""
    fold = int.from_bytes(hashlib.sha256(text[:KEYED_CHARACTERS].encode()).digest()[:4], "big") % FOLDS
    return "dev" if fold == DEV_FOLD else "test" if fold == TEST_FOLD else "train"


def _paragraphs(name: str) -> Iterator[list[str]]:
    """Documents of one text file as lists of paragraphs; a long document is cut."""
    document: list[str] = []
    with gzip.open(f"{DATA}/text/{name}.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = as_typed(line)
            if not text or len(document) >= PARAGRAPHS_A_DOCUMENT:
                if document:
                    yield document
                document = []
            if text:
                document.append(text)
    if document:
        yield document


def _prose(name: str) -> Iterator[str]:
    """Documents without references and fragments. Paragraphs are parted by a blank line, in some by a line break."""
    for paragraphs in _paragraphs(name):
        kept = [text for text in paragraphs if len(text) >= SHORTEST_PARAGRAPH and not REFERENCE.search(text)]
        if kept:
            yield ("\n" if len(kept[0]) % 4 == 0 else "\n\n").join(kept)


def documents() -> Iterator[tuple[str, str]]:
    """(domain, text) of every document, in a fixed order."""
    for text in _prose("docs"):
        yield "technical" if len(TECHNICAL.findall(text)) > 2 else "guidance", text
    for text in _prose("openstax"):
        yield "textbooks", text
    for text in _prose("books"):
        yield "fiction", text
    for paragraphs in _paragraphs("dialogue_taskmaster"):
        yield "dialogue", "\n".join(paragraphs)
    with gzip.open(f"{DATA}/text/commonvoice_en.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield "sentences", as_typed(line)
    with gzip.open(f"{DATA}/prompts/prompts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            domain = PROMPT_SOURCES.get(row["src"])
            if domain and row["text"].isascii():
                yield domain, "\n".join(filter(None, map(as_typed, row["text"].split("\n"))))


def split_documents() -> dict[str, dict[str, list[str]]]:
    """Texts by part and domain."""
    parts: dict[str, dict[str, list[str]]] = {
        part: {domain: [] for domain in DOMAINS} for part in ("train", "dev", "test")
    }
    for domain, text in documents():
        parts[part_of(text)][domain].append(text)
    return parts
