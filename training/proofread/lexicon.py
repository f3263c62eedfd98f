"""Word lists of the proofreader: known words, typos, verb forms, plurals, confusable words.

Built from the permissive lists in the data folder, used in training, and shipped as `lists.bin`.
"""

import gzip
import os
import re
from collections import Counter
from dataclasses import dataclass, field

NAME_LISTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "names", "lists")
SHORTEST_NAME = 3
FORM_NAMES = ("VB", "VBZ", "VBG", "VBD", "VBN")
RARE_BASE = 200_000
RARE_FORM = 50_000
RARE_PLURAL = 20_000
CORPUS_WORD_COUNT = 6
CORPUS_WORD_FREQUENCY = 30_000

IRREGULAR_VERBS = """
go goes going went gone;be is being was been;have has having had had;do does doing did done
say says saying said said;get gets getting got gotten;make makes making made made
know knows knowing knew known;think thinks thinking thought thought;take takes taking took taken
see sees seeing saw seen;come comes coming came come;give gives giving gave given
find finds finding found found;tell tells telling told told;become becomes becoming became become
leave leaves leaving left left;feel feels feeling felt felt;bring brings bringing brought brought
begin begins beginning began begun;keep keeps keeping kept kept;hold holds holding held held
write writes writing wrote written;stand stands standing stood stood;hear hears hearing heard heard
mean means meaning meant meant;meet meets meeting met met;run runs running ran run
pay pays paying paid paid;sit sits sitting sat sat;speak speaks speaking spoke spoken
lead leads leading led led;grow grows growing grew grown;lose loses losing lost lost
fall falls falling fell fallen;send sends sending sent sent;build builds building built built
understand understands understanding understood understood;draw draws drawing drew drawn
break breaks breaking broke broken;spend spends spending spent spent;rise rises rising rose risen
drive drives driving drove driven;buy buys buying bought bought;wear wears wearing wore worn
choose chooses choosing chose chosen;eat eats eating ate eaten;teach teaches teaching taught taught
sell sells selling sold sold;catch catches catching caught caught;fight fights fighting fought fought
throw throws throwing threw thrown;show shows showing showed shown;win wins winning won won
forget forgets forgetting forgot forgotten;sleep sleeps sleeping slept slept;seek seeks seeking sought sought
fly flies flying flew flown;drink drinks drinking drank drunk;sing sings singing sang sung
swim swims swimming swam swum;ride rides riding rode ridden;steal steals stealing stole stolen
hide hides hiding hid hidden;shake shakes shaking shook shaken;wake wakes waking woke woken
bite bites biting bit bitten;blow blows blowing blew blown;ring rings ringing rang rung
"""

UNCOUNTABLE = (
    "information advice homework furniture equipment knowledge luggage feedback software research pollution money "
    "traffic music weather experience work evidence progress news health education behaviour behavior vocabulary "
    "transport transportation housework baggage electricity happiness violence poverty nature technology training"
).split()
"""Learners put many of these in the plural."""

IRREGULAR_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet",
    "mouse": "mice", "analysis": "analyses", "tooth": "teeth", "life": "lives", "knife": "knives",
}  # fmt: skip

HOMOPHONES = """
their there they're;its it's;your you're;then than;affect effect;to too two;loose lose;were where we're
accept except;who's whose;weather whether;quiet quite;advice advise;of off;passed past;hear here
brake break;by buy;knew new;no know;write right;peace piece;plain plane;threw through;thought though
choose chose;breath breathe;desert dessert;lead led;principal principle;which witch
affects effects;affected effected;losing loosing;loses looses;lose loss;lets let's;cloths clothes;later latter
moral morale;patients patience;role roll;sight site cite;thorough through;whole hole;bare bear;aloud allowed
council counsel;fair fare;meat meet;pair pear;sale sail;steal steel;tail tale;waist waste;weak week
believe belief;live leave;think thing;feel fell;form from;worse worst;formally formerly;precede proceed
dairy diary;wander wonder;alter altar;vain vein;where wear;some sum;wait weight;sun son;there theirs
"""

CONFUSABLES = HOMOPHONES + """
being been;less fewer;much many;this these;that those;is are am;was were;has have;do does;a an;i I;me I
him he;them they;who whom;good well;lay lie;further farther;complement compliment;stationary stationery
maybe may;beside besides;ensure insure;personal personnel;between among;since for;say tell
make do;other others;another other;don't doesn't;isn't aren't;wasn't weren't;haven't hasn't
in on;on at;in at;for to;of for;from of;with by;into in;about of;during for;until by
"""

LEARNERS = """
to at;to in;of on;to with;on to;at for;of with;by from;in of;on about;at to;from by;with from;since from;than as
which who;that which;that who;they their;them they;he his;she her;you your;we our;my me;our us;its it;his him
told said;tells says;telling saying;did made;does makes;doing making;done made;the a;another others;every each;each all
some any;so such;so very;too very;also too;like as;few little;no not;because so;if when;other another others
"""
"""What learners put in each other's place. The model is not told that these can be confused."""

DERIVED = """
quick quickly;bad badly;careful carefully;easy easily;real really;serious seriously;slow slowly;hard hardly
clear clearly;recent recently;usual usually;different differently;complete completely;correct correctly
strong strongly;fluent fluently;happy happily;safe safely;beautiful beautifully;regular regularly;special especially
normal normally;exact exactly;final finally;general generally;high highly;loud loudly;nice nicely;perfect perfectly
polite politely;proper properly;simple simply;sudden suddenly;terrible terribly;total totally;extreme extremely
absolute absolutely;successful successfully;direct directly;active actively;particular particularly;good well
health healthy;danger dangerous;importance important;difference different;success successful;safety safe
difficulty difficult;beauty beautiful;freedom free;possibility possible;necessity necessary;confidence confident
patience patient;violence violent;silence silent;convenience convenient;intelligence intelligent;success succeed
strength strong;length long;education educational;decision decide;choice choose;death dead;die dead;loss lose
growth grow;thought think;analysis analyze;economy economic;environment environmental;culture cultural;nature natural
tradition traditional;benefit beneficial;responsible responsibility;popular popularity;society social;use useful
health healthier;interest interesting;knowledge know;information inform;person people;life live;anger angry
hunger hungry;noise noisy;luck lucky;fun funny;pollution pollute;product produce;success successfully;work job
"""
"""Words of one family, which learners put in each other's place: not `health food` but `healthy food`."""

CONTRACTIONS = (
    "don't doesn't didn't can't won't isn't aren't wasn't weren't haven't hasn't hadn't couldn't wouldn't shouldn't "
    "I'm I've I'll I'd you're we're they're you've we've they've that's what's let's it's there's he's she's"
).split()
AMBIGUOUS_WITHOUT_APOSTROPHE = {"were", "well", "ill", "shell", "hell", "wed", "shed", "id", "its", "hes"}
NEVER_A_WORD = {
    "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "havent", "hasnt", "hadnt", "couldnt",
    "wouldnt", "shouldnt", "youre", "theyre", "youve", "weve", "theyve", "ive", "im", "thats",
}  # fmt: skip

RUN_TOGETHER = {
    "alot": "a lot", "aswell": "as well", "incase": "in case", "infact": "in fact", "eachother": "each other",
    "noone": "no one", "atleast": "at least", "abit": "a bit", "inspite": "in spite", "thankyou": "thank you",
    "nevermind": "never mind", "everytime": "every time", "alittle": "a little", "upto": "up to",
    "ofcourse": "of course", "highschool": "high school", "inorder": "in order", "aslong": "as long",
    "arround": "around", "teh": "the", "hte": "the", "adn": "and", "nad": "and", "tommorow": "tomorrow",
    "definately": "definitely", "seperate": "separate", "recieve": "receive", "untill": "until", "wich": "which",
    "becuase": "because", "becasue": "because", "thier": "their", "freind": "friend", "occured": "occurred",
}  # fmt: skip

PROPER_WORDS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August September
October November December English French German Spanish Italian Chinese Japanese Russian Arabic Portuguese
American British Canadian Mexican European African Asian Indian Australian Greek Roman Christian Muslim
Jewish Christmas Easter England France Germany Spain Italy China Japan Russia India Canada Mexico Brazil
America Europe Africa Asia Australia London Paris Berlin Rome Moscow Tokyo Chicago Boston California Texas
""".split()

AGREEMENT = {
    "is": "are", "are": "is", "was": "were", "were": "was", "has": "have", "have": "has", "do": "does",
    "does": "do", "don't": "doesn't", "doesn't": "don't", "am": "is", "isn't": "aren't", "aren't": "isn't",
    "this": "these", "these": "this", "that": "those", "those": "that", "much": "many", "many": "much",
}  # fmt: skip
COMPARATIVES = set(
    "better worse easier bigger faster larger smaller taller older younger cheaper stronger higher lower longer "
    "shorter harder richer poorer happier simpler slower safer greater".split()
)

TECHNICAL_WORDS = """
app apps async auth autocomplete autofill autosave backend backends bitmask bitwise blockchain boilerplate
bookmarklet boolean booleans breakpoint bundler bundlers changelog chatbot chatbots checkbox checkboxes checksum
checksums codebase codebases codec commenter config configs containerize cron crowdfunding cryptocurrency css dataset
datasets dedupe deduplicate deserialize deserialized dev devs diff diffed diffs docker dropdown dropdowns emoji emojis
encodings endpoint endpoints enum enums esbuild failover falsy falsey favicon fintech frontend frontends geolocation
getter getters git grayscale gzip gzipped hackathon hashtag hashtags hostname hostnames hotfix html http https iframe
iframes incognito influencer influencers inlined intranet json keybinding keyframe keyframes kubernetes lang latency
linter linters linux lockfile login logins lookup lookups lossless malware markdown metadata microservice
microservices middleware minified minifier minify mockup mockups monorepo multithreaded mutex namespace namespaces
npm offline online onboarding onboard opset param params parser parsers paywall phishing pixelated placeholder
placeholders plaintext playlist playlists plugin plugins podcast podcasts polyfill polyfills popup popups preload
proofreader quantization quantized ransomware rebase rebased refactor refactored refactoring regex regexes repo repos
retweet rollback rollup runtime runtimes sandboxed scalability screenshot screenshots scrollbar selfie selfies
serializer serverless setter setters smartphone smartphones smartwatch spam spreadsheet startup startups stderr stdin
stdout stylesheet stylesheets subdirectory subfolder submodule submodules subreddit substring substrings svelte
symlink symlinks tensor tensors timestamp timestamps toml tooltip tooltips touchscreen transpile transpiled
truthy tweet tweets typescript uncheck unencrypted uninstall unordered unsubscribe upsert upstream url urls username
usernames utf validator validators viewport vlog walkthrough webcam webhook webhooks webinar webinars webpack website
websites whitelist whitespace widget widgets wifi wildcard wildcards workaround workarounds workflow workflows
workspace workspaces yaml zoomed
""".split()
"""Everyday words of computing that the frequency list, which counts older books, does not know."""

ARTICLES = ["a", "an", "the"]
PREPOSITIONS = [
    "of", "in", "to", "for", "on", "with", "at", "by", "from", "about", "as", "into", "over", "during", "between",
]  # fmt: skip
NOT_INSERTED = {"over", "during", "between"}
INSERTED_OTHERS = [",", "is", "are", "was", "be", "have", "has", "had", "will", "that", "and", "it", "to be", "."]


@dataclass
class Lexicon:
    """The lists, all in lower case unless noted."""

    frequency: dict[str, int] = field(default_factory=dict)
    typos: dict[str, str] = field(default_factory=dict)
    """From the misspelt to the right word (or words)."""
    typos_of: dict[str, list[str]] = field(default_factory=dict)
    verbs: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    base_of: dict[str, str] = field(default_factory=dict)
    plural_of: dict[str, str] = field(default_factory=dict)
    singular_of: dict[str, str] = field(default_factory=dict)
    confusables: dict[str, list[str]] = field(default_factory=dict)
    flagged: set[str] = field(default_factory=set)
    """Of the confusable words those that the model is told of."""
    homophones: dict[str, list[str]] = field(default_factory=dict)
    contractions: dict[str, str] = field(default_factory=dict)
    """From the spelling without apostrophe to the contraction (`I'm` keeps its capital)."""
    proper: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)

    def is_known(self, word: str) -> bool:
        """Whether the dictionary has the word, also as a possessive or contraction."""
        lower = word.lower()
        if not ("a" <= lower[:1] <= "z") or lower in self.frequency:
            return True
        stem, apostrophe, ending = lower.partition("'")
        return bool(apostrophe) and (
            (ending == "s" and stem in self.frequency) or lower.replace("'", "") in self.contractions
        )

    def flag(self, word: str) -> int:
        """The sixth feature: what the lists say about the word (1 to 144)."""
        lower = word.lower()
        number = 1 if lower in self.plural_of else 2 if lower in self.singular_of else 0
        return (
            1
            + int(self.is_known(word))
            + 2 * self.form_numbers.get(lower, 0)
            + 12 * number
            + 36 * int(lower in self.flagged or word == "I")
            + 72 * int(lower in self.contractions)
        )

    def index_forms(self) -> None:
        """Fills the number (1 to 5) of the first form that a word is."""
        self.form_numbers: dict[str, int] = {}
        for verb in self.verbs:
            for number, form in enumerate(verb):
                self.form_numbers.setdefault(form, number + 1)


def add_technical_words(lexicon: Lexicon) -> None:
    """Makes `TECHNICAL_WORDS` known. Done after training, which sees them as the unknown words they are there."""
    for word in TECHNICAL_WORDS:
        lexicon.frequency.setdefault(word, CORPUS_WORD_FREQUENCY)
        lexicon.typos.pop(word, None)


def _name_words(lists: list[str]) -> set[str]:
    words: set[str] = set()
    for name in lists:
        with open(f"{NAME_LISTS}/{name}.txt", encoding="utf-8") as file:
            words.update(word for word in re.split(r"[^A-Za-z]+", file.read().lower()) if len(word) >= SHORTEST_NAME)
    return words


def read_names(lexicon: Lexicon) -> list[str]:
    """The usual names of people and places that are neither words nor typos, sorted, in lower case."""
    names = _name_words(["first-names", "surnames", "places", "countries"])
    return sorted(name for name in names if name not in lexicon.frequency and name not in lexicon.typos)


def protect_names(lexicon: Lexicon) -> None:
    """Takes names off the list of typos, but for typos that everyone makes."""
    usual = _name_words(["first-names", "surnames", "places", "countries"])
    for name in usual | _name_words(["made/first-names", "made/surnames", "made/places"]):
        if name not in RUN_TOGETHER:
            lexicon.typos.pop(name, None)


def _pairs(text: str) -> dict[str, list[str]]:
    partners: dict[str, set[str]] = {}
    for group in re.split(r"[;\n]", text.strip()):
        words = group.split()
        for word in words:
            partners.setdefault(word, set()).update(other for other in words if other != word)
    return {word: sorted(others) for word, others in sorted(partners.items())}


def _regular_forms(base: str) -> tuple[str, str, str]:
    if base.endswith("e"):
        return base + "s", base[:-1] + "ing", base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies", base + "ing", base[:-1] + "ied"
    if re.search(r"(s|x|z|ch|sh|o)$", base):
        return base + "es", base + "ing", base + "ed"
    return base + "s", base + "ing", base + "ed"


def _add_verb(lexicon: Lexicon, verb: tuple[str, str, str, str, str]) -> None:
    lexicon.verbs.append(verb)
    lexicon.forms[verb[0]] = dict(zip(FORM_NAMES, verb))
    for form in verb:
        lexicon.base_of.setdefault(form, verb[0])


def _build_verbs(lexicon: Lexicon) -> None:
    for line in re.split(r"[;\n]", IRREGULAR_VERBS.strip()):
        _add_verb(lexicon, tuple(line.split()))
    frequency = lexicon.frequency
    for base, count in frequency.items():
        if base in lexicon.base_of or len(base) < 3 or count < RARE_BASE:
            continue
        third, gerund, past = _regular_forms(base)
        doubled = base + base[-1]
        if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", base) and frequency.get(doubled + "ing", 0) > frequency.get(gerund, 0):
            gerund, past = doubled + "ing", doubled + "ed"
        if third in frequency and min(frequency.get(gerund, 0), frequency.get(past, 0)) > RARE_FORM:
            _add_verb(lexicon, (base, third, gerund, past, past))
    lexicon.index_forms()


def _build_plurals(lexicon: Lexicon) -> None:
    for word, count in lexicon.frequency.items():
        if count >= RARE_BASE and len(word) >= 3 and not word.endswith("s"):
            plural = _regular_forms(word)[0]
            if lexicon.frequency.get(plural, 0) > RARE_PLURAL:
                lexicon.plural_of[word] = plural
    lexicon.plural_of.update(IRREGULAR_PLURALS)
    for word in UNCOUNTABLE:
        plural = _regular_forms(word)[0]
        if plural in lexicon.frequency:
            lexicon.plural_of.setdefault(word, plural)
    lexicon.singular_of = {plural: word for word, plural in lexicon.plural_of.items()}


def _add_regularised(lexicon: Lexicon) -> None:
    """`buyed` and `childs` are typos of `bought` and `children`, where they are no words themselves."""
    for base, _, _, past, _ in lexicon.verbs:
        regular = _regular_forms(base)[2]
        if regular != past and regular not in lexicon.frequency:
            lexicon.typos[regular] = past
    for word, plural in IRREGULAR_PLURALS.items():
        for wrong in (_regular_forms(word)[0], _regular_forms(plural)[0]):
            if wrong not in lexicon.frequency:
                lexicon.typos[wrong] = plural


def _add_uncountable(lexicon: Lexicon) -> None:
    """`informations` is a typo of `information`, where it is no word itself."""
    for word in UNCOUNTABLE:
        plural = _regular_forms(word)[0]
        if plural != word and plural not in lexicon.frequency:
            lexicon.typos[plural] = word
            lexicon.typos_of.setdefault(word, []).append(plural)


def _build_tags(lexicon: Lexicon) -> None:
    tags = ["KEEP", "DEL", "SPELL", "CAP", "LOW", *FORM_NAMES, "PLUR", "SING"]
    tags += ["APP_" + word for word in ARTICLES + PREPOSITIONS + INSERTED_OTHERS if word not in NOT_INSERTED]
    replacements = set(lexicon.confusables) | set(ARTICLES)
    replacements |= {word if word.startswith("I'") else word.lower() for word in CONTRACTIONS}
    for others in lexicon.confusables.values():
        replacements.update(others)
    lexicon.tags = tags + ["REP_" + word for word in sorted(replacements)]


def build_lexicon(data: str, corpus_words: Counter | None = None) -> Lexicon:
    """Reads the lists of the data folder; `corpus_words` counts lower-case words of the training text."""
    lexicon = Lexicon()
    misspelt: dict[str, str] = {}
    with gzip.open(f"{data}/gec/freq_en_82k.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, count = line.rstrip().split("\t")
            lexicon.frequency[word] = int(count)
    with gzip.open(f"{data}/gec/typos.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) >= 2 and parts[0] not in lexicon.frequency:
                misspelt[parts[0]] = parts[1]
                if len(parts) == 2 and parts[1] in lexicon.frequency:
                    lexicon.typos_of.setdefault(parts[1], []).append(parts[0])
    for word in [*NEVER_A_WORD, *RUN_TOGETHER]:
        lexicon.frequency.pop(word, None)
    for word, count in sorted((corpus_words or {}).items()):
        if count >= CORPUS_WORD_COUNT and word not in misspelt and word not in NEVER_A_WORD and word not in RUN_TOGETHER:
            lexicon.frequency.setdefault(word, CORPUS_WORD_FREQUENCY)
    lexicon.typos = {
        wrong: right
        for wrong, right in {**misspelt, **RUN_TOGETHER}.items()
        if wrong.isascii() and wrong.isalpha() and all(part in lexicon.frequency for part in right.split())
    }
    _build_verbs(lexicon)
    _build_plurals(lexicon)
    _add_regularised(lexicon)
    _add_uncountable(lexicon)
    lexicon.confusables = _pairs(CONFUSABLES + LEARNERS + DERIVED)
    lexicon.flagged = set(_pairs(CONFUSABLES))
    lexicon.homophones = _pairs(HOMOPHONES)
    lexicon.contractions = {
        word.lower().replace("'", ""): word
        for word in CONTRACTIONS
        if word.lower().replace("'", "") not in AMBIGUOUS_WITHOUT_APOSTROPHE
    }
    lexicon.proper = {word.lower(): word for word in PROPER_WORDS}
    _build_tags(lexicon)
    return lexicon
