"""Content of any size, encrypted under a key of its own, which is sealed under the pepper for its owner alone."""

import secrets as chance
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wallet.core.sealed import BYTES, seal, unseal
from wallet.core.secrets import KeyUse, Secrets

NONCE_BYTES: Final = 12


class SealedContent(NamedTuple):
    """Content as it is kept: its key, sealed; what it was encrypted with; and the bytes."""

    sealed_key: str
    nonce: bytes
    content: bytes


class NotOpened(Exception):
    """Content that does not open: it was changed, is another's, or its key's pepper is gone."""


def encrypt(secrets: Secrets, purpose: KeyUse, owner: str, content: bytes) -> SealedContent:
    """Return content, encrypted under a key of its own that nothing else is."""
    key, nonce = chance.token_bytes(BYTES), chance.token_bytes(NONCE_BYTES)
    encrypted = AESGCM(key).encrypt(nonce, content, owner.encode())
    return SealedContent(seal(secrets, purpose, owner, key), nonce, encrypted)


def decrypt(secrets: Secrets, purpose: KeyUse, owner: str, kept: SealedContent) -> bytes:
    """Return an owner's content. Raises NotOpened."""
    try:
        key = unseal(secrets, purpose, owner, kept.sealed_key)
        return AESGCM(key).decrypt(kept.nonce, kept.content, owner.encode())
    except (InvalidTag, KeyError, ValueError) as wrong:
        raise NotOpened from wrong
