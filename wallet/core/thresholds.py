"""Thresholds in force: dated rows that say from how much on something is looked at, is free, or is no mistake."""

from typing import Final

from sqlalchemy import Connection, text

# In SQL, `{name}` being how the name is given: the newest row that has begun, or none.
IN_FORCE: Final = """SELECT amount FROM threshold WHERE name = {name} AND since <= wallet_now()
    ORDER BY since DESC LIMIT 1"""
NAMED: Final = text(IN_FORCE.format(name=":name"))


def get_threshold(db: Connection, name: str) -> int:
    """Return the threshold of a name, as it is in force now."""
    return int(db.execute(NAMED, {"name": name}).scalar_one())
