"""The end of every payout: paid on, with its price, or returned whole to where it was taken from."""

from sqlalchemy import Connection

from wallet.ledger import Entry, Transfer
from wallet.operations.movements import NewMovement
from wallet.purposes.ending import Ending


def pay_or_return(_: Connection, end: Ending) -> Transfer:
    """Return the transfer that ends a withdrawal's reservation."""
    payment = end.payment
    if not end.succeeded:
        back = (Entry(end.accounts.in_transit, -payment.total), Entry(end.owner.account_id, payment.total))
        return Transfer(f"{end.key}:returned", "return_withdrawal", back, ends=end.reservation)
    paid = (
        Entry(end.accounts.in_transit, -payment.total),
        Entry(end.accounts.float, payment.amount),
        Entry(end.accounts.fees, payment.fee),
        Entry(end.accounts.tax, payment.tax),
    )
    return Transfer(end.key, "pay_withdrawal", paid, ends=end.reservation)


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
