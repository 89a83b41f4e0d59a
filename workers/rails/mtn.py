"""MTN MoMo: its words and ours. Collections are requesttopay, payouts are transfer.

Accepted is not done: 202 only says that they will ask the customer. X-Reference-Id is ours, made before anything is
sent and the same on every try; they answer 409 to the second, which is why submitting again is safe.
Facts: MTN's OpenAPI files and developer pages (momodeveloper.mtn.com), and several public clients where those differ.
"""

import re
import uuid
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from wallet.core.values import CURRENCY
from wallet.payments.payments import Confirmation, Direction, Known, Order
from workers.rails import RailError
from workers.rails.answers import Unreadable, francs, named, part, phone, read_object, word
from workers.rails.http import Answer
from workers.rails.mtn_calls import MtnCalls, Product
from workers.rails.notes import plain

# Their word for what became of a payment → ours, by status, then by status and reason where that says more.
# A word that is not here is not final.
BECAME: Final[dict[str, Known]] = {
    "CREATED": "pending",
    "PENDING": "pending",
    "SUCCESSFUL": "succeeded",
    "FAILED": "failed",
}
COLLECT_BECAME: Final[dict[tuple[str, str], Known]] = {
    ("FAILED", "EXPIRED"): "expired",
    ("FAILED", "COULD_NOT_PERFORM_TRANSACTION"): "expired",  # the five minutes to approve are over
}

# What their answer to a submit tells: by HTTP status and code, "*" for any other code. What is not here: nobody knows.
Told = Literal["accepted", "already", "bad request", "configuration", "refused?", "busy"]
TOLD: Final[dict[tuple[int, str], Told]] = {
    (202, "*"): "accepted",
    (400, "*"): "bad request",  # malformed, a bad header or character: often with an empty body
    (401, "*"): "configuration",  # after one new token
    (403, "*"): "configuration",  # our address is not on their list
    (409, "*"): "already",
    (400, "RESOURCE_ALREADY_EXIST"): "already",
    (500, "RESOURCE_ALREADY_EXIST"): "already",
    (500, "NOT_ALLOWED"): "configuration",
    (500, "NOT_ALLOWED_TARGET_ENVIRONMENT"): "configuration",
    (500, "INVALID_CALLBACK_URL_HOST"): "configuration",
    (500, "INVALID_CURRENCY"): "configuration",
    (500, "PAYER_NOT_FOUND"): "refused?",  # refused, it seems: their status must confirm it
    (500, "PAYEE_NOT_FOUND"): "refused?",
    (500, "NOT_ENOUGH_FUNDS"): "refused?",
    (500, "PAYER_LIMIT_REACHED"): "refused?",
    (500, "PAYEE_NOT_ALLOWED_TO_RECEIVE"): "refused?",
    (500, "*"): "busy",
    (503, "*"): "busy",
}
NOTHING_RAN: Final = frozenset({"bad request", "configuration"})
NO_SUCH_PAYMENT: Final = frozenset({"RESOURCE_NOT_FOUND", "TRANSACTION_NOT_FOUND"})

PATHS: Final[dict[Direction, tuple[Product, str]]] = {
    "collect": ("collection", "v1_0/requesttopay"),
    "pay": ("disbursement", "v1_0/transfer"),
}
REFUND: Final[tuple[Product, str]] = ("disbursement", "v1_0/refund")
NOTE_LETTERS_MAX: Final = 128  # 160 in older texts
NOTIFICATION_LETTERS_MAX: Final = 160


@dataclass(frozen=True)
class Holder:
    """Who MTN says holds a number; "" where it does not say."""

    given_name: str
    family_name: str
    status: str


class Mtn:
    """The way to MTN Mobile Money."""

    name = "mtn"
    title = "MTN MoMo"
    resubmit_is_safe = True

    def __init__(self, calls: MtnCalls, currency: str) -> None:
        self._calls, self._currency = calls, currency

    def __repr__(self) -> str:
        return f"Mtn({self._calls.base_url})"

    def prepare(self, order: Order) -> Order:
        """The order with its X-Reference-Id and the address it is for; calls nobody."""
        return replace(order, handle=order.handle or str(uuid.uuid4()), base_url=order.base_url or self._calls.base_url)

    def submit(self, order: Order) -> Confirmation:
        """Ask for the payment; may be repeated with the same handle. Raises RailError."""
        party = "payer" if order.direction == "collect" else "payee"
        who = {"partyIdType": "MSISDN", "partyId": order.phone.removeprefix("+")}
        return self._post(order, PATHS[order.direction], {party: who})

    def ask_status(self, order: Order) -> Confirmation:
        """What became of it; `never_ran` when MTN knows no such reference, which right after a timeout proves nothing.

        Raises RailError(ran="unknown").
        """
        return self._became(order, PATHS[order.direction])

    def refund(self, order: Order, collected: str) -> Confirmation:
        """Give back (part of) the collection whose handle was `collected`. Raises RailError."""
        return self._post(order, REFUND, {"referenceIdToRefund": collected})

    def ask_refund_status(self, order: Order) -> Confirmation:
        """What became of a refund. Raises RailError(ran="unknown")."""
        return self._became(order, REFUND)

    def read_callback(self, body: bytes) -> str:
        """Their callback repeats our reference as externalId, and never the X-Reference-Id."""
        return named(body, "externalId")

    def balance(self, product: Product = "disbursement") -> int:
        """Our float there, in whole francs, decimals dropped; by default the account payouts leave from."""
        said, raw = self._read("GET", product, "v1_0/account/balance")
        written = re.fullmatch(r"([0-9]{1,15})(\.[0-9]+)?", word(said.get("availableBalance")))
        if not written or word(said.get("currency")) != self._currency:
            raise RailError(f"unreadable: no balance in {self._currency}", ran="no", raw=raw)
        return int(written[1])

    def holder_is_active(self, phone: str) -> bool:
        """Whether a number has an active MoMo account; MTN says the same of an unknown number and a closed account."""
        said, raw = self._read("GET", "collection", f"v1_0/accountholder/msisdn/{phone.removeprefix('+')}/active")
        if not isinstance(said.get("result"), bool):
            raise RailError("unreadable: neither active nor not", ran="no", raw=raw)
        return bool(said["result"])

    def holder(self, phone: str) -> Holder:
        """Who holds a number. Raises RailError, also where there is nobody."""
        said, _ = self._read("GET", "collection", f"v1_0/accountholder/MSISDN/{phone.removeprefix('+')}/basicuserinfo")
        return Holder(word(said.get("given_name")), word(said.get("family_name")), word(said.get("status")))

    def notify_delivery(self, order: Order, message: str, language: str = "") -> None:
        """Have MTN text the payer of a collection that succeeded (once, and soon after). Raises RailError if not."""
        note = plain(message, NOTIFICATION_LETTERS_MAX)
        path = f"{PATHS['collect'][1]}/{order.handle}/deliverynotification"
        headers = {"notificationMessage": note} | ({"Language": language} if language else {})
        self._read("POST", "collection", path, order.base_url, headers, {"notificationMessage": note})

    def _post(self, order: Order, where: tuple[Product, str], extra: dict[str, Any]) -> Confirmation:
        product, path = where
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

    def _became(self, order: Order, where: tuple[Product, str]) -> Confirmation:
        product, path = where
        lost: RailError
        try:
            answer = self._calls.call("GET", product, f"{path}/{order.handle}", order.base_url)
            return _confirmation(order, answer, self._currency)
        except Unreadable as wrong:
            lost = RailError(f"unreadable: {wrong}", ran="unknown", raw=answer.raw)
        except RailError as unanswered:  # the question was not asked; the payment may have run all the same
            lost = RailError(unanswered.why, ran="unknown", raw=unanswered.raw)
        raise lost

    def _read(
        self,
        method: Literal["GET", "POST"],
        product: Product,
        path: str,
        base_url: str = "",
        headers: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
    ) -> tuple[dict[str, Any], str]:
        """What a question that moves no money is answered with, and its raw text. Raises RailError(ran="no")."""
        answer = self._calls.call(method, product, path, base_url, headers, body)
        if answer.http != 200:
            raise RailError(f"HTTP {answer.http} {_code(answer)}".strip(), ran="no", raw=answer.raw)
        try:
            return read_object(answer.body), answer.raw
        except Unreadable as wrong:
            if method == "POST":  # its 200 is all that was asked
                return {}, answer.raw
            raise RailError(f"unreadable: {wrong}", ran="no", raw=answer.raw) from None


def _code(answer: Answer) -> str:
    try:
        return word(read_object(answer.body).get("code"))
    except Unreadable:
        return ""


def _confirmation(order: Order, answer: Answer, currency: str) -> Confirmation:
    """`currency` is the one we ask in: the sandbox's EUR stands for our francs. Raises Unreadable, or RailError."""
    if answer.http == 404 and _code(answer) in NO_SUCH_PAYMENT:  # any other 404 may be an address that is wrong
        return Confirmation("never_ran", reason=_code(answer), raw=answer.raw)
    if answer.http != 200:
        raise RailError(f"HTTP {answer.http} {_code(answer)}".strip(), ran="unknown", raw=answer.raw)
    said = read_object(answer.body)
    if word(said.get("externalId")) not in {"", order.reference}:
        raise Unreadable("the status of another payment")
    status = word(said.get("status")).upper()
    reason = word(said.get("reason")) or word(part(said, "reason").get("code"))  # a bare word, or an object
    became = BECAME.get(status, "pending")
    if order.direction == "collect":
        became = COLLECT_BECAME.get((status, reason), became)
    return Confirmation(
        became,
        amount=francs(said.get("amount")),
        phone=phone((part(said, "payer") or part(said, "payee")).get("partyId")),
        currency=CURRENCY if (told := word(said.get("currency"))) == currency else told or None,
        operator_id=word(said.get("financialTransactionId")),
        reason=reason if status in BECAME else f"{status} {reason}".strip(),
        raw=answer.raw,
    )
