"""BTCPay's webhooks: an event, signed by HMAC-SHA256 over its exact bytes; a redelivery has an id of its own."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import replace
from typing import Any, Final

from simulators.answers import dump
from simulators.btcpay import views
from simulators.btcpay.invoices import Invoice
from simulators.btcpay.refunds import Payout
from simulators.btcpay.settings import Settings
from simulators.btcpay.words import make_id
from simulators.callbacks import Callback
from simulators.operator_books import FAILED
from simulators.providers.checkouts import Charge, Refund, Subject, checkout_of
from simulators.providers.provider import CHARGE_ENDED, News, Provider

CREATED: Final = "InvoiceCreated"
RECEIVED: Final = "InvoiceReceivedPayment"
PROCESSING: Final = "InvoiceProcessing"
PAYMENT_SETTLED: Final = "InvoicePaymentSettled"
SETTLED: Final = "InvoiceSettled"
EXPIRED: Final = "InvoiceExpired"
INVALID: Final = "InvoiceInvalid"
SIGNED_IN: Final = ("BTCPay-Sig",)


def listens(settings: Settings, event: str, subject: Subject) -> str:
    """Return where an event goes, if the webhook wants it; a payment that never confirmed is told by its invoice."""
    wanted, name = settings.webhook_events, PAYMENT_SETTLED if event == CHARGE_ENDED else event
    silent = isinstance(subject, Charge) and subject.status == FAILED
    return "" if silent or (wanted and name not in wanted) else settings.webhook_url


def sign(secret: str, body: bytes) -> str:
    """Return the signature of a webhook's body."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def write(btcpay: Provider, settings: Settings, news: News, secret: str) -> Callback:
    """Return the webhook of some news."""
    told = event(btcpay, settings, news)
    first = deliver(settings, told, secret, tuple(settings.webhook_pauses_seconds))

    def again() -> Callback:
        anew = {**told, "deliveryId": make_id(btcpay.books.new_id()), "isRedelivery": True}
        return replace(deliver(settings, anew, secret, ()), again=again)

    return replace(first, again=again)


def deliver(settings: Settings, told: dict[str, Any], secret: str, pauses_seconds: tuple[float, ...]) -> Callback:
    """Return one delivery, signed."""
    body = dump(told)
    headers = {"Content-Type": "application/json", "User-Agent": "BTCPayServer", SIGNED_IN[0]: sign(secret, body)}
    return Callback("POST", settings.webhook_url, body, headers, pauses_seconds)


def event(btcpay: Provider, settings: Settings, news: News) -> dict[str, Any]:
    """Return the body of an event."""
    subject, name = news.subject, PROCESSING if news.told.pending else news.event
    delivery = make_id(btcpay.books.new_id())
    told: dict[str, Any] = {
        "deliveryId": delivery, "webhookId": settings.webhook_id, "originalDeliveryId": delivery, "isRedelivery": False,
        "timestamp": int(time.time()), "storeId": settings.store_id,
    }  # fmt: skip
    if isinstance(subject, Refund):
        payout = {"payoutId": subject.id, "payoutState": subject.state} if isinstance(subject, Payout) else {}
        pull_payment = subject.pull_payment if isinstance(subject, Payout) else ""
        return {**told, "type": name, "pullPaymentId": pull_payment, **payout}
    invoice = checkout_of(subject)
    told |= {"invoiceId": invoice.id, "metadata": {**invoice.asked["metadata"]}}
    if "orderId" in told["metadata"]:
        told["metadata"]["orderId"] = invoice.reference
    return {**told, **details(btcpay, name, subject)}


def details(btcpay: Provider, name: str, subject: Subject) -> dict[str, Any]:
    """Return what an event of this type says besides."""
    invoice = checkout_of(subject)
    if not isinstance(invoice, Invoice):
        raise TypeError("BTCPay tells of invoices")
    if name in (RECEIVED, CHARGE_ENDED) and isinstance(subject, Charge):
        kind = PAYMENT_SETTLED if name == CHARGE_ENDED else RECEIVED
        late = subject.created >= invoice.expires
        method = {"paymentMethodId": subject.method, "payment": views.payment(subject, invoice)}
        return {"type": kind, "afterExpiration": late, **method}
    if name == EXPIRED:
        return {"type": name, "partiallyPaid": invoice.paid_amount() > 0}
    if name == INVALID:
        return {"type": name, "manuallyMarked": bool(invoice.marked)}
    if name == CREATED or btcpay.struck("overpaid_unsaid", invoice):
        return {"type": name}
    over = {"overPaid": not invoice.top_up and invoice.paid_amount() > invoice.amount}
    return {"type": name, **over, **({"manuallyMarked": bool(invoice.marked)} if name == SETTLED else {})}
