"""A collection that pays a request: the first success pays it, whoever pays.

A later one goes back to where it came from (late_request.py), as of a checkout. Where its rail cannot give back, it is
kept: credited to the payer's wallet, or waiting for their number as money for someone without one.
"""

from typing import Any

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits
from wallet.purposes import late_request
from wallet.purposes.ending import Ending, Purpose
from wallet.purposes.kept import lock_row_payer, send_back
from wallet.requests import payment_requests
from wallet.requests.pay_request import make_key, tell_asked
from wallet.requests.payment_requests import PaymentRequest


def credit(db: Connection, end: Ending) -> Transfer | None:
    """Return the asker's credit while the request is open, which its lock decides; else the payer's."""
    payment = end.payment
    if not end.succeeded:
        return None
    payer = lock_row_payer(db, payment.party.value)  # before the request, as whoever opens or closes a wallet does
    request = _request(db, end)
    source = Entry(ledger.ours(db, end.float), -payment.amount)
    if request.state == "open":
        return Transfer(make_key(request), "pay_request", (source, Entry(end.owner.account_id, payment.amount)))
    return send_back(db, end, payer)


def mark(db: Connection, end: Ending, posted: Transfer) -> None:
    """Mark the request paid when this transfer is the one that pays it.

    Its asker's ceilings count it once, be it by another collection; here, where all had given their room back.
    """
    if posted.kind != "pay_request":
        return
    request_id = str(end.payment.request_id)
    if not payment_requests.is_counted(db, request_id):
        limits.recount(db, end.owner.id, "in", end.payment.amount)
    payment_requests.end(db, request_id, "paid", end.payment.id)


def uncount(db: Connection, end: Ending) -> None:
    """Give back the room of the asker's ceilings, unless somebody else is about to pay the same request.

    Of a request that has ended it was given back then, or what paid it counts.
    """
    request, payment = _request(db, end), end.payment
    if request.state == "open" and not payment_requests.count_another(db, request.id, payment.id):
        limits.give_back(db, end.owner.id, "in", payment.amount, payment.created_at)


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Return what both see of the payment; of one that is kept, its payer sees the credit, or it is put by for them."""
    if not end.succeeded or end.posting is None:
        return []
    payment, payer, request = end.payment, people.find_by_phone(db, end.payment.phone), _request(db, end)
    if _pays(request, end):
        giver = payer.id if payer else None
        what = (payment.reference, "pay_request", payment.amount)
        return [NewMovement(end.posting.transfer, *what, giver_id=giver, receiver_id=end.owner.id)]
    return late_request.note(db, end, request, _language(db, end, payer))


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the payer reads and, where this paid the request, its asker."""
    payment, asker, request = end.payment, end.owner, _request(db, end)
    if payment.party.kind == "payer":
        return late_request.tell_of_page(db, end, request, pays=_pays(request, end))
    payer = people.find_by_phone(db, payment.phone)
    language = _language(db, end, payer)
    said: dict[str, Any] = {
        "amount": payment.amount, "operator": payment.rail, "reference": payment.reference, "request": request.code,
        "reason": request.reason, "name": asker.shown, "phone": asker.phone,
    }  # fmt: skip
    if not end.succeeded or end.posting is None:
        return [Message(Number(payment.phone, language), f"request_by_operator_{end.change.state}", said)]
    if _pays(request, end):
        tell_asked(db, request, asker, payment.phone)
        name = payer.shown if payer else ""
        got = {**said, "name": name, "phone": payment.phone, "balance": end.balance(db)}
        return [
            Message(asker, "request_received", got),
            Message(Number(payment.phone, language), "request_by_operator_succeeded", said),
        ]
    return late_request.tell_late(db, end, request)


def _request(db: Connection, end: Ending) -> PaymentRequest:
    return payment_requests.lock_row(db, str(end.payment.request_id))


def _pays(request: PaymentRequest, end: Ending) -> bool:
    return request.paid_with == end.payment.id


def _language(db: Connection, end: Ending, payer: Person | None) -> str:
    return payer.language if payer else _request(db, end).language


PURPOSE = Purpose(credit, uncount, note, tell, mark)
