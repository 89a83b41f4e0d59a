"""Hashes of PINs, keys of passwords: argon2id over a keyed digest, under a pepper the database never sees."""

import threading
from base64 import b64decode, b64encode
from secrets import token_bytes
from typing import Final

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import ARGON2_VERSION, hash_secret_raw

from wallet.core.secrets import Purpose, Secrets

ARGON2: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # 22 ms, 19 MiB (OWASP's second choice)
SALT_BYTES: Final = 16
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


def make_recipe(secrets: Secrets) -> str:
    """Return `pepper id$argon2id…$salt`, by which `derive` makes the key of a secret: the newest pepper, a new salt."""
    cost = f"m={ARGON2.memory_cost},t={ARGON2.time_cost},p={ARGON2.parallelism}"
    salt = b64encode(token_bytes(SALT_BYTES)).decode().rstrip("=")
    return f"{secrets.newest}$$argon2id$v={ARGON2_VERSION}${cost}${salt}"


def derive(secrets: Secrets, purpose: Purpose, recipe: str, secret: str) -> bytes:
    """Return the key of a secret: argon2's bytes, by a recipe `pepper id$argon2id…$salt`, a hash without its end.

    Raises KeyError for a pepper that is gone.
    """
    pepper, _, written = recipe.partition("$")
    how = extract_parameters(f"{written}${'A' * 43}")  # in place of the 32 bytes that are to be found
    salt = b64decode(written.rpartition("$")[2] + "==")
    keyed = secrets.digest(purpose, secret, pepper)
    with AT_ONCE:
        return hash_secret_raw(
            keyed, salt, how.time_cost, how.memory_cost, how.parallelism, how.hash_len, how.type, how.version
        )


def is_newest(secrets: Secrets, stored: str) -> bool:
    """True when a stored hash, or a recipe, is under the newest pepper."""
    return stored.startswith(f"{secrets.newest}$")
