"""Read a wallet's movements that a filter lets through, newest first, with what they come to."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from wallet.operations import movements
from wallet.operations.movements import HistoryLine, MovementFilter, Totals
from wallet.people.people import Person

A_PAGE: Final = 20
NEWEST: Final = 2**62  # above the number of every line
BALANCE: Final = text("""SELECT balance_after FROM entry WHERE account_id = :account
    AND posted_at < CAST(:day AS date)::timestamp AT TIME ZONE 'Africa/Douala' ORDER BY seq DESC LIMIT 1""")


@dataclass(frozen=True)
class MovementPage:
    """A page of movements, and the totals of all that the filter lets through; `older` follows, 0 for nothing."""

    lines: list[HistoryLine]
    totals: Totals
    older: int


def read_movements(db: Connection, person_id: str, wanted: MovementFilter, before: int = NEWEST) -> MovementPage:
    """Return a page of movements; `before`: only what came before this line of the wallet's history."""
    found = movements.list_filtered(db, person_id, wanted, A_PAGE + 1, before)
    older = found[A_PAGE - 1].movement.seq if len(found) > A_PAGE else 0
    return MovementPage(found[:A_PAGE], movements.sum_filtered(db, person_id, wanted), older)


def read_balance_before(db: Connection, person: Person, day: date) -> int:
    """Return what a wallet held when a day began in Douala."""
    found = db.execute(BALANCE, {"account": person.account_id, "day": day}).scalar_one_or_none()
    return int(found or 0)
