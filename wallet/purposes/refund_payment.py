"""A collection given back to its source: paid on by a success, returned whole to where it was taken by a failure."""

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Transfer, holds
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.payments import payments
from wallet.people import people
from wallet.purposes.ending import Ending, Purpose, uncount_nothing


def pay_or_return(db: Connection, end: Ending) -> Transfer:
    """Return the transfer that ends a refund's reservation; a success undoes what the collection posted."""
    in_transit = f"in_transit:{end.payment.rail}"
    if not end.succeeded:
        taken = [one for one in ledger.entries_of(db, end.reservation) if one.amount < 0]
        back = [Entry(one.account, -one.amount) for one in taken]
        return holds.ending(db, f"{end.key}:returned", "return_refund", end.reservation, back, in_transit)
    given = [Entry(ledger.ours(db, end.float), end.payment.amount)]
    undone = payments.find_posted(db, str(end.payment.refunds))
    return holds.ending(db, end.key, "pay_refund", end.reservation, given, in_transit, undone)


def note(_: Connection, end: Ending) -> list[NewMovement]:
    """Return what its owner sees of a success: the transfer that took the money when it was asked."""
    payment = end.payment
    if not end.succeeded:
        return []
    asked = (end.reservation, payment.reference, "refund_payment", payment.amount)
    return [NewMovement(*asked, giver_id=payment.person_id)]


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return a receipt for who gave it back and, of a success, for the number that has it again."""
    payment, owner = end.payment, end.owner
    said = {
        "amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference,
    }  # fmt: skip
    told = [Message(end.asker or owner, f"refund_payment_{end.change.state}", said)]
    if end.succeeded:
        payer = people.find_by_phone(db, payment.phone) or owner
        theirs = {**said, "name": owner.shown, "phone": owner.phone}
        told.append(Message(Number(payment.phone, payer.language), "refund_payment_received", theirs))
    return told


PURPOSE = Purpose(pay_or_return, uncount_nothing, note, tell)
