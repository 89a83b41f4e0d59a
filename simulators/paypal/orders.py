"""Orders as clients ask for them: one purchase unit to capture, its amount a decimal text, where to come back to."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from simulators.answers import Refused, read_object
from simulators.operator_books import FAILED
from simulators.paypal.currencies import SUPPORTED, places
from simulators.paypal.problems import error, refused
from simulators.paypal.settings import Settings
from simulators.paypal.words import PAYER, make_id
from simulators.providers.checkouts import Charge, Checkout
from simulators.providers.money import WrongAmount, WrongDecimals, read_minor

VALUE: Final = re.compile(r"((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))")  # of PayPal's own schema
LONGEST: Final = {"reference_id": 256, "custom_id": 127, "invoice_id": 127, "description": 127}
UNIT: Final = "/purchase_units/@reference_id=='default'"
INSTANT: Final = "paypal"
ECHECK: Final = "echeck"
DENIED_ECHECK: Final = "echeck that bounces"
DECLINED: Final = "declined instrument"


@dataclass
class Order(Checkout):
    """An order: a checkout captured once, after its payer approved it; `funding` is what they approved with."""

    cancel_url: str = ""
    approved: bool = False
    funding: str = INSTANT
    by_source: bool = False  # made with a payment_source, which waits for PAYER_ACTION

    @property
    def captured(self) -> Charge | None:
        """Return the capture that is done or under way."""
        return next((charge for charge in self.charges if charge.status != FAILED), None)


def read_body() -> dict[str, Any]:
    """Return the JSON object posted. Raises Refused."""
    if request.mimetype != "application/json":
        raise Refused(error(415))
    asked = read_object() if request.get_data() else {}
    if asked is None:
        raise refused("MALFORMED_REQUEST_JSON")
    return asked


def read_amount(amount: Any, field: str) -> tuple[int, str]:
    """Return minor units and currency of {currency_code, value}. Raises Refused."""
    if not isinstance(amount, dict):
        raise refused("MISSING_REQUIRED_PARAMETER", field)
    currency, value = amount.get("currency_code"), amount.get("value")
    if not isinstance(currency, str) or re.fullmatch(r"[A-Z]{3}", currency) is None:
        raise refused("INVALID_PARAMETER_SYNTAX", f"{field}/currency_code", currency)
    if not isinstance(value, str) or len(value) > 32 or VALUE.fullmatch(value) is None:
        raise refused("INVALID_PARAMETER_SYNTAX", f"{field}/value", str(value))
    if currency not in SUPPORTED:
        raise refused("CURRENCY_NOT_SUPPORTED", f"{field}/currency_code", currency)
    try:
        return read_minor(f"0{value}" if value.startswith(".") else value, places(currency)), currency
    except WrongDecimals:
        issue = "DECIMAL_PRECISION" if places(currency) else "DECIMALS_NOT_SUPPORTED"
        raise refused(issue, f"{field}/value", value) from None
    except WrongAmount:
        raise refused("CANNOT_BE_ZERO_OR_NEGATIVE", f"{field}/value", value) from None


def read_order(settings: Settings, number: int) -> Order:
    """Return the order a client asks for. Raises Refused."""
    asked = read_body()
    if asked.get("intent") != "CAPTURE":  # AUTHORIZE exists, and is not simulated
        raise refused("INVALID_PARAMETER_VALUE", "/intent", asked.get("intent"))
    units = asked.get("purchase_units")
    if not isinstance(units, list) or len(units) != 1 or not isinstance(units[0], dict):
        raise refused("MISSING_REQUIRED_PARAMETER", "/purchase_units")
    unit = units[0]
    for name, longest in LONGEST.items():
        if not isinstance(unit.get(name, ""), str) or len(unit.get(name, "")) > longest:
            raise refused("INVALID_STRING_LENGTH", f"/purchase_units/0/{name}", unit[name])
    amount, currency = read_amount(unit.get("amount"), f"{UNIT}/amount")
    source = asked.get("payment_source")
    if source and not request.headers.get("PayPal-Request-Id"):
        raise refused("PAYPAL_REQUEST_ID_REQUIRED")
    context = read_context(asked)
    payer = payer_by(unit)
    return Order(
        make_id(number), payer[1], amount, currency, payer, asked,
        time.time() + settings.approval_seconds, str(context.get("return_url") or ""),
        cancel_url=str(context.get("cancel_url") or ""), by_source=bool(source),
    )  # fmt: skip


def payer_by(unit: dict[str, Any]) -> tuple[str, ...]:
    """Return the payer's e-mail, always the same, and the references by which the client knows the order."""
    named = [unit.get(name) for name in ("custom_id", "invoice_id", "reference_id")]
    return (str(PAYER["email_address"]), *([one for one in named if isinstance(one, str) and one] or ["default"]))


def read_context(asked: dict[str, Any]) -> dict[str, Any]:
    """Return how the client wants its payer met, in the present place or in the one before it."""
    place: Any = asked
    for name in ("payment_source", "paypal", "experience_context"):
        place = place.get(name) if isinstance(place, dict) else None
    context = place or asked.get("application_context") or {}
    return context if isinstance(context, dict) else {}
