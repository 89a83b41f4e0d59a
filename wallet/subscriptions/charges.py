"""Charges of subscriptions, one a period, and what was told before each."""

from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.subscriptions.subscriptions import Subscription

NOTE: Final = text("""INSERT INTO charge (subscription_id, period, due_on, amount, fee, state, reference, at)
    VALUES (CAST(:id AS uuid), :period, :due_on, :amount, :fee, :state, :reference, wallet_now())""")
TELL: Final = text("""INSERT INTO subscription_notice (subscription_id, period, what, told_at)
    VALUES (CAST(:id AS uuid), :period, :what, wallet_now()) ON CONFLICT DO NOTHING""")
TOLD: Final = text("SELECT what, told_at FROM subscription_notice WHERE subscription_id = :id AND period = :period")
LIST: Final = text("""SELECT period, due_on, amount, fee, state, reference, at FROM charge
    WHERE subscription_id = :id ORDER BY period DESC LIMIT 100""")


class Charge(NamedTuple):
    """The end of a period: paid, by an operation of this reference, or missed."""

    period: int
    due_on: date
    amount: int
    fee: int
    state: str
    reference: str | None
    at: datetime


def make_key(found: Subscription) -> str:
    """Return the key of the transfer that charges the period that is next."""
    return f"subscription:{found.id}:{found.period}"


def note_paid(db: Connection, found: Subscription, amount: int, fee: int, reference: str) -> None:
    """Write down that the next period is charged: it is the reason of its transfer, which must follow."""
    _note(db, found, found.period, amount=amount, fee=fee, state="paid", reference=reference)


def note_missed(db: Connection, found: Subscription, until: int) -> None:
    """Write down that nothing was charged for the periods from the next one to the one before `until`."""
    for period in range(found.period, until):
        _note(db, found, period, amount=found.amount, fee=0, state="missed", reference=None)


def note_told(db: Connection, found: Subscription, what: str) -> None:
    """Write down that its subscriber was told before the next charge."""
    db.execute(TELL, {"id": found.id, "period": found.period, "what": what})


def read_told(db: Connection, found: Subscription) -> dict[str, datetime]:
    """Return what was told before the next charge, and when."""
    return {row.what: row.told_at for row in db.execute(TOLD, {"id": found.id, "period": found.period})}


def list_of(db: Connection, subscription_id: str) -> list[Charge]:
    """Return the newest hundred charges of a subscription, the newest first."""
    return [Charge(*row) for row in db.execute(LIST, {"id": subscription_id})]


def _note(db: Connection, found: Subscription, period: int, **said: Any) -> None:
    db.execute(NOTE, {"id": found.id, "period": period, "due_on": found.find_due(period), **said})
