"""Hashes that many tests begin with, each made once: argon2 takes 22 ms, and a thousand tests begin so."""

from functools import cache

from wallet import pins, staff
from wallet.secrets import Secrets


@cache
def pin(pepper: str, chosen: str) -> str:
    """As registering stores it."""
    return pins.hash_pin(Secrets.read(pepper), chosen)


@cache
def password(pepper: str, login: str, chosen: str) -> str:
    """As `staff add` stores it."""
    return staff.hash_password(Secrets.read(pepper), login, chosen)
