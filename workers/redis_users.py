"""Redis' users, one for each kind of process: `redis_users.acl` is their ACL file, without passwords."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

RULES: Final = Path(__file__).with_suffix(".acl")
USERS: Final = tuple(line.split()[1] for line in RULES.read_text("utf-8").splitlines())


def write_acl(passwords: Mapping[str, str], default: str = "off") -> str:
    """Return a whole ACL file: each user's rules with the digest of its password, and the rules of the user `default`.

    Raises KeyError for a user without a password.
    """
    lines = [f"{line} #{digest(passwords[line.split()[1]])}" for line in RULES.read_text("utf-8").splitlines()]
    return "\n".join([f"user default {default}", *lines, ""])


def digest(password: str) -> str:
    """Return how Redis keeps a password: SHA-256, in hexadecimal digits."""
    return sha256(password.encode()).hexdigest()
