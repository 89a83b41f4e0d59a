"""Names folded to what two spellings of one have in common, and how alike two folded names are: 0 to 100.

Accents, scripts, capitals, the order of words, particles, doubled letters and the usual ways of writing Arabic names in
French and English go. What is left is compared word by word (rapidfuzz), so that a word too many or too few, a slip of
the finger, or two words written as one leave most of it alike.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import OSA

# Words that many names have and that say nothing: of Arabic, French, Spanish and Dutch names, and forms of address.
PARTICLES: Final = frozenset({
    "al", "el", "ul", "ad", "ash", "as", "ar", "az", "an", "at", "bin", "ben", "ibn", "bint", "ould", "wuld", "oul",
    "abu", "abou", "aboul", "de", "du", "da", "di", "la", "le", "les", "von", "van", "der", "den", "epse", "epouse",
    "nee", "mr", "mme", "mlle", "dr", "sheikh", "sheik", "cheikh", "haji", "hadj", "alhaji", "elhadj", "hajj",
})  # fmt: skip
# Of an entity, its form, which is written or left out.
FORMS: Final = frozenset(
    [
    "sa", "sarl", "sas", "ltd", "limited", "inc", "llc", "gmbh", "co", "company", "cie", "ste", "societe", "the",
    "and", "et",
]
)  # fmt: skip
# Spellings of one sound, in this order; what stands behind is not spelt again.
SOUNDS: Final = tuple(
    (re.compile(found), put)
    for found, put in (
        (r"ou|oo", "u"), (r"ph", "f"), (r"dj|dz", "j"), (r"tch|ch|sh|sch", "s"), (r"kh|gh|ck|qu|q|c(?![eiy])", "k"),
        (r"c", "s"), (r"th", "t"), (r"dh", "d"), (r"ee|ie|ei|ey|ay|ai|y", "i"), (r"w", "u"), (r"z", "s"), (r"o", "u"),
        (r"e", "a"), (r"(?<=.)h", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
SLIPS: Final = 0.66  # below this two words are two, not one with a slip: a letter of three, two of six
Folded = tuple[str, ...]


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Return a word in small Latin letters as it sounds."""
    for found, put in SOUNDS:
        word = found.sub(put, word)
    return word


def fold_name(name: str) -> Folded:
    """Return the words of a name that tell it from others, as they sound, in their order; all where none does."""
    latin = anyascii(name).casefold().replace("'", "").replace("`", "").replace("’", "")
    latin = re.sub(r"\babd(?:el|ul|al)?[ -]+(?:al|el|ul|ar|er|ur)?[ -]*(?=[a-z])", "abdul", latin)
    words = re.findall(r"[a-z0-9]+", latin)
    telling = [one for one in words if one not in PARTICLES and one not in FORMS and len(one) > 1]
    return tuple(fold_word(one) for one in telling or words)


def list_ways(name: Folded) -> list[Folded]:
    """Return the ways to write a folded name: as it is, and with two neighbours as one word."""
    return [name, *(
        (*name[:at], first + second, *name[at + 2:]) for at, (first, second) in enumerate(pairwise(name))
    )]  # fmt: skip


@lru_cache(maxsize=500_000)
def compare_words(one: str, other: str) -> float:
    """Return how alike two folded words are, 0 to 1: two letters exchanged are one slip; 0 for what are two words."""
    return float(OSA.normalized_similarity(one, other, score_cutoff=SLIPS))


def compare_ways(one: Folded, other: Folded) -> int:
    """Return how alike two ways of writing are, 0 to 100: by the letters of words that are alike, each word once."""
    letters = sum(map(len, one)) + sum(map(len, other))
    pairs = sorted(
        ((compare_words(a, b), len(a) + len(b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)),
        reverse=True,
    )
    taken_one, taken_other, alike = set[int](), set[int](), 0.0
    for likeness, size, i, j in pairs:
        if likeness and i not in taken_one and j not in taken_other:
            taken_one.add(i)
            taken_other.add(j)
            alike += likeness * size
    return round(100 * alike / letters) if letters else 0


def fold_all(names: Sequence[str]) -> list[Folded]:
    """Return every way to write any of several names, each once."""
    return list(dict.fromkeys(way for name in names for way in list_ways(fold_name(name))))
