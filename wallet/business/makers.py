"""Makers of links and orders: the member or the program that made one, kept beside it."""

from typing import Final

from wallet.operations.actor import Actor

PROGRAM: Final = "*"  # nobody's name
COLUMN_OF: Final = {"member": "made_by", "api_key": "made_by_key"}
# The member's name; PROGRAM for a program; "" where nobody of the business made it, or it is not known.
NAMED: Final = """coalesce((SELECT g.name FROM member_login g WHERE g.id = made_by),
    CASE WHEN made_by_key IS NOT NULL THEN '*' ELSE '' END) AS maker"""


def name_columns(maker: Actor | None) -> dict[str, str | None]:
    """Return what is kept of who makes something: their login or key, in its column."""
    named: dict[str, str | None] = dict.fromkeys(COLUMN_OF.values())
    if maker and maker.kind in COLUMN_OF:
        named[COLUMN_OF[maker.kind]] = maker.id
    return named
