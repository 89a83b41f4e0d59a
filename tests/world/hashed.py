"""PINs and passwords that tests begin with, hashed so that comparing costs nothing: a thousand tests do."""

from typing import Final

from faults.quick_hash import hash_quickly
from wallet.core.hashes import NOBODY, derive
from wallet.core.secrets import Secrets

PEPPER: Final = "1:a-pepper-of-every-wallet-under-test"  # of every wallet under test


def hash_pin(chosen: str) -> str:
    """Return what opening a wallet is given of a PIN."""
    return hash_quickly(Secrets.read(PEPPER), "pin", NOBODY, chosen)


def make_key(login: str, chosen: str) -> tuple[str, bytes]:
    """Return the recipe and the key that `staff add` makes of a login's password."""
    secrets = Secrets.read(PEPPER)
    recipe = hash_quickly(secrets, "password", login, chosen).rpartition("$")[0]
    return recipe, derive(secrets, "password", login, recipe, chosen)
