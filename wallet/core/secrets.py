"""Keys derived from the pepper, one per purpose; it never enters the database. Two peppers while rotating."""

import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from wallet.core.weak_secrets import refuse_weak

Purpose = Literal["pin", "password", "transcript", "text code", "derived code", "phone", "call record"]


@dataclass(frozen=True)
class Secrets:
    """The peppers by id, newest first; `repr` shows the ids only."""

    peppers: tuple[tuple[str, bytes], ...]

    @classmethod
    def read(cls, written: str) -> "Secrets":
        """Return the secrets of `2:new secret,1:old secret`. Raises ValueError when there is none or one is weak."""
        pairs = [tuple(part.split(":", 1)) for part in written.split(",") if part]
        if not pairs or any(len(pair) != 2 for pair in pairs):
            raise ValueError("MBONGO_PIN_PEPPER: `id:secret` with 16 characters or more, newest first")
        for _, secret in pairs:
            refuse_weak(secret)
        return cls(tuple((pair[0], pair[1].encode()) for pair in pairs))

    def __repr__(self) -> str:
        return f"Secrets({', '.join(id_ for id_, _ in self.peppers)})"

    @property
    def newest(self) -> str:
        """Id of the pepper that new hashes are made with."""
        return self.peppers[0][0]

    def digest(self, purpose: Purpose, message: str, pepper: str | None = None) -> bytes:
        """Return the keyed HMAC-SHA256 of `message` for one purpose. Raises KeyError for a pepper that is gone."""
        keyed = keyed_for(purpose, dict(self.peppers)[pepper] if pepper else self.peppers[0][1]).copy()
        keyed.update(message.encode())
        return keyed.digest()

    def hex_digest(self, purpose: Purpose, message: str) -> str:
        """Return the digest as 32 hexadecimal characters, for what is stored or joined on."""
        return self.digest(purpose, message).hex()[:32]

    def code(self, what: str, digits: int) -> str:
        """Return the one-time code of `what` (an ask's id), computed whenever it is shown or checked, never stored."""
        number = int.from_bytes(self.digest("derived code", what)[:8])
        return f"{number % 10**digits:0{digits}d}"


@lru_cache
def keyed_for(purpose: Purpose, pepper: bytes) -> hmac.HMAC:
    """Return the keyed digest of one purpose under one pepper, of nothing yet; every hop goes on from it twice."""
    return hmac.new(hmac.digest(pepper, f"mbongo {purpose}".encode(), "sha256"), digestmod="sha256")
