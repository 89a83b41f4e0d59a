"""PINs and passwords that tests begin with, hashed so that comparing costs nothing: a thousand tests do."""

from faults.quick_hash import hash_quickly
from wallet.core.secrets import Secrets


def pin(pepper: str, chosen: str) -> str:
    """Return what registering stores of a PIN."""
    return hash_quickly(Secrets.read(pepper), "pin", chosen)


def password(pepper: str, chosen: str) -> str:
    """Return what `staff add` stores of a password."""
    return hash_quickly(Secrets.read(pepper), "password", chosen)
