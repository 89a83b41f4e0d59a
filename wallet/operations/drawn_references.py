"""References of what nobody asked for by an operation: a payout by schedule, a charge of a subscription."""

from itertools import count
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.references import reference

TAKEN: Final = text("""SELECT EXISTS (SELECT FROM operation WHERE reference = :reference)
    OR EXISTS (SELECT FROM payout WHERE reference = :reference)
    OR EXISTS (SELECT FROM charge WHERE reference = :reference)""")


def draw(db: Connection, key: str) -> str:
    """Return a reference that nothing has yet."""
    return next(
        name for name in (reference(key, attempt) for attempt in count())
        if not db.execute(TAKEN, {"reference": name}).scalar_one()
    )  # fmt: skip
