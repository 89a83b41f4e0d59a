"""References, which a person reads out on the phone: BK8N-WP9X, seven characters and a check character.

No character is easy to confuse with another, and Luhn's check modulo 30 finds any one wrong character and nearly every
swap of two neighbours.
"""

import hashlib
from typing import Final

from stdnum import luhn

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS: Final = 7
# What Luhn's check counts for a digit in every other place; worked out once, for each operation draws a reference.
DOUBLED: Final = [sum(divmod(2 * digit, len(ALPHABET))) for digit in range(len(ALPHABET))]


def reference(key: str, attempt: int = 0) -> str:
    """Return the reference of an operation's key; another attempt gives another one, should the first be taken."""
    number = int.from_bytes(hashlib.sha256(f"{attempt}:{key}".encode()).digest()[:8])
    letters, checked = "", 0
    for place in range(LETTERS):
        number, digit = divmod(number, len(ALPHABET))
        letters += ALPHABET[digit]
        checked += DOUBLED[digit] if place % 2 == 0 else digit
    written = letters + ALPHABET[-checked % len(ALPHABET)]
    return f"{written[:4]}-{written[4:]}"


def write_reference(text: str) -> str:
    """Return a reference as it is written, of one however it was typed: `bk8n wp9x` is BK8N-WP9X."""
    letters = text.strip().upper().replace("-", "").replace(" ", "")
    return f"{letters[:4]}-{letters[4:]}"


def is_reference(text: str) -> bool:
    """True when this reads as a reference: right letters, right check character."""
    letters = text.strip().upper().replace("-", "").replace(" ", "")
    return len(letters) == LETTERS + 1 and luhn.is_valid(letters, ALPHABET)
