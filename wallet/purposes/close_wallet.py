"""The payout of all that was left when a wallet closed: no ceiling counted it, and what fails waits in unclaimed."""

from sqlalchemy import Connection

from wallet.messages.notices import Message, Number
from wallet.people import people
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.payouts import note_withdrawal, pay_or_return


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the number it was paid to reads: one that reaches somebody else by now hears nothing of it."""
    payment = end.payment
    if people.find_by_phone(db, payment.phone):
        return []
    said = {
        "amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference,
    }  # fmt: skip
    key = "close_paid" if end.succeeded else "kept_for_closed"
    return [Message(Number(payment.phone, end.owner.language), key, said)]


PURPOSE = Purpose(pay_or_return, uncount_nothing, note_withdrawal, tell)
