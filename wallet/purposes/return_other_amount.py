"""The return of what came otherwise than asked to its source; where that fails it is kept for its payer."""

from sqlalchemy import Connection

from wallet.business import checkouts, events
from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.people import people
from wallet.purposes import late_request
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.kept import find_credited, note_kept, waits
from wallet.purposes.pay_checkout import describe
from wallet.purposes.return_late import pay_or_keep
from wallet.purposes.take_other_amount import find_reader
from wallet.requests import payment_requests


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Return what its payer sees of what was kept; a business hears how it ended."""
    payment = end.payment
    if payment.checkout_id:
        checkout = checkouts.get(db, payment.checkout_id)
        kind = "refund.succeeded" if end.succeeded else "refund.failed"
        events.note(db, checkout.merchant_id, kind, payment.id, {**describe(end), "object": "refund"})
    if payment.request_id:
        late_request.mail_asked(db, end, payment_requests.lock_row(db, payment.request_id))
    if end.succeeded or end.posting is None:
        return []
    reader = find_reader(db, end)
    return note_kept(db, end, people.find_by_phone(db, payment.party.value), (reader or end.owner).language)


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the payer reads, where their number is known."""
    payment, reader = end.payment, find_reader(db, end)
    if reader is None:
        return []
    said = {
        "amount": payment.amount, "operator": payment.rail, "phone": payment.party.value,
        "reference": payment.reference,
    }  # fmt: skip
    if end.succeeded or end.posting is None:
        return [Message(reader, "other_amount_given_back", said)]
    if credited := find_credited(people.find_by_phone(db, payment.party.value), end.posting):
        balance = end.posting.balances[credited.account_id]
        return [Message(credited, "add_money_succeeded", {**said, "balance": balance})]
    return [Message(reader, "other_amount_waits" if waits(db, end.posting) else "kept_for_closed", said)]


PURPOSE = Purpose(pay_or_keep, uncount_nothing, note, tell)
