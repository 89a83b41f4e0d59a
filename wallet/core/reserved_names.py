"""Names nobody may take: ours, the operators', and those a swindler would use. Whole words only.

`Manga Gentille` holds the letters of agent and is a person; `M T N`, `Or ange` and `MTNMoMo` are no person's name.
"""

import re
import unicodedata
from itertools import combinations
from typing import Final

BRANDS: Final = (  # of no person, and of no shop; several words are written as one
    "mbongo", "orange", "mtn", "mobilemoney", "moneymobile", "beac", "campost", "camtel", "nexttel", "yoomee",
    "expressunion", "westernunion", "moneygram",
)  # fmt: skip
OFFICES: Final = (  # of no person
    "agent", "agence", "service", "banque", "police", "gendarmerie", "douane", "douanes", "impot", "impots",
    "tresorpublic", "ministere", "prefecture", "tribunal", "commissariat", "cnps", "eneo", "camwater", "support",
    "assistance", "guichet", "caisse", "caissier", "operateur", "administrateur", "remboursement", "retrait",
    "recharge", "float",
)  # fmt: skip
BESIDE_A_BRAND: Final = ("momo", "money", "cameroun", "cameroon")  # people's names, or what brands are joined with
WORDS: Final = re.compile("[a-z]+")


def is_reserved(name: str, reserved: tuple[str, ...]) -> bool:
    """True for a name with a reserved word in it, spelled out or not, or made of such words run together."""
    words = WORDS.findall(unicodedata.normalize("NFKD", name).lower())
    spelled = "".join(word if len(word) == 1 else f" {word} " for word in words).split()
    joined = "|".join(reserved)
    made_of = re.compile(f"({'|'.join(BESIDE_A_BRAND)})*({joined})({joined}|{'|'.join(BESIDE_A_BRAND)})*")
    runs = ("".join(words[start:end]) for start, end in combinations(range(len(words) + 1), 2))
    return any(made_of.fullmatch(word) for word in (*runs, *spelled))
