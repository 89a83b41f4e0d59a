"""References, which a person reads out on the phone: BK8N-WP9X, seven characters and a check character.

No character is easy to confuse with another, and Luhn's check modulo 30 finds any one wrong character and nearly every
swap of two neighbours.
"""

import hashlib
from typing import Final

from stdnum import luhn

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS: Final = 7


def reference(key: str, attempt: int = 0) -> str:
    """Return the reference of an operation's key; another attempt gives another one, should the first be taken."""
    number = int.from_bytes(hashlib.sha256(f"{attempt}:{key}".encode()).digest()[:8])
    letters = ""
    for _ in range(LETTERS):
        number, digit = divmod(number, len(ALPHABET))
        letters += ALPHABET[digit]
    written = letters + luhn.calc_check_digit(letters, ALPHABET)
    return f"{written[:4]}-{written[4:]}"


def is_reference(text: str) -> bool:
    """True when this reads as a reference: right letters, right check character."""
    letters = text.strip().upper().replace("-", "").replace(" ", "")
    return len(letters) == LETTERS + 1 and luhn.is_valid(letters, ALPHABET)
