"""BTCPay Server, Greenfield API: an invoice of theirs in euros or dollars, which anybody pays in crypto.

Making an invoice moves nothing; one whose address was lost is never paid, so a try to make one may always be repeated.
What goes back is a pull payment: whoever paid claims it at its page, by an address of theirs. One whose page was lost
is claimed by nobody, so that too may be made anew; what became of it is what became of its claims (claims.py).
What is settled is final; what came too late, or is not all of it when it expires, is told once all of it is confirmed.
Facts: BTCPay Server's OpenAPI files.
"""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError, Signed
from workers.rails.answers import (
    Unreadable,
    nothing_ran,
    read_list,
    read_name,
    read_object,
    read_objects,
    read_page,
    read_part,
    read_word,
)
from workers.rails.btcpay.amounts import read_amount, sign, write_amount
from workers.rails.btcpay.claims import confirm_claim
from workers.rails.btcpay.settings import BtcpaySettings
from workers.rails.btcpay.words import BECAME, EXPIRED, KEPT, LATE, NOT_FOUND, NOTHING_RAN, PAYMENT_SETTLED
from workers.rails.http import Wire

ID: Final = re.compile(r"[A-Za-z0-9]{8,40}")  # it stands in addresses
PAY_MINUTES: Final = 15  # as long as a quote holds
MONITOR_MINUTES: Final = 1_440


def open_client(given: BtcpaySettings, wire: Wire, _: str) -> "Btcpay":
    """Return the client of BTCPay that these settings lead to; where it calls back stands in its store's settings."""
    store = Store(given.store_id, given.api_key.get_secret_value(), given.webhook_secret.get_secret_value())
    return Btcpay(wire, given.base_url, store)


@dataclass(frozen=True)
class Store:
    """Our store there: its id, the key of our calls, and the secret that its own are signed with."""

    id: str
    api_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)


class NotThereError(RailError):
    """BTCPay knows no such invoice."""


class Btcpay:
    """The client of BTCPay."""

    def __init__(self, wire: Wire, base_url: str, store: Store) -> None:
        self._wire, self._base_url = wire, base_url.rstrip("/")
        self._store = store

    def __repr__(self) -> str:
        return f"Btcpay({self._base_url})"

    def prepare(self, order: Order) -> Order:
        """Return a collection with its invoice and page. Raises RailError(ran="no")."""
        if order.handle:
            return order
        base_url = order.base_url or self._base_url
        if order.direction == "refund":
            return self._prepare_claim(order, base_url)
        if order.direction != "collect":
            raise RailError("bad request: BTCPay pays nobody out", ran="no")
        with nothing_ran():
            said = self._call("POST", f"stores/{self._store.id}/invoices", base_url, self._invoice(order))
            handle, page = read_word(said.get("id")), read_page(said.get("checkoutLink"))
            if not ID.fullmatch(handle):
                raise Unreadable("an invoice without a number")
        return replace(order, handle=handle, base_url=base_url, redirect_url=page)

    def submit(self, order: Order) -> Confirmation:
        """Return pending, calling nobody: the invoice is there, and all the rest is its payer's to do."""
        return Confirmation("pending")

    def _prepare_claim(self, order: Order, base_url: str) -> Order:
        """Return a refund with its pull payment and the page at which it is claimed. Raises RailError(ran="no")."""
        asked = {
            "description": order.reference, "refundVariant": "Custom", "customAmount": write_amount(order.amount),
            "customCurrency": order.currency, "subtractPercentage": "0",
        }  # fmt: skip
        with nothing_ran():
            said = self._call("POST", f"stores/{self._store.id}/invoices/{order.collected}/refund", base_url, asked)
            handle, page = read_word(said.get("id")), read_page(said.get("viewLink"))
            if not ID.fullmatch(handle):
                raise Unreadable("a pull payment without a number")
        return replace(order, handle=handle, base_url=base_url, redirect_url=page)

    def refund(self, order: Order) -> Confirmation:
        """Return pending, calling nobody: the pull payment is there, and all the rest is its payer's to do."""
        return Confirmation("pending")

    def _ask_claim(self, order: Order) -> Confirmation:
        """Return what became of a pull payment, closed there first where nobody claimed it. Raises RailError."""
        said = self._call("GET", f"pull-payments/{order.handle}", order.base_url)
        if read_word(said.get("description")) != order.reference:
            raise Unreadable("another refund")
        told = confirm_claim(said, self._list_payouts(order))
        if told is None:
            self._archive(order)
            said = self._call("GET", f"pull-payments/{order.handle}", order.base_url)
            told = confirm_claim(said, self._list_payouts(order))
        return told or Confirmation("pending")

    def _list_payouts(self, order: Order) -> list[dict[str, Any]]:
        """Return the payouts of a pull payment's claims. Raises RailError."""
        path = f"{order.base_url or self._base_url}/api/v1/pull-payments/{order.handle}/payouts"
        answer = self._wire.call("GET", path, {"Authorization": f"token {self._store.api_key}"})
        if answer.http != 200:
            raise RailError(f"unexpected: HTTP {answer.http}", ran="unknown", raw=answer.raw)
        return read_objects(answer.body)

    def _archive(self, order: Order) -> None:
        """Have nobody claim a pull payment any more. Raises RailError."""
        base = order.base_url or self._base_url
        path = f"{base}/api/v1/stores/{self._store.id}/pull-payments/{order.handle}"
        answer = self._wire.call("DELETE", path, {"Authorization": f"token {self._store.api_key}"})
        if answer.http not in (200, 204):
            raise RailError(f"unexpected: HTTP {answer.http}", ran="unknown", raw=answer.raw)

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it. Raises RailError(ran="unknown")."""
        try:
            if order.direction == "refund":
                return self._ask_claim(order)
            said = self._call("GET", f"stores/{self._store.id}/invoices/{order.handle}", order.base_url)
            if read_word(read_part(said, "metadata").get("orderId")) != order.reference:
                raise Unreadable("another payment")
            told = confirm(said)
            return self._confirm_rest(order, told) if told.amount and told.state == "expired" else told
        except NotThereError as gone:
            return Confirmation("never_ran", raw=gone.raw)
        except Unreadable as wrong:
            raise RailError(f"unreadable: {wrong}", ran="unknown") from None
        except RailError as unanswered:  # the question was not asked; it may have been paid all the same
            raise RailError(unanswered.why, ran="unknown", raw=unanswered.raw) from None

    def _confirm_rest(self, order: Order, told: Confirmation) -> Confirmation:
        """Return what came of an invoice that has expired, pending until all of it is confirmed. Raises RailError."""
        path = (
            f"{order.base_url or self._base_url}/api/v1/stores/{self._store.id}/invoices/{order.handle}/payment-methods"
        )
        answer = self._wire.call("GET", path, {"Authorization": f"token {self._store.api_key}"})
        ways = read_objects(answer.body)
        if answer.http != 200 or not ways:
            raise RailError(f"unexpected: HTTP {answer.http}", ran="unknown", raw=answer.raw)
        words = [read_word(one.get("status")) for way in ways for one in read_list(way, "payments")]
        if not words or any(word != PAYMENT_SETTLED for word in words):
            return Confirmation("pending", raw=told.raw)
        return replace(told, state="succeeded")

    def read_callback(self, body: bytes, signed: Signed) -> str:
        """Return the invoice, or the pull payment, of an event that is signed, "" of any other."""
        if not signed(sign(self._store.webhook_secret, body)):
            return ""
        return read_name(body, "invoiceId") or read_name(body, "pullPaymentId")

    def read_balance(self) -> int:
        """Raise RailError: what they hold for us is no francs."""
        raise RailError("BTCPay holds no francs", ran="no")

    def _call(
        self, method: Literal["GET", "POST"], path: str, base_url: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what was answered to one call that went well. Raises RailError, NotThereError."""
        signed = {"Authorization": f"token {self._store.api_key}"}
        answer = self._wire.call(method, f"{base_url or self._base_url}/api/v1/{path}", signed, json=body)
        refusal = answer.http in NOTHING_RAN
        try:
            said = {} if refusal and answer.body.lstrip().startswith(b"[") else read_object(answer.body)
        except Unreadable as wrong:
            raise RailError(f"unreadable: HTTP {answer.http}, {wrong}", ran="unknown", raw=answer.raw) from None
        if answer.http == 200 and said.get("id"):
            return said
        code = read_word(said.get("code"))
        if answer.http == 404 and code == NOT_FOUND:
            raise NotThereError(f"refused: HTTP 404 {code}", ran="no", raw=answer.raw)
        what = f"{NOTHING_RAN.get(answer.http, 'unexpected')}: HTTP {answer.http} {code}".strip()
        raise RailError(what, ran="no" if refusal else "unknown", raw=answer.raw)

    def _invoice(self, order: Order) -> dict[str, Any]:
        checkout = {
            "speedPolicy": "MediumSpeed",  # one confirmation
            "expirationMinutes": PAY_MINUTES,
            "monitoringMinutes": MONITOR_MINUTES,
            "paymentTolerance": 0,
            "redirectURL": order.return_url,
            "redirectAutomatically": True,
            "defaultLanguage": "fr-FR",
        }
        named = {"orderId": order.reference, "itemDesc": order.note}
        return {
            "amount": write_amount(order.amount), "currency": order.currency, "metadata": named, "checkout": checkout,
        }  # fmt: skip


def confirm(said: dict[str, Any]) -> Confirmation:
    """Return what an invoice says: paid is what is settled. Raises Unreadable.

    Money of one that has expired came too late or is not all of it, and may not be confirmed: its amount says so.
    """
    word, paid = read_word(said.get("status")), read_amount(said.get("paidAmount"))
    became = BECAME.get(word, "pending")
    raw = json.dumps({name: said.get(name) for name in KEPT})
    currency = read_word(said.get("currency")) or None
    if word == EXPIRED and paid is None:  # it agrees with nothing, and waits for a person
        return Confirmation("succeeded", None, currency=currency, raw=raw)
    if word == EXPIRED and paid:
        late = read_word(said.get("additionalStatus")) == LATE
        return Confirmation("expired", paid, currency=currency, reason=word, raw=raw, too_late=late)
    if became == "succeeded":
        return Confirmation("succeeded", paid, currency=currency, operator_id=read_word(said.get("id")), raw=raw)
    reason = f"{word} {read_word(said.get('additionalStatus'))}" if became != "pending" else ""
    return Confirmation(became, reason=reason, raw=raw)
