"""A collection that pays for a membership: it is income of the house, and its payer reads a receipt."""

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.purposes.ending import Ending, Purpose


def take_fee(db: Connection, end: Ending) -> Transfer | None:
    """Return what a success posts; a collection that failed posts nothing."""
    if not end.succeeded:
        return None
    amount = end.payment.amount
    entries = (Entry(ledger.ours(db, end.float), -amount), Entry(ledger.ours(db, "fees"), amount))
    return Transfer(end.key, "pay_membership", entries)


def uncount(_: Connection, end: Ending) -> None:
    """Give nothing back: no ceiling counted it."""


def note(_: Connection, end: Ending) -> list[NewMovement]:
    """Return nothing: no wallet's history shows it."""
    return []


def tell(_: Connection, end: Ending) -> list[Message]:
    """Return a receipt for the member."""
    sentence = "membership_paid" if end.succeeded else "membership_failed"
    return [Message(end.owner, sentence, {"amount": end.payment.amount})]


PURPOSE = Purpose(take_fee, uncount, note, tell)
