"""The end of rows that only tell what was said, and of names in rows that stay: how long each is kept is data."""

from typing import Final

from sqlalchemy import Connection, text

AT_ONCE: Final = 1_000  # of each kind: a moment, beside which nothing else waits


def forget_old(db: Connection) -> int:
    """Delete some rows whose life is over; return how many. 0: none is left."""
    return int(db.execute(text("SELECT forget_old(:most)"), {"most": AT_ONCE}).scalar_one())


def mask_old(db: Connection) -> int:
    """Mask some rows that stay and need name nobody any more; return how many were looked at. 0: none is left."""
    return int(db.execute(text("SELECT mask_old(:most)"), {"most": AT_ONCE}).scalar_one())
