"""Names nobody may take: ours, the operators', and those a swindler would use. Whole words only.

`Manga Gentille` holds the letters of agent and is a person; `M T N`, `Or ange` and `MTNMoMo` are no person's name.
"""

import re
import unicodedata
from typing import Final

BRANDS: Final = ("mbongo", "orange", "mtn", "beac", "campost", "expressunion")  # of no person, and of no shop
OFFICES: Final = ("agent", "service", "banque", "police", "support", "remboursement")  # of no person
BESIDE_A_BRAND: Final = ("momo", "money", "cameroun", "cameroon")  # people's names, or what brands are joined with
WORDS: Final = re.compile("[a-z]+")


def is_reserved(name: str, reserved: tuple[str, ...]) -> bool:
    """True for a name with a reserved word in it, spelled out or not, or made of such words run together."""
    words = WORDS.findall(unicodedata.normalize("NFKD", name).lower())
    spelled = "".join(word if len(word) == 1 else f" {word} " for word in words).split()
    joined = "|".join(reserved)
    made_of = re.compile(f"({'|'.join(BESIDE_A_BRAND)})*({joined})({joined}|{'|'.join(BESIDE_A_BRAND)})*")
    return any(made_of.fullmatch(word) for word in (*words, *spelled, "".join(words)))
