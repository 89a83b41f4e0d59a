"""A collection that pays a checkout: the first success pays it, a later one goes back to where it came from.

Where its rail cannot give back, it is kept for its payer.
"""

from typing import Any, Final

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import checkouts, events, invoice_checkouts, levels, merchants, methods
from wallet.business.checkouts import Checkout
from wallet.business.merchant_payment import list_told
from wallet.business.merchants import Merchant
from wallet.core.public_ids import write_id
from wallet.core.references import reference
from wallet.ledger import Entry, Transfer
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.payments import payments
from wallet.payments.payments import NewPayment
from wallet.people import people
from wallet.prices import tariffs
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.kept import find_credited, lock_row_payer, note_kept, send_back, waits

REFERENCE_TRIES: Final = 8


def credit(db: Connection, end: Ending) -> Transfer | None:
    """Return the shop's credit, less its fee, while the checkout is open, which its lock decides; else the way back.

    What is more than its shop may be paid this month goes back as well.
    """
    payment = end.payment
    if not end.succeeded:
        return None
    payer = lock_row_payer(db, payment.party.value)
    checkout = checkouts.lock_row(db, str(payment.checkout_id))
    source = Entry(ledger.ours(db, end.float), -payment.amount)
    if checkout.state == "open" and levels.has_room(db, checkout.merchant_id, payment.amount):
        fee = tariffs.read_price(db, "pay_checkout", payment.amount).fee
        shop = Entry(merchants.get_merchant(db, checkout.merchant_id).account_id, payment.amount - fee)
        entries = (source, shop, Entry(ledger.ours(db, "fees"), fee))
        return Transfer(checkouts.make_key(checkout), "pay_checkout", entries)
    return send_back(db, end, payer)


def mark(db: Connection, end: Ending, posted: Transfer) -> None:
    """Mark the checkout paid when this transfer is the one that pays it."""
    if posted.kind == "pay_checkout":
        checkout = checkouts.get(db, str(end.payment.checkout_id))
        fee = dict(posted.entries).get(ledger.ours(db, "fees"), 0)
        paid_by = end.payment.party.value
        checkouts.mark_paid(db, checkout, methods.BY_RAIL[end.payment.rail], fee, end.payment.id, paid_by)
        invoice_checkouts.note_paid(db, checkout)
        levels.count(db, checkout.merchant_id, end.payment.amount)


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Return what shop and payer see of the payment; have what came too late given back, or keep it."""
    payment, checkout = end.payment, checkouts.get(db, str(end.payment.checkout_id))
    if not end.succeeded or end.posting is None:
        events.note(db, checkout.merchant_id, "payment.failed", payment.id, describe(end))
        return []
    payer = people.find_by_phone(db, payment.party.value)
    if checkout.payment_id == payment.id:
        events.note(db, checkout.merchant_id, "payment.succeeded", payment.id, describe(end, pays=True))
        return [NewMovement(
            end.posting.transfer, payment.reference, "pay_checkout", payment.amount,
            giver_id=payer.id if payer else None, receiver_id=end.owner.id, fee=checkout.fee,
            merchant_id=checkout.merchant_id, till=checkout.till,
        )]  # fmt: skip
    returned = goes_back(db, end)
    checkouts.note(db, checkout, "payment.late_received", late=describe(end), goes_back=returned)
    if returned:
        payments.create(db, make_return(db, end))
        return []
    return note_kept(db, end, payer, read_language(db, end, checkout))


def make_return(db: Connection, end: Ending, purpose: str = "return_late") -> NewPayment:
    """Return the refund that gives back what came too late; it is what the transfer of this end holds."""
    payment = end.payment
    assert end.posting is not None
    free = take_reference(db, f"{end.key}:returned")
    return NewPayment(
        purpose=purpose, direction="refund", reference=free, rail=payment.rail, party=payment.party,
        channel=payment.channel, person_id=payment.person_id, asked_by=None, amount=payment.amount,
        request_id=payment.request_id, reservation=end.posting.transfer, checkout_id=payment.checkout_id,
        recharge_id=payment.recharge_id, refunds=payment.id, counted=False,
        currency=payment.currency, charged=payment.charged if payment.currency != "XAF" else None,
        quote_id=payment.quote_id,
    )  # fmt: skip


def take_reference(db: Connection, key: str) -> str:
    """Return a reference that no payment has, for one that nobody asked for; the same key gives the same."""
    tries = (reference(key, attempt) for attempt in range(REFERENCE_TRIES))
    return next(one for one in tries if payments.find_by_reference(db, one) is None)


def goes_back(db: Connection, end: Ending) -> bool:
    """Return True where what came too late is held to be given back."""
    in_transit = ledger.ours(db, f"in_transit:{end.payment.rail}")
    assert end.posting is not None
    return any(entry.account == in_transit for entry in ledger.entries_of(db, end.posting.transfer))


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the payer reads, where their number is known, and of what paid the checkout its shop."""
    payment, checkout = end.payment, checkouts.get(db, str(end.payment.checkout_id))
    shop, number = merchants.get_merchant(db, checkout.merchant_id), payment.party.value
    said: dict[str, Any] = {
        "amount": payment.amount, "operator": payment.rail, "phone": number, "reference": payment.reference,
        "shop": shop.name, "title": checkout.title,
    }  # fmt: skip
    payer = people.find_by_phone(db, number)
    reader = Number(number, read_language(db, end, checkout)) if number else None
    if not end.succeeded or end.posting is None:
        return [Message(reader, f"checkout_by_operator_{end.change.state}", said)] if reader else []
    if checkout.payment_id == payment.id:
        theirs = tell_shop(db, end, shop, {**said, "fee": checkout.fee})
        return [Message(reader, "checkout_by_operator_succeeded", said), *theirs] if reader else theirs
    if credited := find_credited(payer, end.posting):
        balance = end.posting.balances[credited.account_id]
        return [Message(credited, "add_money_succeeded", {**said, "balance": balance})]
    if reader is None:
        return []
    if goes_back(db, end):
        return [Message(reader, "checkout_goes_back", said)]
    return [Message(reader, "checkout_closed" if waits(db, end.posting) else "kept_for_closed", said)]


def tell_shop(db: Connection, end: Ending, shop: Merchant, said: dict[str, Any]) -> list[Message]:
    """Return what owner and shop read of what paid a checkout."""
    assert end.posting is not None
    whole = {**said, "balance": ledger.balance_after(db, end.posting, shop.account_id)}
    received, seen = ("checkout_received", whole), ("checkout_seen", said)
    return list_told(db, shop, end.owner, str(end.posting.transfer), received, seen)


def describe(end: Ending, *, pays: bool = False) -> dict[str, Any]:
    """Return a try to pay a checkout as its business sees it, in events; the amount in francs, whatever was charged.

    `payment` is what the API calls the payment that was made of it: none of a try that paid nothing.
    """
    payment = end.payment
    paid = end.posting.transfer if end.posting and pays else None
    return {
        "id": write_id("try", payment.id), "object": "payment",
        "checkout": write_id("chk", str(payment.checkout_id)), "payment": write_id("pay", str(paid)) if paid else None,
        "amount": payment.amount, "currency": "XAF", "method": methods.BY_RAIL[payment.rail],
        "reference": payment.reference, "state": end.change.state,
    }  # fmt: skip


def read_language(db: Connection, end: Ending, checkout: Checkout) -> str:
    """Return the language of a payment's payer: their own, else the checkout's, else its shop's."""
    payer = people.find_by_phone(db, end.payment.party.value)
    return payer.language if payer else checkout.language or end.owner.language


PURPOSE = Purpose(credit, uncount_nothing, note, tell, mark)
