"""The people of every story, and how a story names them and their money."""

from dataclasses import dataclass
from typing import Final

from simulators.recording import PEOPLE
from wallet.payments.rails import RAILS


@dataclass(frozen=True)
class Cast:
    """One of the people of every story."""

    phone: str
    name: str
    pin: str


NAMES_AND_PINS: Final = {
    "moussa": ("Moussa Bello", "4826"),
    "awa": ("Awa Ngono", "7395"),
    "fatou": ("Fatou Bello", "8164"),
    "brice": ("Brice Kamga", "6937"),
    "mahamadou": ("Mahamadou-Abdoulaye Tchouankeu-Wandji Wo", "582947"),  # 40 letters, the most there may be
    "antoinette": ("Wilhelmina-Antoinette Mengue-Mbarga Wamb", "937461"),
}
CAST: Final = {who: Cast(phone, *NAMES_AND_PINS[who]) for phone, who in PEOPLE.items()}
# How a line of a story names somebody, as a pattern.
WHO: Final = rf"(?P<who>{'|'.join(CAST)})"
PHONE: Final = rf"(?P<who>{'|'.join(CAST)}|6[0-9]{{8}})"  # somebody without a name in the cast has only a number
RAIL: Final = rf"(?P<rail>{'|'.join(RAILS)})"


def phone_of(who: str) -> str:
    """Return the number, E.164, of one of the cast or of nine digits."""
    return CAST[who].phone if who in CAST else f"+237{who}"


def name_of(phone: str) -> str:
    """Return who of the cast has a number, or its nine digits."""
    return PEOPLE.get(phone, phone.removeprefix("+237"))


def read_amount(written: str) -> int:
    """Return `20 000` as francs."""
    return int(written.replace(" ", ""))


def write_amount(francs: int | None) -> str:
    """Return francs as stories write them."""
    return "none" if francs is None else f"{francs:,}".replace(",", " ")
