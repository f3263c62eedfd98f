"""Groups of tags that share one threshold. `tag-groups.ts` holds the same rules for the application."""

from proofread.lexicon import ARTICLES, FORM_NAMES, PREPOSITIONS

VERB_WORDS = set(
    "is are am was were has have do does don't doesn't isn't aren't wasn't weren't haven't hasn't be been being".split()
)
FALSE_EDITS_PER_10000 = {
    "spelling": 4.0,
    "article": 2.0,
    "preposition": 1.5,
    "verb": 3.0,
    "number": 2.0,
    "confusable": 2.0,
    "contraction": 0.5,
    "punctuation": 1.0,
    "case": 1.0,
    "deletion": 0.5,
    "insertion": 0.7,
}
"""How many wrong edits each group may make in 10,000 words of the clean development text."""


def group_of(tag: str, word: str) -> str:
    """The group of an edit `tag` on `word`."""
    kind, _, target = tag.partition("_")
    lower = word.lower()
    if kind == "SPELL":
        return "spelling"
    if kind in ("CAP", "LOW") or target == "I":
        return "case"
    if kind in FORM_NAMES:
        return "verb"
    if kind in ("PLUR", "SING"):
        return "number"
    subject = lower if kind == "DEL" else target
    if not subject[:1].isalpha():
        return "punctuation"
    if subject in ARTICLES:
        return "article"
    if kind == "REP" and target.replace("'", "").lower() == lower:
        return "contraction"
    if subject in PREPOSITIONS and (kind != "REP" or lower in PREPOSITIONS):
        return "preposition"
    if kind == "DEL":
        return "deletion"
    if kind == "APP":
        return "insertion"
    return "verb" if target in VERB_WORDS and lower in VERB_WORDS else "confusable"
