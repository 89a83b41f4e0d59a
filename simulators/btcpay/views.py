"""Invoices, payment methods and payments as BTCPay's answers tell them."""

from __future__ import annotations

from typing import Any, Final

from simulators.btcpay.invoices import EXPIRED, INVALID, METHODS, PROCESSING, SETTLED, Invoice
from simulators.btcpay.settings import Settings
from simulators.btcpay.words import bitcoin, places
from simulators.operator_books import EXPIRED as OVER
from simulators.operator_books import FAILED, PENDING, SUCCEEDED
from simulators.providers.checkouts import Charge
from simulators.providers.money import write_decimal
from simulators.providers.provider import MISSING, Provider
from simulators.status_scripts import read_next

TRUTHS: Final = {SETTLED: SUCCEEDED, EXPIRED: OVER, INVALID: FAILED}  # what a script of lies takes them for
LIES: Final = {PENDING: PROCESSING, SUCCEEDED: SETTLED, FAILED: INVALID, OVER: EXPIRED}
PAYMENT_WORDS: Final = {PENDING: "Processing", SUCCEEDED: "Settled", FAILED: "Invalid"}


def standing(btcpay: Provider, invoice: Invoice) -> tuple[str, str]:
    """Return an invoice's true status and additional status."""
    return invoice.stands(late_settles=btcpay.struck("late_settles", invoice, "status") is not None)


def invoice(btcpay: Provider, settings: Settings, one: Invoice, base: str) -> dict[str, Any] | None:
    """Return an invoice as a read tells it, which faults may make a lie; None when it is not found yet."""
    status, additional = standing(btcpay, one)
    truth = TRUTHS.get(status, PENDING)
    word = read_next(one.told, truth)
    if word == MISSING:
        return None
    if word != truth:
        status, additional = LIES.get(word, word), "None"
    if unknown := btcpay.struck("status_unknown", one, "status"):
        status = str(unknown.value)
    paid = one.paid_amount()
    if more := btcpay.struck("status_wrong_amount", one, "status"):
        paid += int(more.value or 0)
    named, decimals = btcpay.misname(one), places(one.currency)
    metadata = dict(one.asked["metadata"])
    if "orderId" in metadata:
        metadata["orderId"] = named.reference
    amount = paid if one.top_up else one.amount
    return {
        "id": one.id, "storeId": settings.store_id, "amount": write_decimal(amount, decimals),
        "paidAmount": write_decimal(paid, decimals), "currency": named.currency,
        "type": "TopUp" if one.top_up else "Standard", "checkoutLink": f"{base}/i/{one.id}",
        "createdTime": int(one.created), "expirationTime": int(one.expires), "monitoringExpiration": int(one.monitored),
        "status": status, "additionalStatus": additional,
        "availableStatusesForManualMarking": [mark for mark in (SETTLED, INVALID) if mark != status],
        "archived": False, "metadata": metadata, "checkout": one.asked["checkout"], "receipt": one.asked.get("receipt"),
    }  # fmt: skip


def payment(one: Charge, invoice: Invoice) -> dict[str, Any]:
    """Return one payment, in bitcoin."""
    return {
        "id": f"{one.id}-0", "receivedDate": int(one.created), "fee": "0.0", "status": PAYMENT_WORDS[one.status],
        "value": bitcoin(one.amount, invoice.currency, invoice.rate), "destination": f"bcrt1q{one.id.lower()}",
    }  # fmt: skip


def payment_methods(one: Invoice) -> list[dict[str, Any]]:
    """Return every way an invoice can be paid: what is due in bitcoin, and what was paid."""
    left = max(one.amount - one.paid_amount(), 0)
    told: list[dict[str, Any]] = []
    for method in one.asked["checkout"].get("paymentMethods") or METHODS:
        own = [charge for charge in one.received() if charge.method == method]
        paid = bitcoin(sum(charge.amount for charge in own), one.currency, one.rate)
        told.append({
            "paymentMethodId": method, "currency": "BTC", "activated": True, "destination": f"bcrt1q{one.id.lower()}",
            "paymentLink": f"bitcoin:bcrt1q{one.id.lower()}", "rate": str(one.rate), "paymentMethodPaid": paid,
            "totalPaid": bitcoin(one.paid_amount(), one.currency, one.rate),
            "due": bitcoin(left, one.currency, one.rate), "amount": bitcoin(one.amount, one.currency, one.rate),
            "paymentMethodFee": "0", "additionalData": {}, "payments": [payment(charge, one) for charge in own],
        })  # fmt: skip
    return told
