"""Addresses that are sent to a member and good once: computed by the worker that sends them, kept as a hash."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, Literal

from wallet.core.secrets import Secrets

For = Literal["invitation", "new password"]
TOKEN_BYTES: Final = 16
TOKEN: Final = re.compile("[A-Za-z0-9_-]{22}")
WAYS: Final[dict[For, str]] = {"invitation": "i", "new password": "p"}  # below /business


def make_token(secrets: Secrets, sent_for: For, id_: str, pepper: str | None = None) -> bytes:
    """Return what an address holds, by the id of what it is sent for. Raises KeyError for a pepper that is gone."""
    return secrets.digest(sent_for, id_, pepper)[:TOKEN_BYTES]


def write_url(public_url: str, sent_for: For, token: bytes) -> str:
    """Return the address that is sent."""
    return f"{public_url.rstrip('/')}/business/{WAYS[sent_for]}/{urlsafe_b64encode(token).decode().rstrip('=')}"


def read_token(typed: str) -> bytes:
    """Return the token of an address; one that opens nothing for what is none."""
    if not TOKEN.fullmatch(typed):
        return b""
    return urlsafe_b64decode(typed + "==")
