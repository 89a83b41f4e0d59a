"""OAuth client credentials: bearer tokens given for a Basic client and secret, the same one while it lives."""

from __future__ import annotations

import base64
import binascii
import threading
import time
import uuid
from dataclasses import dataclass, field

from flask import request


@dataclass
class ClientTokens:
    """The tokens given out, one at a time for each client; safe to use from many threads."""

    _given: dict[str, tuple[str, float]] = field(default_factory=dict)  # client → token and when it expires
    _expires: dict[str, float] = field(default_factory=dict)  # token → when it expires
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def give(self, client: str, life_seconds: float) -> tuple[str, int]:
        """Return the client's token, new when it has none that lives, and how many seconds it has left."""
        now = time.time()
        with self._lock:
            token, expires = self._given.get(client, ("", 0.0))
            if expires <= now:
                token, expires = uuid.uuid4().hex, now + life_seconds
                self._given[client] = token, expires
                self._expires = {name: end for name, end in self._expires.items() if end > now} | {token: expires}
        return token, max(int(expires - now), 1)

    def forget(self) -> None:
        """Expire every token now."""
        with self._lock:
            self._given, self._expires = {}, {}

    def accepts(self, header: str) -> bool:
        """True for an Authorization header with a token that lives."""
        scheme, _, token = header.partition(" ")
        return scheme == "Bearer" and self._expires.get(token, 0.0) > time.time()


def read_client() -> tuple[str, str] | None:
    """Return the client and secret of the request's Basic header, or None when it has none."""
    return read_basic(request.headers.get("Authorization", ""))


def read_basic(header: str) -> tuple[str, str] | None:
    """Return user and key of a Basic header, or None when it is none."""
    scheme, _, code = header.partition(" ")
    try:
        user, colon, key = base64.b64decode(code, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user, key) if scheme == "Basic" and colon and user and key else None
