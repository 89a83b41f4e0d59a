"""Owners of suspense: the login that looks after what waits for a reason."""

from typing import Final

from sqlalchemy import Connection, text

ADD: Final = text("INSERT INTO suspense_owner (account_id, owner) VALUES (:account, :owner)")
FIND: Final = text("SELECT find_suspense_owner(:account)")


def find_owner(db: Connection, account: int) -> str | None:
    """Return the login that looks after an account of suspense; None for nobody."""
    owner: str | None = db.execute(FIND, {"account": account}).scalar_one()
    return owner


def set_owner(db: Connection, account: int, login: str) -> None:
    """Note who looks after an account of suspense from now on."""
    db.execute(ADD, {"account": account, "owner": login})
