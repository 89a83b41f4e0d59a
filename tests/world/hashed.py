"""PINs and passwords that tests begin with, hashed so that comparing costs nothing: a thousand tests do."""

from typing import Final

from faults.quick_hash import hash_quickly
from wallet.core.secrets import Secrets

PEPPER: Final = "1:" + "70" * 32  # of every wallet under test


def hash_pin(chosen: str) -> str:
    """Return what opening a wallet stores of a PIN."""
    return hash_quickly(Secrets.read(PEPPER), "pin", chosen)


def hash_password(chosen: str) -> str:
    """Return what `staff add` stores of a password."""
    return hash_quickly(Secrets.read(PEPPER), "password", chosen)
