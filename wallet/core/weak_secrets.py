"""Secrets that can be guessed: they look long, and hold next to nothing that had to be drawn by chance."""

from itertools import pairwise
from typing import Final

LETTERS_MIN: Final = 16
DIFFERENT_MIN: Final = 6
ROWS: Final = (
    "0123456789", "abcdefghijklmnopqrstuvwxyz", "1234567890",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",  # keyboards, English and French
)  # fmt: skip
NEIGHBOURS: Final = frozenset(pair for row in ROWS for way in (row, row[::-1]) for pair in pairwise(way))
TOLD: Final = "draw one by chance: python3 -c 'import secrets; print(secrets.token_hex(32))'"


def refuse_weak(secret: str) -> None:
    """Raise ValueError, saying why, for a secret that is short, repeats itself or follows a row."""
    if weakness := find_weakness(secret):
        raise ValueError(f"{weakness}; {TOLD}")


def find_weakness(secret: str) -> str:
    """Return why a secret can be guessed; "" for one that may have been drawn by chance."""
    if len(secret) < LETTERS_MIN:
        return f"a secret has {LETTERS_MIN} characters or more"
    if len(set(secret)) < DIFFERENT_MIN:
        return f"a secret of {len(set(secret))} different characters can be guessed"
    if repeats_itself(secret):
        return "a secret that repeats itself can be guessed"
    if follows_a_row(secret):
        return "a secret that follows the alphabet or a keyboard can be guessed"
    return ""


def repeats_itself(secret: str) -> bool:
    """True when a secret is its own first half, or less, over and over."""
    length = len(secret)
    return any(secret[size:] == secret[: length - size] for size in range(1, length // 2 + 1))


def follows_a_row(secret: str) -> bool:
    """True when most of its characters are the one before, or that one's neighbour; of 16 by chance 1 in 100 000."""
    pairs = list(pairwise(secret.lower()))
    return sum(one == other or (one, other) in NEIGHBOURS for one, other in pairs) * 3 > len(pairs) * 2
