"""Makes mistakes on purpose: a clean sentence in, a faulty one with the tags that mend it out."""

import random

from proofread.lexicon import AGREEMENT, ARTICLES, COMPARATIVES, FORM_NAMES, PREPOSITIONS, UNCOUNTABLE, Lexicon

PROTECTED_WORD = "<code>"
"""Stands for a URL, an e-mail address, code or any other stretch that must not be touched."""

KEYBOARD_NEIGHBOURS = {
    "a": "qsz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "ko", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip
MODALS = {"would", "could", "should", "might", "must"}
PERFECT_HINTS = {"have", "has", "had", "is", "are", "was", "were", "been", "be"}
CONTRACTED = {
    ("it", "is"): "it's", ("they", "are"): "they're", ("you", "are"): "you're", ("we", "are"): "we're",
    ("I", "am"): "I'm", ("do", "not"): "don't", ("does", "not"): "doesn't", ("did", "not"): "didn't",
    ("is", "not"): "isn't", ("are", "not"): "aren't", ("was", "not"): "wasn't", ("that", "is"): "that's",
    ("can", "not"): "can't", ("cannot", ""): "can't", ("will", "not"): "won't", ("I", "have"): "I've",
}  # fmt: skip
AFTER_CONTRACTION_STOPS = {"not", "so", "if", "as", "in", "at", "on", "to", "and", "or", "but", "that", "because"}
SUBJECTS = {"i": "am", "he": "is", "she": "is", "it": "is", "we": "are", "they": "are", "you": "are"}
"""A needless form of `be` follows these: `I am agree`."""
NEEDLESS_AFTER = {
    "to": "can could will would should must may might let make makes made tell told give gave ask asked call visit reach "
    "answer help",
    "about": "discuss discussed discussing mention mentioned consider considered describe described explain",
    "of": "most all because near enjoy lack despite both many some",
    "with": "contact contacted marry married join joined",
    "in": "enter entered attend attended",
    "the": "in of by for with at to on and",
    "a": "have has such is was of",
    "is": "which that there who",
    "have": "i you we they",
    "more": "much even is are was",
    "for": "in want wanted need needed reach",
    "on": "emphasize emphasise affect affected influence",
}
"""What learners put after these words without need."""
NEEDLESS = {
    word: [needless for needless, words in NEEDLESS_AFTER.items() if word in words.split()]
    for word in {word for words in NEEDLESS_AFTER.values() for word in words.split()}
}
OFTEN_DROPPED_AFTER = set(
    "explain explained listen listened listening reply replied wait waited waiting look looked looking depend depends "
    "ask asked asking belong belongs apply applied pay paid want wants wanted need needs needed try tried decide decided "
    "like hope hopes talk talked going go went able have has used according thank graduate graduated search searching".split()
)
"""After these, learners often leave out the preposition."""
UNCOUNTABLE_WORDS = set(UNCOUNTABLE)
DETERMINERS = set(
    "a an the my your his her its our their this that these those some any no every each all both many few much one two "
    "three another other such what which whose".split()
)
LIKELY_FORM = {"VB": "VBZ", "VBZ": "VB", "VBG": "VB", "VBD": "VB", "VBN": "VB"}

TaggedWord = tuple[str, str]


def match_case(new: str, old: str) -> str:
    """Gives `new` the capital of `old`."""
    return new[:1].upper() + new[1:] if old[:1].isupper() and old.lower() != "i" else new


def contract(words: list[str], chance: random.Random, rate: float) -> list[str]:
    """Sometimes writes `it is` as `it's`, so that contractions are seen in correct sentences."""
    result: list[str] = []
    position = 0
    while position < len(words):
        pair = (words[position] if words[position] == "I" else words[position].lower(), "")
        following = words[position + 1].lower() if position + 1 < len(words) else ""
        after = words[position + 2] if position + 2 < len(words) else ""
        short = CONTRACTED.get((pair[0], following))
        if short and after.isalpha() and after.lower() not in AFTER_CONTRACTION_STOPS and chance.random() < rate:
            result.append(match_case(short, words[position]))
            position += 2
        else:
            result.append(words[position])
            position += 1
    return result


def hide_names(words: list[str], chance: random.Random) -> list[str]:
    """Puts the protected word in place of one inner capitalised word, if there is one."""
    names = [index for index, word in enumerate(words) if index and word[:1].isupper() and word != "I" and len(word) > 2]
    if names:
        words = list(words)
        words[chance.choice(names)] = PROTECTED_WORD
    return words


class Corrupter:
    """Makes mistakes at a given rate; the same seed gives the same mistakes."""

    def __init__(self, lexicon: Lexicon, seed: int):
        self.lexicon = lexicon
        self.chance = random.Random(seed)
        self.tags = set(lexicon.tags)

    def misspell(self, word: str) -> str | None:
        """A known typo of the word, or a slip of the keyboard; nothing if that gives a real word."""
        chance = self.chance
        lower = word.lower()
        known = self.lexicon.typos_of.get(lower)
        if known and chance.random() < 0.6:
            wrong = chance.choice(known)
        else:
            place = chance.randrange(len(lower))
            kind = chance.random()
            letter = lower[place]
            if kind < 0.3:
                wrong = lower[:place] + lower[place + 1 :]
            elif kind < 0.55 and place < len(lower) - 1:
                wrong = lower[:place] + lower[place + 1] + letter + lower[place + 2 :]
            elif kind < 0.75:
                wrong = lower[:place] + chance.choice(KEYBOARD_NEIGHBOURS.get(letter, "e")) + lower[place + 1 :]
            elif kind < 0.9 or letter not in "aeiou":
                wrong = lower[:place] + letter + lower[place:]
            else:
                wrong = lower[:place] + chance.choice("aeiou") + lower[place + 1 :]
        if wrong == lower or wrong in self.lexicon.frequency:
            return None
        return match_case(wrong, word)

    def _confuse(self, word: str, partners: dict[str, list[str]]) -> TaggedWord | None:
        key = "I" if word == "I" else word.lower()
        others = partners.get(key)
        if not others:
            return None
        return match_case(self.chance.choice(others), word), "REP_" + key

    def _wrong_form(self, words: list[str], position: int) -> TaggedWord | None:
        word = words[position]
        lower = word.lower()
        base = self.lexicon.base_of.get(lower)
        if base is None:
            return None
        forms = self.lexicon.forms[base]
        wanted = [name for name in FORM_NAMES if forms[name] == lower]
        others = sorted({form for form in forms.values() if form != lower})
        if not wanted or not others:
            return None
        tag = wanted[0]
        if len(wanted) > 1 and "VBD" in wanted:
            before = {other.lower() for other in words[max(0, position - 3) : position]}
            tag = "VBN" if before & PERFECT_HINTS else "VBD"
        likely = forms[LIKELY_FORM[tag]]
        wrong = likely if likely != lower and self.chance.random() < 0.4 else self.chance.choice(others)
        return match_case(wrong, word), tag

    def _disagree(self, word: str) -> TaggedWord | None:
        lower = word.lower()
        return match_case(AGREEMENT[lower], word), "REP_" + lower

    def _extra_word(self, word: str) -> str:
        """A needless word after `word`."""
        if self.chance.random() < 0.3:
            return word
        if word.lower() in NEEDLESS and self.chance.random() < 0.7:
            return self.chance.choice(NEEDLESS[word.lower()])
        if word.lower() in SUBJECTS:
            return SUBJECTS[word.lower()]
        return self.chance.choice([*ARTICLES, *PREPOSITIONS, ",", "is", "are"])

    def _often_wrong(self, words: list[str], position: int, rate: float) -> TaggedWord | None:
        """Mistakes that people make more often than the even rate: homophones, agreement, apostrophes."""
        word, chance = words[position], self.chance
        lower = word.lower()
        if lower in self.lexicon.homophones and chance.random() < rate * 0.6:
            return self._confuse(word, self.lexicon.homophones)
        if lower in AGREEMENT and chance.random() < rate * 0.4:
            return self._disagree(word)
        if "'" in word and chance.random() < rate * 0.7:
            bare = lower.replace("'", "")
            if bare in self.lexicon.contractions:
                return word.replace("'", ""), "REP_" + self.lexicon.contractions[bare]
        if lower in UNCOUNTABLE_WORDS and chance.random() < rate * 0.5:
            plural = self.lexicon.plural_of.get(lower)
            return (match_case(plural, word), "SING") if plural else None
        if lower in self.lexicon.base_of and chance.random() < rate * 0.4:
            return self._wrong_form(words, position)
        if lower in self.lexicon.singular_of and chance.random() < rate * 0.3:
            return match_case(self.lexicon.singular_of[lower], word), "PLUR"
        return None

    def _is_bare_noun(self, words: list[str], position: int) -> bool:
        """A noun in the plural or without one, with nothing before it that rules out a needless `the`."""
        lower = words[position].lower()
        if lower not in self.lexicon.singular_of and lower not in UNCOUNTABLE_WORDS:
            return False
        return words[position].islower() and position > 0 and words[position - 1].lower() not in DETERMINERS

    def _replace(self, words: list[str], position: int) -> TaggedWord | None:
        """One way to spoil the word in place, or nothing."""
        lexicon, chance = self.lexicon, self.chance
        word = words[position]
        lower = word.lower()
        roll = chance.random()
        if lower == "have" and position and words[position - 1].lower() in MODALS and roll < 0.6:
            return "of", "REP_have"
        if roll < 0.16:
            if len(word) > 3 and word.isalpha() and lower in lexicon.frequency:
                wrong = self.misspell(word)
                return (wrong, "SPELL") if wrong else None
        elif roll < 0.42:
            return self._confuse(word, lexicon.confusables)
        elif roll < 0.66:
            return self._wrong_form(words, position)
        elif roll < 0.76:
            plural = lexicon.plural_of.get(lower)
            return (match_case(plural, word), "SING") if plural else None
        elif roll < 0.85:
            singular = lexicon.singular_of.get(lower)
            return (match_case(singular, word), "PLUR") if singular else None
        elif roll < 0.93:
            if position == 0 and word[:1].isupper() and word != "I" and word.isalpha():
                return word.lower(), "CAP"
            if position and lexicon.proper.get(lower) == word:
                return lower, "CAP"
            if position and word.isalpha() and word.islower() and chance.random() < 0.06:
                return word.title(), "LOW"
        elif "'" in word:
            bare = lower.replace("'", "")
            if bare in lexicon.contractions:
                return word.replace("'", ""), "REP_" + lexicon.contractions[bare]
        return None

    def corrupt(self, words: list[str], rate: float) -> list[TaggedWord]:
        """The faulty words, each with the tag that mends it (`KEEP` where nothing is wrong)."""
        chance = self.chance
        result: list[TaggedWord] = []
        position = 0
        while position < len(words):
            word = words[position]
            lower = word.lower()
            changed: TaggedWord | None = None
            if word != PROTECTED_WORD:
                if chance.random() < rate:
                    if word.isalpha() and chance.random() < (0.3 if lower in NEEDLESS else 0.04):
                        result += [(word, "KEEP"), (self._extra_word(word), "DEL")]
                        position += 1
                        continue
                    changed = self._replace(words, position)
                else:
                    changed = self._often_wrong(words, position, rate)
                if lower in COMPARATIVES and changed is None and chance.random() < rate:
                    result.append(("more", "DEL"))
                elif chance.random() < rate * 0.5 and self._is_bare_noun(words, position):
                    result.append(("the", "DEL"))
            if changed and (changed[1] not in self.tags or changed[0] == word):
                changed = None
            if (
                changed is None
                and result
                and result[-1][1] == "KEEP"
                and result[-1][0] != PROTECTED_WORD
                and "APP_" + lower in self.tags
                and chance.random() < self._drop_rate(lower, result[-1][0].lower()) * rate / 0.12
            ):
                result[-1] = (result[-1][0], "APP_" + lower)
                position += 1
                continue
            result.append(changed or (word, "KEEP"))
            position += 1
        return result

    @staticmethod
    def _drop_rate(lower: str, before: str) -> float:
        if lower in ARTICLES:
            return 0.12
        if lower in PREPOSITIONS:
            return 0.12 if before in OFTEN_DROPPED_AFTER else 0.035
        return 0.06 if lower == "," else 0.02
