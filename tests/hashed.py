"""Hashes that many tests begin with, each made once: argon2 takes 22 ms, and a thousand tests begin so."""

from functools import cache

from wallet.core.secrets import Secrets
from wallet.people import pins
from wallet.staff import logins


@cache
def pin(pepper: str, chosen: str) -> str:
    """As registering stores it."""
    return pins.hash_pin(Secrets.read(pepper), chosen)


@cache
def password(pepper: str, login: str, chosen: str) -> str:
    """As `staff add` stores it."""
    return logins.hash_password(Secrets.read(pepper), login, chosen)
