"""Proofs that an operation is claimed by a process with the pepper, and the key by which the database knows them.

The key is one of its own, derived from a pepper. The database keeps it where no role reads it; whoever has a copy of
the database and a login could claim by it, and whoever has one of the two cannot.
"""

from typing import Final

from sqlalchemy import Connection, text

from wallet.core.secrets import Secrets

BLOCK_BYTES: Final = 64  # of SHA-256: how HMAC fills its key up
INNER, OUTER = 0x36, 0x5C
KEPT: Final = text("SELECT keep_operation_key(:pepper, :inner, :outer, :by, :proof)")
MAKE: Final = text("""INSERT INTO operation_key (pepper, inner_pad, outer_pad) VALUES (:pepper, :inner, :outer)
    ON CONFLICT DO NOTHING""")
OTHERS: Final = text("SELECT pepper FROM operation_key WHERE NOT pepper = ANY(:ids) ORDER BY pepper")
END: Final = text("DELETE FROM operation_key WHERE pepper <> :pepper")


def prove(secrets: Secrets, said: str, pepper: str | None = None) -> bytes:
    """Return the proof of what is said, under the newest pepper or this one."""
    return secrets.digest("operation", said, pepper)


def keep(db: Connection, secrets: Secrets) -> None:
    """Keep the newest pepper's key, as a process may: proved by the one behind it, or as the first of all.

    Raises DBAPIError where it may not.
    """
    by, (inner, outer) = secrets.ids[-1], _make_pads(secrets)
    proof = prove(secrets, f"key of operations {secrets.newest} {(inner + outer).hex()}", by)
    db.execute(KEPT, {"pepper": secrets.newest, "inner": inner, "outer": outer, "by": by, "proof": proof})


def turn(db: Connection, secrets: Secrets) -> list[str]:
    """Keep the newest pepper's key and end those of the others, as the owner of the database may.

    Returns the peppers of keys that are none of ours: then all stay, for a setting of before would shut everybody out.
    """
    others = [str(one) for one in db.execute(OTHERS, {"ids": secrets.ids}).scalars()]
    if not others:
        inner, outer = _make_pads(secrets)
        db.execute(MAKE, {"pepper": secrets.newest, "inner": inner, "outer": outer})
        db.execute(END, {"pepper": secrets.newest})
    return others


def _make_pads(secrets: Secrets) -> tuple[bytes, bytes]:
    """Return the newest pepper's key as HMAC takes it in: XORed with each of its two pads."""
    key = secrets.derive_key("operation").ljust(BLOCK_BYTES, b"\0")
    return bytes(byte ^ INNER for byte in key), bytes(byte ^ OUTER for byte in key)
