"""Keys derived from the pepper, one per purpose; it never enters the database. Two peppers while it is turned.

The key that anchors are signed under is read so too; it is another secret, which its own process alone holds.
"""

import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from wallet.core.weak_secrets import refuse_weak

KeyUse = Literal[
    "pin", "password", "keys of a hash", "transcript", "text code", "derived code", "call record", "anchor",
    "api key", "endpoint", "return", "page form", "member password", "authenticator", "staff app",
    "second factor", "page code", "operation", "document", "suspicion",
]  # fmt: skip
ID: Final = re.compile(r"[A-Za-z0-9_-]{1,8}")


class PepperGone(KeyError):
    """A pepper that something stands under, by its id, and that no setting gives any more."""


@dataclass(frozen=True)
class Secrets:
    """The peppers by id, first the one that is made with, then one that still opens; `repr` shows the ids only."""

    peppers: tuple[tuple[str, bytes], ...]

    @classmethod
    def read(cls, written: str, variable: str = "MBONGO_PIN_PEPPER") -> "Secrets":
        """Return the secrets of `2:new secret,1:old secret`. Raises ValueError when there is none or one is weak."""
        pairs = [tuple(part.split(":", 1)) for part in written.split(",") if part]
        ids = [pair[0] for pair in pairs]
        if not pairs or any(len(pair) != 2 for pair in pairs) or not all(map(ID.fullmatch, ids)):
            raise ValueError(f"{variable}: `id:secret` with 16 characters or more, first what is made with")
        if len(ids) != len(set(ids)):
            raise ValueError(f"{variable}: two have one id")
        for _, secret in pairs:
            refuse_weak(secret)
        return cls(tuple((pair[0], pair[1].encode()) for pair in pairs))

    def __repr__(self) -> str:
        return f"Secrets({', '.join(id_ for id_, _ in self.peppers)})"

    @property
    def newest(self) -> str:
        """Id of the pepper that new hashes are made with."""
        return self.peppers[0][0]

    @property
    def ids(self) -> list[str]:
        """Return the ids of all peppers, first the one that is made with."""
        return [id_ for id_, _ in self.peppers]

    def digest(self, purpose: KeyUse, message: str, pepper: str | None = None) -> bytes:
        """Return the keyed HMAC-SHA256 of `message` for one purpose. Raises KeyError for a pepper that is gone."""
        keyed = keyed_for(purpose, self._get(pepper)).copy()
        keyed.update(message.encode())
        return keyed.digest()

    def derive_key(self, purpose: KeyUse, pepper: str | None = None) -> bytes:
        """Return the key of one purpose, 32 bytes. Raises KeyError for a pepper that is gone."""
        return _derive(purpose, self._get(pepper))

    def hex_digest(self, purpose: KeyUse, message: str, pepper: str | None = None) -> str:
        """Return the digest as 32 hexadecimal characters, for what is stored or joined on."""
        return self.digest(purpose, message, pepper).hex()[:32]

    def code(self, what: str, digits: int, pepper: str | None = None) -> str:
        """Return the one-time code of `what` (an ask's id), computed whenever it is shown or checked, never stored.

        `pepper` is the id of the one it was first computed by. Raises KeyError when that is gone.
        """
        number = int.from_bytes(self.digest("derived code", what, pepper)[:8])
        return f"{number % 10**digits:0{digits}d}"

    def _get(self, pepper: str | None) -> bytes:
        found = dict(self.peppers).get(pepper) if pepper else self.peppers[0][1]
        if found is None:
            raise PepperGone(pepper)
        return found


@lru_cache
def keyed_for(purpose: KeyUse, pepper: bytes) -> hmac.HMAC:
    """Return the keyed digest of one purpose under one pepper, of nothing yet; every hop goes on from it twice."""
    return hmac.new(_derive(purpose, pepper), digestmod="sha256")


def _derive(purpose: KeyUse, pepper: bytes) -> bytes:
    return hmac.digest(pepper, f"mbongo {purpose}".encode(), "sha256")
