"""Refunds of BTCPay: a pull payment the payer claims on a page, and the payout that pays the claim.

Nothing keeps a client from making two pull payments for one invoice, each of which can be claimed.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from simulators.btcpay.invoices import SETTLED, Invoice, read_amount
from simulators.btcpay.problems import refused, wrong
from simulators.btcpay.words import bitcoin, places
from simulators.providers.checkouts import Charge, Refund
from simulators.providers.money import write_decimal

VARIANTS: Final = ("RateThen", "CurrentRate", "OverpaidAmount", "Fiat", "Custom")
AWAITING_APPROVAL, AWAITING_PAYMENT, IN_PROGRESS = "AwaitingApproval", "AwaitingPayment", "InProgress"
COMPLETED, CANCELLED = "Completed", "Cancelled"


@dataclass
class Payout(Refund):
    """The payout of one claim."""

    pull_payment: str = ""
    destination: str = ""
    state: str = AWAITING_APPROVAL


@dataclass
class PullPayment:
    """Money put aside for whoever claims it; `minor` is its worth in the invoice's currency."""

    id: str
    invoice: Invoice
    minor: int
    amount: str
    currency: str
    description: str = ""
    created: float = field(default_factory=time.time)
    archived: bool = False
    payouts: list[Payout] = field(default_factory=list)

    @property
    def claimed(self) -> bool:
        """True once a claim stands that was not cancelled."""
        return any(one.state != CANCELLED for one in self.payouts)

    def source(self) -> Charge:
        """Return the payment it gives back."""
        return next(charge for charge in self.invoice.charges if charge.executed)


def read_pull_payment(invoice: Invoice, pull_payment_id: str, asked: dict[str, Any], status: int) -> PullPayment:
    """Return the pull payment a refund asks for; `status` is that of a refusal of wrong fields. Raises Refused."""
    variant = asked.get("refundVariant")
    if variant not in VARIANTS:
        raise wrong("refundVariant", f"refundVariant is one of {', '.join(VARIANTS)}", status)
    if not any(charge.executed for charge in invoice.charges) or (invoice.stands()[0] not in (SETTLED, "Expired")):
        raise refused("non-refundable")
    paid, over = invoice.paid_amount(), max(invoice.paid_amount() - invoice.amount, 0)
    if variant == "Custom":
        if asked.get("customCurrency") != invoice.currency:  # the real server takes others, at its own rate
            raise wrong("customCurrency", "Invalid currency", status)
        minor = read_amount(asked.get("customAmount"), invoice.currency, status)
    elif variant == "OverpaidAmount":
        if not over:
            raise wrong("refundVariant", "Invoice is not overpaid", status)
        minor = over
    else:
        minor = paid
    minor -= read_cut(asked.get("subtractPercentage"), minor, status)
    description = str(asked.get("description") or "")
    if variant in ("Fiat", "Custom"):
        amount, currency = write_decimal(minor, places(invoice.currency)), invoice.currency
    else:
        amount, currency = bitcoin(minor, invoice.currency, invoice.rate), "BTC"
    return PullPayment(pull_payment_id, invoice, minor, amount, currency, description)


def read_cut(percentage: Any, minor: int, status: int) -> int:
    """Return how much a percentage keeps back, rounded down. Raises Refused."""
    try:
        cut = Decimal(str(percentage or 0))
    except InvalidOperation:
        cut = Decimal(-1)
    if not 0 <= cut <= 100:
        raise wrong("subtractPercentage", "Percentage must be a numeric value between 0 and 100", status)
    return int(minor * cut / 100)


def show_pull_payment(one: PullPayment, base: str) -> dict[str, Any]:
    """Return a pull payment as an answer tells it."""
    return {
        "id": one.id, "name": f"Refund {one.invoice.id}", "description": one.description, "currency": one.currency,
        "amount": one.amount, "BOLT11Expiration": "30", "autoApproveClaims": False, "archived": one.archived,
        "viewLink": f"{base}/pull-payments/{one.id}", "startsAt": int(one.created), "expiresAt": None,
    }  # fmt: skip


def show_payout(one: Payout, pull_payment: PullPayment) -> dict[str, Any]:
    """Return a payout as an answer tells it."""
    invoice = pull_payment.invoice
    return {
        "id": one.id, "revision": 0, "pullPaymentId": pull_payment.id, "date": int(one.created),
        "destination": one.destination, "originalCurrency": pull_payment.currency,
        "originalAmount": pull_payment.amount,
        "payoutCurrency": "BTC", "payoutAmount": bitcoin(one.amount, invoice.currency, invoice.rate),
        "payoutMethodId": "BTC-CHAIN", "state": one.state, "paymentProof": None, "metadata": {},
    }  # fmt: skip
