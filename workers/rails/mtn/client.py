"""MTN MoMo. Collections are requesttopay, payouts are transfer, refunds are refund.

Accepted is not done: 202 only says that they will ask the customer. X-Reference-Id is ours, made before anything is
sent and the same on every try; they answer 409 to the second, which is why submitting again is safe.
Facts: MTN's OpenAPI files and developer pages (momodeveloper.mtn.com), and several public clients where those differ.
"""

import uuid
from dataclasses import replace
from typing import Any

from wallet.core.values import CURRENCY
from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError, Signed
from workers.rails.answers import (
    Unreadable,
    read_balance,
    read_francs,
    read_name,
    read_object,
    read_part,
    read_phone,
    read_word,
)
from workers.rails.http import Answer, Wire
from workers.rails.mtn.calls import Credentials, MtnCalls, Product
from workers.rails.mtn.settings import MtnSettings
from workers.rails.mtn.words import (
    BECAME,
    COLLECT_BECAME,
    NO_SUCH_PAYMENT,
    NOTE_LETTERS_MAX,
    NOTHING_RAN,
    PATHS,
    TOLD,
)
from workers.rails.notes import plain


def open_client(given: MtnSettings, wire: Wire, callback_url: str) -> "Mtn":
    """Return the client of MTN that these settings lead to."""
    credentials: dict[Product, Credentials] = {
        "collection": Credentials(
            given.collection_subscription_key.get_secret_value(),
            given.collection_api_user,
            given.collection_api_key.get_secret_value(),
        ),
        "disbursement": Credentials(
            given.disbursement_subscription_key.get_secret_value(),
            given.disbursement_api_user,
            given.disbursement_api_key.get_secret_value(),
        ),
    }
    calls = MtnCalls(wire, given.base_url, given.environment, credentials, callback_url)
    return Mtn(calls, given.currency)


class Mtn:
    """The client of MTN Mobile Money."""

    def __init__(self, calls: MtnCalls, currency: str) -> None:
        self._calls, self._currency = calls, currency

    def __repr__(self) -> str:
        return f"Mtn({self._calls.base_url})"

    def prepare(self, order: Order) -> Order:
        """Return the order with its X-Reference-Id and the address it is for; calls nobody."""
        return replace(order, handle=order.handle or str(uuid.uuid4()), base_url=order.base_url or self._calls.base_url)

    def submit(self, order: Order) -> Confirmation:
        """Ask for the payment; may be repeated with the same handle. Raises RailError."""
        party = "payer" if order.direction == "collect" else "payee"
        return self._post(order, {party: {"partyIdType": "MSISDN", "partyId": order.party.phone.removeprefix("+")}})

    def refund(self, order: Order) -> Confirmation:
        """Give back (part of) the collection whose handle is `order.collected`; safe to repeat. Raises RailError."""
        return self._post(order, {"referenceIdToRefund": order.collected})

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it; `never_ran` for a reference unknown to MTN, which after a timeout proves nothing.

        Raises RailError(ran="unknown").
        """
        product, path = PATHS[order.direction]
        lost: RailError
        try:
            answer = self._calls.call("GET", product, f"{path}/{order.handle}", order.base_url)
            return _confirmation(order, answer, self._currency)
        except Unreadable as wrong:
            lost = RailError(f"unreadable: {wrong}", ran="unknown", raw=answer.raw)
        except RailError as unanswered:  # the question was not asked; the payment may have run all the same
            lost = RailError(unanswered.why, ran="unknown", raw=unanswered.raw)
        raise lost

    def read_callback(self, body: bytes, _: Signed) -> str:
        """Return our reference, which their callback repeats as externalId; it never holds X-Reference-Id."""
        return read_name(body, "externalId")

    def read_balance(self) -> int:
        """Return our float there, in whole francs, of the account payouts leave from. Raises RailError."""
        answer = self._calls.call("GET", "disbursement", "v1_0/account/balance")
        if answer.http != 200:
            raise RailError(f"HTTP {answer.http} {_code(answer)}".strip(), ran="no", raw=answer.raw)
        try:
            said = read_object(answer.body)
            held = said.get("availableBalance") if read_word(said.get("currency")) == self._currency else None
            return read_balance(held, self._currency)
        except Unreadable as wrong:
            raise RailError(f"unreadable: {wrong}", ran="no", raw=answer.raw) from None

    def _post(self, order: Order, extra: dict[str, Any]) -> Confirmation:
        product, path = PATHS[order.direction]
        body = {
            "amount": str(order.amount),
            "currency": self._currency,
            "externalId": order.reference,
            **extra,
            "payerMessage": plain(order.note, NOTE_LETTERS_MAX),
            "payeeNote": plain(order.reference, NOTE_LETTERS_MAX),
        }
        headers = {"X-Reference-Id": order.handle} | self._calls.callback_header
        answer = self._calls.call("POST", product, path, order.base_url, headers, body)
        code = _code(answer)
        told = TOLD.get((answer.http, code)) or TOLD.get((answer.http, "*"))
        if told in {"accepted", "already"}:
            return Confirmation("pending", reason=code if told == "already" else "", raw=answer.raw)
        why = f"{told or 'unexpected'}: HTTP {answer.http} {code}".strip()
        raise RailError(why, ran="no" if told in NOTHING_RAN else "unknown", raw=answer.raw)


def _code(answer: Answer) -> str:
    try:
        return read_word(read_object(answer.body).get("code"))
    except Unreadable:
        return ""


def _confirmation(order: Order, answer: Answer, currency: str) -> Confirmation:
    """Return what an answer says. `currency` is ours: the sandbox's EUR is francs. Raises Unreadable, RailError."""
    if answer.http == 404 and _code(answer) in NO_SUCH_PAYMENT:  # any other 404 may be an address that is wrong
        return Confirmation("never_ran", reason=_code(answer), raw=answer.raw)
    if answer.http != 200:
        raise RailError(f"HTTP {answer.http} {_code(answer)}".strip(), ran="unknown", raw=answer.raw)
    said = read_object(answer.body)
    if read_word(said.get("externalId")) not in {"", order.reference}:
        raise Unreadable("the status of another payment")
    status = read_word(said.get("status")).upper()
    reason = read_word(said.get("reason")) or read_word(
        read_part(said, "reason").get("code")
    )  # a bare word, or an object
    became = BECAME.get(status, "pending")
    if order.direction == "collect":
        became = COLLECT_BECAME.get((status, reason), became)
    return Confirmation(
        became,
        amount=read_francs(said.get("amount")),
        party=read_phone((read_part(said, "payer") or read_part(said, "payee")).get("partyId")),
        currency=CURRENCY if (told := read_word(said.get("currency"))) == currency else told or None,
        operator_id=read_word(said.get("financialTransactionId")),
        reason=reason if status in BECAME else f"{status} {reason}".strip(),
        raw=answer.raw,
    )
