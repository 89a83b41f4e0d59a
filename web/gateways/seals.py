"""Seals on what Redis keeps of a call: whose it is, when it was stored, and the session, all under one keyed HMAC.

Redis is outside the trust: without the seal, whoever writes there could put another receiver, another caller or an
older record into a call. The key is derived from the pepper for this one purpose; while the pepper is rotated, what
the old one sealed still opens.
"""

import hmac
from typing import Final, NamedTuple

from wallet.core.secrets import Secrets, keyed_for

SEAL_BYTES: Final = 32
TIME_BYTES: Final = 8  # milliseconds since 1970, unsigned


class BrokenSeal(Exception):
    """A record that we did not store so: changed, another phone's, or of a key that is gone."""


class Opened(NamedTuple):
    """A record without its seal: when it was stored, in milliseconds since 1970, and the session as JSON."""

    stored_at_ms: int
    session: bytes


def seal(secrets: Secrets, phone: str, stored_at_ms: int, session: bytes) -> bytes:
    """Return what Redis is given to keep: the seal, the time, the session."""
    dated = stored_at_ms.to_bytes(TIME_BYTES, "big") + session
    return _digest(secrets.peppers[0][1], phone, dated) + dated


def unseal(secrets: Secrets, phone: str, stored: bytes) -> Opened:
    """Return what this phone's record held. Raises BrokenSeal for anything that none of our keys sealed for it."""
    given, dated = stored[:SEAL_BYTES], stored[SEAL_BYTES:]
    if not any(hmac.compare_digest(given, _digest(pepper, phone, dated)) for _, pepper in secrets.peppers):
        raise BrokenSeal
    return Opened(int.from_bytes(dated[:TIME_BYTES], "big"), dated[TIME_BYTES:])


def _digest(pepper: bytes, phone: str, dated: bytes) -> bytes:
    keyed = keyed_for("call record", pepper).copy()
    keyed.update(phone.encode() + b"\n")  # no phone holds a line's end, so that no part can pass for another
    keyed.update(dated)
    return keyed.digest()
