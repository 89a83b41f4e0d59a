"""The end of every payout: paid on, with its price, or returned whole to where it was taken from."""

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Transfer, holds
from wallet.operations.movements import NewMovement
from wallet.prices import limits
from wallet.purposes.ending import Ending


def pay_or_return(db: Connection, end: Ending) -> Transfer:
    """Return the transfer that ends a withdrawal's reservation."""
    payment, in_transit = end.payment, f"in_transit:{end.payment.rail}"
    if not end.succeeded:
        back = [Entry(end.owner.account_id, payment.total)]
        return holds.ending(db, f"{end.key}:returned", "return_withdrawal", end.reservation, back, in_transit)
    paid = (
        Entry(ledger.ours(db, end.float), payment.amount),
        Entry(ledger.ours(db, "fees"), payment.fee),
        Entry(ledger.ours(db, "tax"), payment.tax),
    )
    return holds.ending(db, end.key, "pay_withdrawal", end.reservation, paid, in_transit)


def give_back_spent(db: Connection, end: Ending) -> None:
    """Give back the room that a payout which did not happen took of its owner's ceilings."""
    payment = end.payment
    limits.return_spent(db, end.owner.id, payment.amount, payment.channel, payment.created_at)


def note_withdrawal(_: Connection, end: Ending) -> list[NewMovement]:
    """Return what its owner sees of a success: the transfer that took the money from them when they asked."""
    payment = end.payment
    if not end.succeeded:
        return []
    return [
        NewMovement(
            end.reservation, payment.reference, "withdraw_money", payment.amount,
            giver_id=payment.person_id, fee=payment.fee, tax=payment.tax,
        )
    ]  # fmt: skip
