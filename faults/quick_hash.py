"""Hashes of PINs and passwords that cost nothing to compare, for databases that are thrown away.

argon2 reads from a hash what comparing with it costs: 22 ms for what the wallet makes, for these a fortieth of one.
"""

from typing import Final

from argon2 import PasswordHasher

from wallet.core import hashes
from wallet.core.secrets import KeyUse, Secrets

QUICK: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_quickly(secrets: Secrets, purpose: KeyUse, owner: str, secret: str) -> str:
    """Return what wallet/core/hashes.py stores of an owner's secret, but for the cost."""
    return hashes.make(secrets, purpose, owner, secret, QUICK)
