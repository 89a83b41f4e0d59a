"""Hashes of PINs, keys of passwords: argon2id between two keys of their own, sealed under the pepper beside them.

| part of `2$sealed$argon2id$v=19$m=…$salt$key` | what it is |
|---|---|
| `2` | the id of the pepper |
| `sealed` | an inner and an outer key, random, XORed with what pepper, purpose, owner and salt make (HMAC-SHA512) |
| `argon2id…$salt` | how argon2 hashed the secret behind the inner key; up to here it is a recipe |
| `key` | what the outer key makes of argon2's hash; of a password the database keeps the SHA-256 of it, elsewhere |

The owner is a person's id or a login: copied onto another's row, a hash opens nothing. A PIN that is being chosen is
nobody's yet (`NOBODY`), until it is stored (`bind`).

So a pepper is turned without anybody's PIN: the two keys are sealed anew (`reseal`), nothing else changes. Where
`sealed` is empty the hash is of the release of November 2026: the inner key is the pepper's, argon2's hash the key, and
it is bound to nobody until it is sealed.
"""

import hmac
import os
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from secrets import token_bytes
from typing import Final, NamedTuple

from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import ARGON2_VERSION, hash_secret_raw

from wallet.core.secrets import KeyUse, Secrets

ARGON2: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # 22 ms, 19 MiB (OWASP's second choice)
NOBODY: Final = ""
SALT_BYTES: Final = 16
KEY_BYTES: Final = 32
# So many at once, 19 MiB each. glibc keeps what a thread has freed of that size for that thread alone: hashed in each
# of a web process's threads, they would hold 19 MiB for every one of these, most of which only wait.
AT_ONCE: Final = 4


class Hashers:
    """Threads in which argon2 computes, begun when first needed; a process that was forked has its own."""

    def __init__(self) -> None:
        self.begin()
        os.register_at_fork(after_in_child=self.begin)

    def begin(self) -> None:
        """Have no threads yet: those of who forked us are not here."""
        self.pool = ThreadPoolExecutor(AT_ONCE, "argon2")


hashers: Final = Hashers()


class Recipe(NamedTuple):
    """The parts of a recipe; `sealed` and `salt` are base64 without its `=`, `how` is how argon2 writes its cost."""

    pepper: str
    sealed: str
    how: str
    salt: str

    @classmethod
    def read(cls, written: str) -> "Recipe":
        """Return the parts of `pepper$sealed$argon2id$v=19$m=…$salt`."""
        pepper, sealed, rest = written.split("$", 2)
        how, _, salt = rest.rpartition("$")
        return cls(pepper, sealed, how, salt)

    def write(self) -> str:
        """Return it as it is stored."""
        return "$".join(self)


def make(secrets: Secrets, purpose: KeyUse, owner: str, secret: str, cost: PasswordHasher | None = None) -> str:
    """Return `pepper$sealed$argon2id…$salt$key`, all that is ever stored of an owner's secret."""
    recipe = make_recipe(secrets, purpose, owner, cost)
    return f"{recipe}${_write(derive(secrets, purpose, owner, recipe, secret))}"


def match(secrets: Secrets, purpose: KeyUse, owner: str, stored: str, secret: str) -> bool:
    """True when this is the secret behind an owner's stored hash. Raises KeyError for a pepper that is gone."""
    recipe, _, key = stored.rpartition("$")
    return hmac.compare_digest(derive(secrets, purpose, owner, recipe, secret), _read(key))


def make_recipe(secrets: Secrets, purpose: KeyUse, owner: str, cost: PasswordHasher | None = None) -> str:
    """Return a new recipe, by which `derive` makes the key of an owner's secret: keys and a salt drawn by chance."""
    cost = cost or ARGON2
    how = f"argon2id$v={ARGON2_VERSION}$m={cost.memory_cost},t={cost.time_cost},p={cost.parallelism}"
    unsealed = Recipe(secrets.newest, "", how, _write(token_bytes(SALT_BYTES)))
    return _seal(secrets, purpose, owner, unsealed, token_bytes(2 * KEY_BYTES)).write()


def derive(secrets: Secrets, purpose: KeyUse, owner: str, recipe: str, secret: str) -> bytes:
    """Return the key that a recipe makes of an owner's secret, 32 bytes. Raises KeyError for a pepper that is gone."""
    read = Recipe.read(recipe)
    keys = _unseal(secrets, purpose, owner, read)
    how = extract_parameters(f"${read.how}${read.salt}${'A' * 43}")  # in place of the 32 bytes that are to be found
    keyed = hmac.digest(keys[:KEY_BYTES], secret.encode(), "sha256")
    asked = (
        keyed, _read(read.salt), how.time_cost, how.memory_cost, how.parallelism, how.hash_len, how.type, how.version,
    )  # fmt: skip
    hashed = hashers.pool.submit(hash_secret_raw, *asked).result()
    return _close(keys, sha256(hashed).digest()) if read.sealed else hashed


def bind(secrets: Secrets, purpose: KeyUse, owner: str, stored: str) -> str:
    """Bind a hash, made before its owner was there, to them; return it. Raises KeyError for a pepper that is gone."""
    recipe, _, key = stored.rpartition("$")
    read = Recipe.read(recipe)
    return f"{_seal(secrets, purpose, owner, read, _unseal(secrets, purpose, NOBODY, read)).write()}${key}"


def reseal(secrets: Secrets, purpose: KeyUse, owner: str, stored: str) -> str:
    """Return an owner's hash under the newest pepper, for the same secret. Raises KeyError for a pepper that is gone.

    Raises ValueError for what is no hash.
    """
    recipe, _, key = stored.rpartition("$")
    sealed, digest = reseal_recipe(secrets, purpose, owner, recipe, sha256(_read(key)).digest())
    return f"{sealed}${key if Recipe.read(recipe).sealed else _write(digest)}"


def reseal_recipe(secrets: Secrets, purpose: KeyUse, owner: str, recipe: str, digest: bytes) -> tuple[str, bytes]:
    """Return a recipe under the newest pepper, and the key it makes, of an old one without sealed keys, or b"".

    `digest` is the SHA-256 of what the old one makes. Raises KeyError for a pepper that is gone, ValueError for what is
    no recipe.
    """
    read = Recipe.read(recipe)
    keys = _unseal(secrets, purpose, owner, read)
    if read.sealed:
        return _seal(secrets, purpose, owner, read, keys).write(), b""
    keys += token_bytes(KEY_BYTES)
    return _seal(secrets, purpose, owner, read, keys).write(), _close(keys, digest)


def _seal(secrets: Secrets, purpose: KeyUse, owner: str, recipe: Recipe, keys: bytes) -> Recipe:
    """Return the recipe with these keys in it, an owner's, under the newest pepper."""
    turned = recipe._replace(pepper=secrets.newest)
    return turned._replace(sealed=_write(_xor(keys, _pad(secrets, purpose, owner, turned))))


def _unseal(secrets: Secrets, purpose: KeyUse, owner: str, recipe: Recipe) -> bytes:
    """Return the inner and the outer key of an owner's recipe; of one without sealed keys, the inner one alone."""
    if not recipe.sealed:
        return secrets.derive_key(purpose, recipe.pepper)
    return _xor(_read(recipe.sealed), _pad(secrets, purpose, owner, recipe))


def _pad(secrets: Secrets, purpose: KeyUse, owner: str, recipe: Recipe) -> bytes:
    """Return the 64 bytes that seal two keys: no salt is drawn twice, so no pad seals two pairs."""
    whose = "\0".join((purpose, owner, recipe.salt))
    return hmac.digest(secrets.derive_key("keys of a hash", recipe.pepper), whose.encode(), "sha512")


def _close(keys: bytes, digest: bytes) -> bytes:
    return hmac.digest(keys[KEY_BYTES:], digest, "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _write(raw: bytes) -> str:
    return b64encode(raw).decode().rstrip("=")


def _read(written: str) -> bytes:
    return b64decode(written + "=" * (-len(written) % 4))
