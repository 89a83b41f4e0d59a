"""Read a wallet's movements of some days, or one way alone, newest first, with what they come to."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from wallet.operations import movements
from wallet.operations.movements import Movement, MovementFilter, Totals

A_PAGE: Final = 20


@dataclass(frozen=True)
class MovementPage:
    """A page of movements, and the totals of all that the filter lets through; `older` follows, 0 for nothing."""

    lines: list[Movement]
    totals: Totals
    older: int


def read_movements(
    db: Connection, person_id: str, since: date | None, until: date | None, way: str, before: int
) -> MovementPage:
    """Return movements from `since` to `until`, both days included, in Douala; `way` is in, out, or "" for both.

    `before`: only what came before this line of the wallet's history.
    """
    wanted = MovementFilter(since, until, way)
    found = movements.list_filtered(db, person_id, wanted, A_PAGE + 1, before)
    older = found[A_PAGE - 1].seq if len(found) > A_PAGE else 0
    return MovementPage(found[:A_PAGE], movements.sum_filtered(db, person_id, wanted), older)
