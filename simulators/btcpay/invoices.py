"""Invoices as clients ask for them, and how one stands after what was paid to it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from simulators.answers import read_object
from simulators.btcpay.problems import refused, wrong
from simulators.btcpay.settings import Settings
from simulators.btcpay.words import places, round_amount
from simulators.operator_books import FAILED
from simulators.providers.checkouts import Charge, Checkout
from simulators.providers.money import WrongAmount, WrongDecimals, read_minor

NEW, PROCESSING, SETTLED, EXPIRED, INVALID = "New", "Processing", "Settled", "Expired", "Invalid"
SPEEDS: Final = ("HighSpeed", "MediumSpeed", "LowMediumSpeed", "LowSpeed")
METHODS: Final = ("BTC-CHAIN", "BTC-LN")
SOMEBODY: Final = "bitcoin"  # whoever pays, where the client names no e-mail
DEFAULTS: Final = {"expirationMinutes": 15, "monitoringMinutes": 1440, "paymentTolerance": 0}


@dataclass
class Invoice(Checkout):
    """An invoice; one without an amount takes any payment as the whole."""

    top_up: bool = False
    tolerated: int = 0  # how much may be missing, in minor units
    monitored: float = 0.0
    rate: int = 1
    marked: str = ""
    told: list[str] = field(default_factory=list)  # what status reads tell before the truth
    events: set[str] = field(default_factory=set)  # told already

    @property
    def needed(self) -> int:
        """Return what must be paid for it to count as paid."""
        return 1 if self.top_up else self.amount - self.tolerated

    def received(self) -> list[Charge]:
        """Return the payments seen, confirmed or not."""
        return [charge for charge in self.charges if charge.status != FAILED]

    def paid_amount(self) -> int:
        """Return what was paid, confirmed or not, at the invoice's rate."""
        return sum(charge.amount for charge in self.received())

    def stands(self, *, late_settles: bool = False) -> tuple[str, str]:
        """Return its status and additional status."""
        if self.marked:
            return self.marked, "Marked"
        in_time = [charge for charge in self.received() if charge.created < self.expires]
        over = "PaidOver" if not self.top_up and self.paid_amount() > self.amount else "None"
        if sum(charge.amount for charge in in_time) >= self.needed:
            confirmed = sum(charge.amount for charge in in_time if charge.executed)
            return (SETTLED if confirmed >= self.needed else PROCESSING), over
        if len(self.received()) < len(self.charges):
            return INVALID, "None"  # a payment that never confirmed
        partial = "PaidPartial" if self.paid_amount() else "None"
        if not self.expired:
            return NEW, partial
        if self.paid_amount() >= self.needed:
            return (SETTLED if late_settles else EXPIRED), "PaidLate"
        return EXPIRED, partial


def read_body() -> dict[str, Any]:
    """Return the JSON object posted. Raises Refused."""
    asked = read_object()
    if asked is None:
        raise refused("malformed-json")
    return asked


def read_invoice(settings: Settings, invoice_id: str, status: int, *, rounds: bool) -> Invoice:
    """Return the invoice a client asks for; `status` is that of a refusal of wrong fields. Raises Refused."""
    asked = read_body()
    currency = asked.get("currency") or settings.default_currency
    if currency not in settings.rates:
        raise wrong("currency", "The selected currency is not supported", status)
    top_up = asked.get("amount") is None
    amount = 0 if top_up else read_amount(asked["amount"], currency, status, rounds=rounds)
    metadata, checkout = asked.get("metadata") or {}, asked.get("checkout") or {}
    if not isinstance(metadata, dict) or not isinstance(checkout, dict):
        raise wrong("metadata", "metadata and checkout are objects", status)
    options = {**DEFAULTS, **{name: value for name, value in checkout.items() if value is not None}}
    check_options(options, status)
    expires = time.time() + options["expirationMinutes"] * settings.minute_seconds
    order, email = str(metadata.get("orderId") or invoice_id), str(metadata.get("buyerEmail") or SOMEBODY)
    tolerated = int(amount * Decimal(str(options["paymentTolerance"])) / 100)
    return Invoice(
        invoice_id, order, amount, currency, (email, order),
        {**asked, "metadata": metadata, "checkout": options}, expires, str(options.get("redirectURL") or ""),
        top_up=top_up, tolerated=tolerated, rate=settings.rates[currency],
        monitored=expires + options["monitoringMinutes"] * settings.minute_seconds,
    )  # fmt: skip


def check_options(options: dict[str, Any], status: int) -> None:
    """Look at the settings of a checkout. Raises Refused."""
    for name in ("expirationMinutes", "monitoringMinutes"):
        if type(options[name]) is not int or options[name] < 1:
            raise wrong(f"checkout.{name}", f"{name} is a number of minutes above zero", status)
    tolerance = options["paymentTolerance"]
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | Decimal) or not 0 <= tolerance <= 100:
        raise wrong("checkout.paymentTolerance", "PaymentTolerance can only be between 0 and 100 percent", status)
    if options.get("speedPolicy", SPEEDS[0]) not in SPEEDS:
        raise wrong("checkout.speedPolicy", f"speedPolicy is one of {', '.join(SPEEDS)}", status)
    if not set(options.get("paymentMethods") or METHODS) <= set(METHODS):
        raise wrong("checkout.paymentMethods", "Invalid payment method", status)
    url = options.get("redirectURL")
    if url and urlsplit(str(url)).scheme not in ("http", "https"):
        raise wrong("checkout.redirectURL", "The URL must be absolute", status)


def read_amount(value: Any, currency: str, status: int, *, rounds: bool = False) -> int:
    """Return an amount in minor units. Whether the real server refuses or rounds is not written. Raises Refused."""
    try:
        return read_minor(value, places(currency))
    except WrongDecimals as decimals:
        if rounds:
            return read_minor(round_amount(str(decimals), currency), places(currency))
        raise wrong("amount", f"The amount has too many decimals for {currency}", status) from None
    except WrongAmount:
        raise wrong("amount", "The amount should be more than 0.", status) from None
