"""Mails, notes and prompts put together from `mails.txt`."""

import os
import random
import re

FOLDER = os.path.dirname(os.path.abspath(__file__))
SEED = 20252
HOW_MANY = 30_000
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
SLOT = re.compile(r"\{(\w+)\}")
GENRES = {
    "office": ("request", "schedule", "report", "work", "work", "kind"),
    "friends": ("news", "news", "invitation", "kind", "travel"),
    "home": ("home", "school", "health", "request", "schedule"),
    "customer": ("support", "complaint", "support", "request"),
    "trip": ("travel", "request", "schedule"),
}
"""The sections that the body of a mail is drawn from."""
GENRE_SHARES = {"office": 0.42, "friends": 0.22, "home": 0.16, "customer": 0.12, "trip": 0.08}


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
    """The same texts each time: three of five are mails, the others notes, messages and prompts."""
    sections, chance = read_sections(), random.Random(SEED)

    def sentences(names: tuple[str, ...], least: int, most: int) -> str:
        return " ".join(write_line(chance.choice(names), sections, chance) for _ in range(chance.randint(least, most)))

    def mail() -> str:
        genre = chance.choices(list(GENRE_SHARES), list(GENRE_SHARES.values()))[0]
        body = GENRES[genre]
        opening = write_line("news" if genre == "friends" and chance.random() < 0.6 else "opening", sections, chance)
        begins = [opening, sentences(body, 0, 2)] if chance.random() < 0.7 else [sentences(body, 1, 3)]
        paragraphs = [write_line("greeting", sections, chance), " ".join(filter(None, begins))]
        paragraphs += [sentences(body, 1, 3) for _ in range(chance.randint(0, 2))]
        paragraphs += [write_line("closing", sections, chance)] * (chance.random() < 0.9)
        return ("\n" if chance.random() < 0.2 else "\n\n").join(map(str.strip, paragraphs))

    def note() -> str:
        kind = chance.choice(("task", "jotting"))
        head = [write_line("heading", sections, chance)] if chance.random() < 0.5 else []
        return "\n".join(head + [write_line(kind, sections, chance) for _ in range(chance.randint(2, 6))])

    texts = []
    for _ in range(how_many):
        kind = chance.random()
        if kind < 0.6:
            texts.append(mail())
        elif kind < 0.68:
            texts.append(write_line("prompt", sections, chance))
        elif kind < 0.8:
            texts.append(sentences(GENRES[chance.choice(list(GENRES))], 1, 4))
        elif kind < 0.88:
            texts.append("\n".join(write_line("chat", sections, chance) for _ in range(chance.randint(1, 4))))
        else:
            texts.append(note())
    return texts


if __name__ == "__main__":
    print("\n----\n".join(make_mails(20)))
