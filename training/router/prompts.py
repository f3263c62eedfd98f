"""Prompts that the router's difficulty learns from, one JSON object a line: set, text, and what is known of it.

choice     MMLU questions of every second subject, with whether a weak and a strong model were right
arithmetic GSM8K training problems, with the number of steps of the solution
real       prompts of people and of seed lists, with the kind of work by hand (prompt-labels.json)
made       prompts of templates filled with permissive text, with the kind of work they are written for
"""

import gzip
import json
import os
import random
import re
import sys
from pathlib import Path

DATA = Path(os.environ["NEARSIDE_DATA"])
STEPS = Path(os.environ["NEARSIDE_GSM8K"])
HERE = Path(__file__).parent
# Of the test of MMLU, in the order of the file: every second subject, less three questions that were taken out.
SUBJECTS = (
    "abstract algebra 100,astronomy 152,clinical knowledge 265,college chemistry 100,college mathematics 100,"
    "college physics 102,conceptual physics 235,electrical engineering 145,formal logic 126,high school biology 310,"
    "high school computer science 100,high school geography 198,high school macroeconomics 390,"
    "high school microeconomics 238,high school psychology 545,high school us history 204,human aging 223,"
    "international law 121,logical fallacies 163,management 103,medical genetics 100,moral disputes 346,nutrition 306,"
    "prehistory 324,professional law 1534,professional psychology 612,security studies 245,us foreign policy 100,"
    "world religions 168"
)
MADE_PER_KIND = 1200


def lines_of(path):
    with gzip.open(DATA / path, "rt") as file:
        return [line.rstrip("\n") for line in file]


def choice_questions():
    rows = [json.loads(line) for line in lines_of("routing/train.jsonl.gz")]
    subjects = []
    for entry in SUBJECTS.split(","):
        name, count = entry.rsplit(" ", 1)
        subjects += [name] * int(count)
    if len(subjects) != len(rows):
        raise SystemExit(f"{len(rows)} questions instead of {len(subjects)}")
    for subject, row in zip(subjects, rows):
        yield {"set": "choice", "text": row["prompt"], "subject": subject, "weak": row["weak"], "strong": row["strong"]}


def arithmetic_problems():
    for line in STEPS.read_text().splitlines():
        row = json.loads(line)
        yield {"set": "arithmetic", "text": row["question"], "steps": row["answer"].count("\n")}


def real_prompts():
    labels = json.loads((HERE / "prompt-labels.json").read_text())
    rows = [json.loads(line) for line in lines_of("prompts/prompts.jsonl.gz")]
    for source, spans in labels.items():
        own = [row["text"] for row in rows if row["src"] == source]
        for start, kinds in spans.items():
            for text, kind in zip(own[int(start) :], kinds):
                yield {"set": "real", "text": text, "kind": kind, "source": source}


def made_prompts(random_source):
    choose = random_source.choice
    paragraphs = [line for line in lines_of("text/docs.txt.gz") if 150 < len(line) < 700][:20000]
    paragraphs += random_source.sample([line for line in lines_of("text/openstax.txt.gz") if 150 < len(line) < 700], 8000)
    sentences = lines_of("text/commonvoice_en.txt.gz")
    headings = [
        cells[1].lower()
        for cells in (line.split("\t") for line in lines_of("pairs/heading_paragraph.tsv.gz"))
        if len(cells) > 1 and 2 <= len(cells[1].split()) <= 7
    ]
    titles = [json.loads(line)["title"] for line in lines_of("summ/openstax_sections.jsonl.gz")]
    words = [line.split("\t")[0] for line in lines_of("gec/freq_en_82k.tsv.gz")[200:5000]]
    fillers = {
        "p": lambda: choose(paragraphs),
        "s": lambda: choose(sentences),
        "h": lambda: choose(headings),
        "t": lambda: choose(titles),
        "w": lambda: choose(words),
        "n": lambda: str(random_source.randint(2, 500)),
    }
    lists = json.loads((HERE / "templates.json").read_text())
    for name, values in lists["fillers"].items():
        fillers[name] = lambda values=values: choose(values)
    fill = lambda template: re.sub(r"\{(\w)\}", lambda match: fillers[match[1]](), template)
    for kind, templates in lists["kinds"].items():
        for _ in range(MADE_PER_KIND):
            text, opening = fill(choose(templates)), choose(lists["openings"])
            yield {"set": "made", "text": opening + (text[0].lower() + text[1:] if opening else text), "kind": kind}
    roles = [
        row["text"]
        for row in map(json.loads, lines_of("prompts/prompts.jsonl.gz"))
        if row["src"] == "awesome" and row["text"].startswith("I want you to act as")
        and not re.search(r"terminal|console|interpreter|code|program|developer|engineer|SQL|translat|math", row["text"])
    ]
    for text in random_source.sample(roles, min(120, len(roles))):
        yield {"set": "made", "text": text, "kind": "W"}


def main():
    made = made_prompts(random.Random(7))
    for source in (choice_questions(), arithmetic_problems(), real_prompts(), made):
        for row in source:
            sys.stdout.write(json.dumps(row) + "\n")


main()
