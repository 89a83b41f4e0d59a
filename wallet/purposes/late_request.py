"""Money for a request that came too late goes back, and both are told; so is what pays it at a processor's page.

Whoever pays at a page is known by nothing, so the one who was asked reads of it, by text or by mail; else the phone
that paid.
"""

from typing import Any

from sqlalchemy import Connection

from wallet.messages import mails
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.payments import payments
from wallet.people import people
from wallet.purposes.ending import Ending
from wallet.purposes.kept import find_credited, note_kept, waits
from wallet.purposes.pay_checkout import goes_back, make_return
from wallet.requests.pay_request import tell_asked
from wallet.requests.payment_requests import PaymentRequest


def note(db: Connection, end: Ending, request: PaymentRequest, language: str) -> list[NewMovement]:
    """Have a late success given back, or return what its payer sees of what is kept for their number."""
    mail_asked(db, end, request)
    if goes_back(db, end):
        payments.create(db, make_return(db, end, "return_request"))
        return []
    return note_kept(db, end, people.find_by_phone(db, end.payment.party.value), language)


def tell_of_page(db: Connection, end: Ending, request: PaymentRequest, *, pays: bool) -> list[Message]:
    """Return what both read of a payment at a page; of one that came to nothing, the page says it."""
    if not end.succeeded or end.posting is None:
        return []
    said = describe(end, request)
    if pays:
        tell_asked(db, request, end.owner, "")
        return [Message(end.owner, "request_received_by_page", {**said, "balance": end.balance(db)})]
    return tell_late(db, end, request)


def tell_late(db: Connection, end: Ending, request: PaymentRequest) -> list[Message]:
    """Return what both read of a success that came too late: the one who asked, where it goes back, and its payer."""
    said, returned = describe(end, request), goes_back(db, end)
    theirs = [Message(end.owner, "request_paid_twice", said)] if returned else []
    if returned and end.payment.party.value:
        return [*theirs, Message(read_by(db, end, request), "request_goes_back", said)]
    return [*theirs, *tell_kept(db, end, request)]


def tell_kept(db: Connection, end: Ending, request: PaymentRequest) -> list[Message]:
    """Return what is read of what is kept for a number: the one that paid, or was asked; nothing where none was."""
    assert end.posting is not None
    number = end.payment.party.value
    if not number:
        return []
    said = describe(end, request)
    if credited := find_credited(people.find_by_phone(db, number), end.posting):
        got = {**said, "phone": end.payment.phone, "balance": end.posting.balances[credited.account_id]}
        return [Message(credited, "add_money_succeeded", got)]
    sentence = "request_closed" if waits(db, end.posting) else "kept_for_closed"
    return [Message(read_by(db, end, request), sentence, said)]


def mail_asked(db: Connection, end: Ending, request: PaymentRequest) -> None:
    """Mail the one asked, where they have an address, what becomes of a payment at the page that came too late."""
    if request.email and end.payment.party.kind == "payer":
        about = end.payment.refunds or end.payment.id
        mails.write(db, request.email, request.language, "request_late", about)


def describe(end: Ending, request: PaymentRequest) -> dict[str, Any]:
    """Return what is said of a payment at a request's page."""
    payment, asker = end.payment, end.owner
    return {
        "amount": payment.amount, "operator": payment.rail, "reference": payment.reference, "request": request.code,
        "reason": request.reason, "name": asker.shown, "phone": asker.phone,
    }  # fmt: skip


def read_by(db: Connection, end: Ending, request: PaymentRequest) -> Number:
    """Return whose phone reads of a payment, in their language: the one that paid; of one at a page, the one asked."""
    number = end.payment.party.value
    return Number(number, people.find_language(db, number, request.language))
