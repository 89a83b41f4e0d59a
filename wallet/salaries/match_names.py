"""Compare two ways to write one person's name: words in any order, accents and case aside, some left out."""

import re
import unicodedata


def are_one(typed: str, known: str) -> bool:
    """True where all the words of the shorter name stand in the longer one; an initial stands for a word."""
    few, many = sorted((split_words(typed), split_words(known)), key=len)
    left, whole = list(many), 0
    for word in sorted(few, key=len, reverse=True):
        found = word if word in left else next((one for one in left if _is_initial(one, word)), None)
        if found is None:
            return False
        left.remove(found)
        whole += found == word and len(word) > 1
    return whole > 0


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def split_words(name: str) -> list[str]:
    """Return a name's words without accents, in capitals."""
    joined = name.upper().replace("Œ", "OE").replace("Æ", "AE")
    bare = "".join(sign for sign in unicodedata.normalize("NFD", joined) if not unicodedata.combining(sign))
    return [word for word in re.split(r"[^A-Z0-9]+", bare) if word]
