"""Money of an account that may leave it: all it holds, less what must stay there (wallet/retentions)."""

from typing import Final

from sqlalchemy import Connection, text

AVAILABLE: Final = text("SELECT greatest(balance - retained, 0) FROM account WHERE id = :account")


def available(db: Connection, account: int) -> int:
    """Return what may leave an account now. Raises NoResultFound."""
    francs: int = db.execute(AVAILABLE, {"account": account}).scalar_one()
    return francs


def is_retained(db: Connection, account: int) -> bool:
    """Return True for an account of which something must stay, be it that nothing is there yet."""
    kept = text("SELECT retained > 0 FROM account WHERE id = :account")
    return bool(db.execute(kept, {"account": account}).scalar_one())
