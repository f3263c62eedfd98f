"""Mails, notes and prompts put together from `mails.txt`."""

import os
import random
import re

FOLDER = os.path.dirname(os.path.abspath(__file__))
SEED = 20252
HOW_MANY = 12_000
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
SLOT = re.compile(r"\{(\w+)\}")
BODY = ("request", "schedule", "report", "kind")


def read_sections() -> dict[str, list[str]]:
    """The lines of each section."""
    sections: dict[str, list[str]] = {}
    with open(f"{FOLDER}/mails.txt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("["):
                current = sections.setdefault(line[1:-1], [])
            elif line and not line.startswith("#"):
                current.append(line.replace("\\n", "\n"))
    return sections


def write_line(section: str, sections: dict[str, list[str]], chance: random.Random) -> str:
    """One line with every choice made."""
    text = chance.choice(sections[section])
    while True:
        made = CHOICE.sub(lambda found: chance.choice(found.group(1).split("|")), text)
        made = SLOT.sub(lambda found: write_line(found.group(1), sections, chance), made)
        if made == text:
            return re.sub(r" {2,}", " ", text).replace(" .", ".").replace(" ,", ",").strip()
        text = made


def make_mails(how_many: int = HOW_MANY) -> list[str]:
    """The same texts each time: three of five are mails, the others notes and prompts."""
    sections, chance = read_sections(), random.Random(SEED)

    def sentences(names: tuple[str, ...], least: int, most: int) -> str:
        return " ".join(write_line(chance.choice(names), sections, chance) for _ in range(chance.randint(least, most)))

    texts = []
    for _ in range(how_many):
        kind = chance.random()
        if kind < 0.6:
            opening = write_line("opening", sections, chance) + " "
            body = ("complaint", "request") if chance.random() < 0.1 else BODY
            paragraphs = [write_line("greeting", sections, chance), opening + sentences(body, 0, 2)]
            paragraphs += [sentences(body, 1, 3) for _ in range(chance.randint(0, 2))]
            paragraphs += [write_line("closing", sections, chance)] * (chance.random() < 0.9)
            texts.append(("\n" if chance.random() < 0.2 else "\n\n").join(map(str.strip, paragraphs)))
        elif kind < 0.75:
            texts.append(write_line("prompt", sections, chance))
        elif kind < 0.9:
            texts.append(sentences(BODY, 1, 3))
        else:
            texts.append("\n".join(write_line("task", sections, chance) for _ in range(chance.randint(2, 6))))
    return texts


if __name__ == "__main__":
    print("\n----\n".join(make_mails(20)))
