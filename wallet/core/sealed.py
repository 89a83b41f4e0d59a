"""Secrets of others' that we must be able to say again: sealed under the pepper, bound to their owner.

`pepper$salt$sealed`: 32 bytes, XORed with what pepper, purpose, owner and salt make (HMAC-SHA256). No salt is drawn
twice, so no pad seals two secrets; copied onto another's row, it opens nothing of use.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes
from typing import Final

from wallet.core.secrets import KeyUse, Secrets

BYTES: Final = 32
SALT_BYTES: Final = 16


def seal(secrets: Secrets, purpose: KeyUse, owner: str, secret: bytes) -> str:
    """Return a secret of 32 bytes as it is stored, under the newest pepper. Raises ValueError for another length."""
    salt = token_bytes(SALT_BYTES)
    sealed = _xor(secret, _pad(secrets, purpose, owner, salt, secrets.newest))
    return "$".join((secrets.newest, urlsafe_b64encode(salt).decode(), urlsafe_b64encode(sealed).decode()))


def unseal(secrets: Secrets, purpose: KeyUse, owner: str, stored: str) -> bytes:
    """Return an owner's secret of how it was stored. Raises KeyError for a pepper that is gone."""
    pepper, salt, sealed = stored.split("$")
    return _xor(urlsafe_b64decode(sealed), _pad(secrets, purpose, owner, urlsafe_b64decode(salt), pepper))


def reseal(secrets: Secrets, purpose: KeyUse, owner: str, stored: str) -> str:
    """Return an owner's secret under the newest pepper. Raises KeyError for a pepper that is gone, ValueError."""
    return seal(secrets, purpose, owner, unseal(secrets, purpose, owner, stored))


def _pad(secrets: Secrets, purpose: KeyUse, owner: str, salt: bytes, pepper: str) -> bytes:
    return hmac.digest(secrets.derive_key(purpose, pepper), owner.encode() + b"\0" + salt, "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
