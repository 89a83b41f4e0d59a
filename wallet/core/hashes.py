"""Hashes of PINs and passwords: argon2id over a keyed digest, under a pepper the database never sees."""

import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from wallet.core.secrets import Purpose, Secrets

ARGON2: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # 22 ms, 19 MiB (OWASP's second choice)
AT_ONCE: Final = threading.BoundedSemaphore(4)  # 19 MiB each


def make(secrets: Secrets, purpose: Purpose, secret: str) -> str:
    """Return `pepper id$argon2id…`, all that is ever stored of a secret."""
    with AT_ONCE:
        return f"{secrets.newest}${ARGON2.hash(secrets.digest(purpose, secret))}"


def match(secrets: Secrets, purpose: Purpose, stored: str, secret: str) -> bool:
    """True when this is the secret behind a stored hash, under whichever pepper made it."""
    pepper, _, hashed = stored.partition("$")
    with AT_ONCE:
        try:
            return ARGON2.verify(hashed, secrets.digest(purpose, secret, pepper))
        except VerifyMismatchError:
            return False


def is_newest(secrets: Secrets, stored: str) -> bool:
    """True when a stored hash was made under the newest pepper."""
    return stored.startswith(f"{secrets.newest}$")
