"""The end of a payment by which an operator's customer pays a request: the first success pays it, a later one is kept.

What is kept is credited to the payer's wallet, or waits for their number as money for someone without one.
"""

from typing import Any

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Posting, Transfer
from wallet.messages.notices import Told
from wallet.operations.movements import Noted
from wallet.payments.payments import Change, Payment
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits
from wallet.requests import payment_requests
from wallet.requests.pay_request import key_of, tell_asked
from wallet.requests.payment_requests import PaymentRequest
from wallet.sending import claims


def transfer(db: Connection, payment: Payment, asker: Person, rail_float: int) -> Transfer:
    """Whose the money is, decided under the request's lock: the asker's while it is open, else its payer's."""
    request = payment_requests.lock(db, str(payment.request_id))
    source = Entry(rail_float, -payment.amount)
    if request.state == "open":
        return Transfer(key_of(request), "pay_request", (source, Entry(asker.account_id, payment.amount)))
    claims.lock_phone(db, payment.phone)
    payer = people.by_phone(db, payment.phone)
    kept = payer.account_id if payer and payer.state != "closed" else ledger.ours(db, "held")
    return Transfer(f"payment:{payment.id}:kept", "keep_late_payment", (source, Entry(kept, payment.amount)))


def mark(db: Connection, payment: Payment, posted: Transfer) -> None:
    """It is paid, if this pays it."""
    if posted.kind == "pay_request":
        payment_requests.end(db, str(payment.request_id), "paid", payment.id)


def close(
    db: Connection, change: Change, asker: Person, posting: Posting | None, balance: int
) -> tuple[list[Noted], list[Told]]:
    """What both sides see and read of it."""
    payment = change.payment
    request = payment_requests.lock(db, str(payment.request_id))
    payer = people.by_phone(db, payment.phone)
    language = payer.language if payer else request.language
    said = {"amount": payment.amount, "operator": payment.rail, "reference": payment.reference,
            "request": request.code, "reason": request.reason, "name": asker.shown, "phone": asker.phone}  # fmt: skip
    if change.state != "succeeded" or posting is None:
        return [], [Told(payment.phone, language, f"sms.request_by_operator_{change.state}", said)]
    if request.paid_with == payment.id:
        tell_asked(db, request, asker, payment.phone)
        got = {**said, "name": payer.shown if payer else "", "phone": payment.phone, "balance": balance}
        told = [Told(asker.phone, asker.language, "sms.request_received", got),
                Told(payment.phone, language, "sms.request_by_operator_succeeded", said)]  # fmt: skip
        return [_noted(payment, posting, "pay_request", payer, asker.id)], told
    if payment.state != "expired":
        limits.give_back(db, asker.id, "in", payment.amount, payment.created_at)
    return _kept(db, payment, request, posting, payer, said, language)


def _kept(
    db: Connection, payment: Payment, request: PaymentRequest, posting: Posting, payer: Person | None,
    said: dict[str, Any], language: str,
) -> tuple[list[Noted], list[Told]]:  # fmt: skip
    """The money of who paid too late."""
    if payer and payer.account_id in posting.balances:
        credited = {**said, "phone": payment.phone, "balance": posting.balances[payer.account_id]}
        noted = _noted(payment, posting, "add_money", None, payer.id)
        return [noted], [Told(payer.phone, language, "sms.add_money_succeeded", credited)]
    claims.keep(
        db, payment.phone, posting.transfer, None, payment.channel, language, payment.reference, payment.amount
    )  # fmt: skip
    return [], [Told(payment.phone, language, "sms.request_closed", said)]


def _noted(payment: Payment, posting: Posting, kind: str, payer: Person | None, receiver_id: str) -> Noted:
    giver = payer.id if payer else None
    return Noted(posting.transfer, payment.reference, kind, giver, receiver_id, payment.amount, 0, 0)
