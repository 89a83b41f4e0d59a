"""Payments that clients ask of CinetPay, read as it does: whole francs in steps of five, plain letters in names."""

from __future__ import annotations

import hmac
import re
import time
import uuid
from typing import Any, Final
from urllib.parse import urlsplit

from flask import request

from simulators.answers import Refused, as_json, read_object
from simulators.cinetpay.settings import Settings
from simulators.cinetpay.words import CODES, CURRENCIES, places
from simulators.providers.checkouts import Checkout
from simulators.providers.money import WrongAmount, WrongDecimals, read_minor

NEEDED: Final = (
    "transaction_id", "amount", "currency", "description", "notify_url", "return_url", "channels",
)  # fmt: skip
NEEDED_FOR_CARDS: Final = (
    "customer_name", "customer_surname", "customer_phone_number", "customer_email", "customer_address", "customer_city",
    "customer_country", "customer_state", "customer_zip_code",
)  # fmt: skip
CHANNELS: Final = {
    "ALL": ("card", "mobile_money", "wallet"), "CREDIT_CARD": ("card",), "MOBILE_MONEY": ("mobile_money",),
    "WALLET": ("wallet",),
}  # fmt: skip
SPECIAL: Final = re.compile(r"[#/$_&]")  # the letters its papers name, in an id and a description


def refused(settings: Settings, code: str, description: str, status: int = 0) -> Refused:
    """Return a refusal as CinetPay says it."""
    body = {
        "code": code, "message": CODES.get(code, "ERROR"), "description": description, "api_response_id": response_id(),
    }  # fmt: skip
    return Refused(as_json(body, status or settings.refusal_status))


def response_id() -> str:
    """Return an id of one answer, a time with its fraction."""
    return f"{time.time():.4f}"


def read_body(settings: Settings) -> dict[str, Any]:
    """Return the JSON object posted, its key and site looked at. Raises Refused."""
    if not request.headers.get("User-Agent"):
        raise refused(settings, "1010", "Access denied", 403)
    if request.mimetype != "application/json":
        raise refused(settings, "403", "The content type must be application/json", 403)
    asked = read_object()
    if asked is None:
        raise refused(settings, "608", "The request is no JSON object")
    key, site = asked.get("apikey"), asked.get("site_id")
    if not key or not isinstance(key, str) or (settings.apikey and not hmac.compare_digest(key, settings.apikey)):
        raise refused(settings, "609", "AUTH_NOT_FOUND")
    if not site or (settings.site_id and str(site) != settings.site_id):
        raise refused(settings, "613", "ERROR_SITE_ID_NOTVALID")
    return asked


def read_checkout(settings: Settings) -> Checkout:
    """Return the payment a client asks for. Raises Refused."""
    asked = read_body(settings)
    channels = asked.get("channels")
    cards = NEEDED_FOR_CARDS if channels == "CREDIT_CARD" else ()
    missing = [name for name in (*NEEDED, *cards) if asked.get(name) in (None, "")]
    if missing:
        raise refused(settings, "608", f"{missing[0]} is required")
    if channels not in CHANNELS:
        raise refused(settings, "608", "channels is not valid")
    for name in ("transaction_id", "description"):
        if not isinstance(asked[name], str) or SPECIAL.search(asked[name]):
            raise refused(settings, "608", f"{name} holds special characters")
    for name in ("notify_url", "return_url"):
        if urlsplit(str(asked[name])).scheme not in ("http", "https"):  # it refuses localhost too; here all is local
            raise refused(settings, "608", f"{name} is not valid")
    currency = asked["currency"]
    if currency not in CURRENCIES:
        raise refused(settings, "612", "ERROR_CURRENCY_NOTVALID")
    amount = read_amount(settings, asked["amount"], currency)
    reference, contacts = asked["transaction_id"], (asked.get("customer_email"), asked.get("customer_phone_number"))
    payer = tuple(one for one in (*contacts, reference) if isinstance(one, str) and one)
    expires = time.time() + settings.session_seconds
    return Checkout(uuid.uuid4().hex, reference, amount, currency, payer, asked, expires, asked["return_url"])


def read_amount(settings: Settings, value: Any, currency: str) -> int:
    """Return an amount in minor units. Raises Refused."""
    try:
        amount = read_minor(value, places(currency))
    except WrongDecimals:
        raise refused(settings, "608", "amount must be an integer") from None
    except WrongAmount:
        raise refused(settings, "611", "ERROR_AMOUNT_TYPE") from None
    if currency != "USD" and amount % settings.amount_step:
        raise refused(settings, "608", f"amount must be a multiple of {settings.amount_step}")
    return amount
