"""A checkout given back by the rail that paid it: paid on by a success, returned to its business by a failure."""

from sqlalchemy import Connection

from wallet.business import checkout_refunds, checkouts, merchants
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.people import people
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.refund_payment import pay_or_return


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """End the refund, and return what its shop sees of a success: the transfer that put the money aside."""
    payment = end.payment
    refund = checkout_refunds.end(db, payment.id, "succeeded" if end.succeeded else "failed")
    if not end.succeeded:
        return []
    what = (end.reservation, payment.reference, "refund_payment", payment.amount)
    return [NewMovement(*what, giver_id=payment.person_id, merchant_id=refund.merchant_id)]


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the shop's owner reads and, of a success, its payer where their number is known."""
    payment, owner = end.payment, end.owner
    checkout = checkouts.get(db, str(payment.checkout_id))
    shop = merchants.get_merchant(db, checkout.merchant_id)
    said = {
        "amount": payment.amount, "operator": payment.rail, "reference": payment.reference, "shop": shop.name,
        "title": checkout.title, "balance": end.balance_of(db, shop.account_id),
    }  # fmt: skip
    told = [Message(owner, "checkout_refund_succeeded" if end.succeeded else "checkout_refund_failed", said)]
    if end.succeeded and payment.party.value:
        payer = people.find_by_phone(db, payment.party.value)
        language = payer.language if payer else checkout.language or owner.language
        told.append(Message(Number(payment.party.value, language), "checkout_refund_received", said))
    return told


PURPOSE = Purpose(pay_or_return, uncount_nothing, note, tell)
