"""The return of what came too late for a checkout to its source; where that fails it is kept for its payer."""

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import checkouts, events, merchants
from wallet.ledger import Entry, Transfer, holds
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.people import people
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.kept import find_credited, keep, lock_row_payer, note_kept, waits
from wallet.purposes.pay_checkout import describe, read_language


def pay_or_keep(db: Connection, end: Ending) -> Transfer:
    """Return the transfer that ends what was held to be given back."""
    payment, in_transit = end.payment, f"in_transit:{end.payment.rail}"
    if end.succeeded:
        given = [Entry(ledger.ours(db, end.float), payment.amount)]
        return holds.ending(db, end.key, "pay_refund", end.reservation, given, in_transit)
    payer = lock_row_payer(db, payment.party.value)
    return keep(db, end, payer, in_transit, ends=end.reservation)


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Return what its payer sees of what was kept; its business hears how it ended."""
    payment, checkout = end.payment, checkouts.get(db, str(end.payment.checkout_id))
    kind = "refund.succeeded" if end.succeeded else "refund.failed"
    events.note(db, checkout.merchant_id, kind, payment.id, {**describe(end), "object": "refund"})
    if end.succeeded or end.posting is None:
        return []
    return note_kept(db, end, people.find_by_phone(db, payment.party.value), read_language(db, end, checkout))


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the payer reads, where their number is known."""
    payment, checkout = end.payment, checkouts.get(db, str(end.payment.checkout_id))
    number = payment.party.value
    if not number:
        return []
    said = {
        "amount": payment.amount, "operator": payment.rail, "phone": number, "reference": payment.reference,
        "shop": merchants.get_merchant(db, checkout.merchant_id).name, "title": checkout.title,
    }  # fmt: skip
    reader = Number(number, read_language(db, end, checkout))
    if end.succeeded or end.posting is None:
        return [Message(reader, "checkout_given_back", said)]
    if credited := find_credited(people.find_by_phone(db, number), end.posting):
        return [
            Message(credited, "add_money_succeeded", {**said, "balance": end.posting.balances[credited.account_id]})
        ]
    return [Message(reader, "checkout_closed" if waits(db, end.posting) else "kept_for_closed", said)]


PURPOSE = Purpose(pay_or_keep, uncount_nothing, note, tell)
