"""What a person reads out on the phone: K7Q2-93FD, seven characters and a check character, none easy to confuse."""

import hashlib
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS: Final = 7


def reference(key: str, attempt: int = 0) -> str:
    """The reference of an operation's key; another attempt gives another one, should the first be taken."""
    number = int.from_bytes(hashlib.sha256(f"{attempt}:{key}".encode()).digest()[:8])
    letters = ""
    for _ in range(LETTERS):
        number, digit = divmod(number, len(ALPHABET))
        letters += ALPHABET[digit]
    written = letters + check_character(letters)
    return f"{written[:4]}-{written[4:]}"


def check_character(letters: str) -> str:
    """Luhn modulo 30: finds any one wrong character and nearly every swap of two neighbours (ISO/IEC 7812 annex B)."""
    total = 0
    for place, letter in enumerate(reversed(letters)):
        doubled = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += sum(divmod(doubled, len(ALPHABET)))
    return ALPHABET[-total % len(ALPHABET)]


def is_reference(text: str) -> bool:
    """Whether this reads as a reference: right letters, right check character."""
    letters = text.strip().upper().replace("-", "").replace(" ", "")
    known = len(letters) == LETTERS + 1 and all(letter in ALPHABET for letter in letters)
    return known and check_character(letters[:-1]) == letters[-1]
