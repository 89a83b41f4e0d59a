"""The payout of all that was left when a wallet closed; what fails waits in unclaimed, whole."""

from sqlalchemy import Connection

from wallet.messages.notices import Message, Number
from wallet.people import people
from wallet.purposes.ending import Ending, Purpose
from wallet.purposes.payouts import give_back_spent, note_withdrawal, pay_or_return


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the number it was paid to reads: one that reaches somebody else by now hears nothing of it."""
    payment = end.payment
    if people.find_by_phone(db, payment.phone):
        return []
    said = {
        "operator": payment.rail, "phone": payment.phone, "reference": payment.reference, "fee": payment.fee,
        "tax": payment.tax, "amount": payment.amount if end.succeeded else payment.total,
    }  # fmt: skip
    key = "close_paid" if end.succeeded else "kept_for_closed"
    return [Message(Number(payment.phone, end.owner.language), key, said)]


PURPOSE = Purpose(pay_or_return, give_back_spent, note_withdrawal, tell)
