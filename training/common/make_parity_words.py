"""Writes `parity-words.json`: words and texts with their features and tokens, for the port's tests."""

import json
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(FOLDER, ".."))

from common.hash_features import hash_word, word_shape  # noqa: E402
from common.word_tokens import words_of  # noqa: E402

WORDS = """
the The THE a I apple Apples McDonald42 user's don't It's naïve café Übergröße STRASSE straße İstanbul ΣΊΣΥΦΟΣ
ΟΔΟΣ Москва москва 東京 東京都 العربية עברית हिन्दी ภาษาไทย 한국어 ไทย é é ñandú Ænima ﬁre 1 42 3.14 1,000,000
٣٤٥ ² ½ Ⅷ , . ! ? ' " “ ” — … € £ 😀 👩‍👩‍👧 🇫🇷 _ @ # <code> aaaaaaaaaa AAAAAAAA abcdefghijklmnop ABCabc123
xX1xX1xX1xX1 iPhone WebGPU GPT-4o e-mail ǅ ǆ ß ẞ K Å ſ ı
""".split()

TEXTS = [
    "Don’t visit café_x: 3.14 at 5,000 — naïve’s 😀 end. it's' a",
    "The user's e-mail is a.b@example.com, isn't it?\n\n- One item\t`code_span`\r\n2. Zwei Wörter…",
    "Привет, мир! 東京タワーは333mです。 हिन्दी में ٣٤٥ 1.000,50 1..2 3, 4",
    "l’été d''une nuit 'quoted' ‘single’ “double” rock'n'roll o'clock 'tis dogs' x²+y²=½",
    "zero\u200bwidth nb\u00a0space line\u2028separator \ufeffmark e\u0301 👩‍👩‍👧 🇫🇷",
]


def main() -> None:
    """Writes the file beside this script."""
    parity = {
        "words": [[word, word_shape(word), *hash_word(word)] for word in WORDS],
        "texts": [[text, words_of(text)] for text in TEXTS],
    }
    with open(os.path.join(FOLDER, "parity-words.json"), "w", encoding="utf-8") as file:
        json.dump(parity, file, ensure_ascii=False, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main()
