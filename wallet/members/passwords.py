"""Passwords of members: twelve letters or more that nobody finds in a list, hashed under the pepper as PINs are."""

from functools import cache
from pathlib import Path
from typing import Final

from wallet.core import hashes
from wallet.core.errors import Misread
from wallet.core.secrets import Secrets
from wallet.core.weak_secrets import follows_a_row, repeats_itself

SHORTEST: Final = 12
LONGEST: Final = 200
LETTERS: Final = 5  # different ones, at least
LEAKED: Final = Path(__file__).with_name("leaked_passwords.txt")  # of Django's and zxcvbn's lists, what is long enough
NOBODYS: Final = "$$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbA"  # a recipe as dear as a login's that exists


@cache
def list_leaked() -> frozenset[str]:
    """Return passwords that are known to have leaked, in small letters."""
    return frozenset(LEAKED.read_text("ascii").splitlines())


def check_password(password: str, *whose: str) -> str:
    """Return a password. Raises Misread for one that is short, known, or holds its owner's name or address."""
    small = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST or not password.isprintable():
        raise Misread("member.password_length", least=SHORTEST, most=LONGEST)
    if any(one and one.casefold() in small for one in whose):
        raise Misread("member.password_holds_name")
    if len(set(password)) < LETTERS or small in list_leaked() or repeats_itself(small) or follows_a_row(small):
        raise Misread("member.password_known")
    return password


def make_key(secrets: Secrets, login_id: str, password: str) -> tuple[str, bytes]:
    """Return the recipe of a login's password, and the key that it makes."""
    recipe = hashes.make_recipe(secrets, "member password", login_id)
    return recipe, derive_key(secrets, login_id, recipe, password)


def derive_key(secrets: Secrets, login_id: str, recipe: str | None, password: str) -> bytes:
    """Return the key of a typed password; of a login without one it takes as long."""
    return hashes.derive(secrets, "member password", login_id, recipe or secrets.newest + NOBODYS, password)
