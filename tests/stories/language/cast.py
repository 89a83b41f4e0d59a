"""Names a story has for its people, their numbers and their money."""

from typing import Final

from simulators.recording import PEOPLE
from wallet.payments.rails import RAILS

CAST: Final = {who: phone for phone, who in PEOPLE.items()}  # their names and PINs are in tests/world/cast.py
# How a line of a story names somebody, as a pattern.
WHO: Final = rf"(?P<who>{'|'.join(CAST)})"
PHONE: Final = rf"(?P<who>{'|'.join(CAST)}|6[0-9]{{8}})"  # somebody without a name in the cast has only a number
RAIL: Final = rf"(?P<rail>{'|'.join(RAILS)})"


def phone_of(who: str) -> str:
    """Return the number, E.164, of one of the cast or of nine digits."""
    return CAST.get(who, f"+237{who}")


def name_of(phone: str) -> str:
    """Return who of the cast has a number, or its nine digits."""
    return PEOPLE.get(phone, phone.removeprefix("+237"))


def read_amount(written: str) -> int:
    """Return `20 000` as francs."""
    return int(written.replace(" ", ""))


def write_amount(francs: int | None) -> str:
    """Return francs as stories write them."""
    return "none" if francs is None else f"{francs:,}".replace(",", " ")
