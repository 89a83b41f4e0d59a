"""Payments and refunds asked of Flutterwave, read as it does: amounts in major units, one sentence a refusal.

The words "<field> is required" follow its papers' example; the other sentences are our own.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from typing import Any, Final
from urllib.parse import urlsplit

from flask import request

from simulators.answers import Refused, as_json, read_object
from simulators.flutterwave.currencies import SUPPORTED, places
from simulators.flutterwave.settings import Settings
from simulators.providers.checkouts import Checkout
from simulators.providers.money import WrongAmount, WrongDecimals, read_minor

NEEDED: Final = ("tx_ref", "amount", "redirect_url")
SESSION_MINUTES_MAX: Final = 1440
METHODS: Final = {"card": "card", "applepay": "Apple Pay", "googlepay": "Google Pay"}


def refused(message: str, status: int = 400, data: Any = None) -> Refused:
    """Return a refusal as Flutterwave says it."""
    return Refused(as_json({"status": "error", "message": message, "data": data}, status))


def check_key(settings: Settings) -> None:
    """Let only a secret key through; a public one is none. Raises Refused."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not key:
        raise refused("Authorization required", 401)
    right = settings.secret_key
    if not (hmac.compare_digest(key, right) if right else key.startswith("FLWSECK")):
        raise refused("Invalid authorization key", 401)


def read_body() -> dict[str, Any]:
    """Return the JSON object posted. Raises Refused."""
    asked = read_object()
    if asked is None:
        raise refused("Invalid request body")
    return asked


def read_amount(value: Any, currency: str) -> int:
    """Return an amount of major units in minor ones. Raises Refused."""
    try:
        return read_minor(value, places(currency))
    except WrongDecimals:
        raise refused(f"amount has too many decimals for {currency}") from None
    except WrongAmount:
        raise refused("amount is invalid") from None


def read_checkout(settings: Settings) -> Checkout:
    """Return the hosted checkout a client asks for. Raises Refused."""
    asked = read_body()
    for name in NEEDED:
        if not asked.get(name):
            raise refused(f"{name} is required")
    customer = asked.get("customer")
    if not isinstance(customer, dict) or not isinstance(customer.get("email"), str) or "@" not in customer["email"]:
        raise refused("customer.email is required")
    currency = asked.get("currency", "NGN")
    if currency not in SUPPORTED:
        raise refused(f"currency {currency} is not supported")
    amount = read_amount(asked["amount"], currency)
    reference, url = asked["tx_ref"], asked["redirect_url"]
    if not isinstance(reference, str) or not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https"):
        raise refused("tx_ref or redirect_url is invalid")
    if "payload_hash" in asked and asked["payload_hash"] != payload_hash(asked, settings.secret_key or bearer()):
        raise refused("payload_hash does not match")
    phone = customer.get("phonenumber") or customer.get("phone_number")
    payer = tuple(one for one in (customer["email"], phone, reference) if isinstance(one, str) and one)
    expires = time.time() + read_session_seconds(asked, settings)
    return Checkout(uuid.uuid4().hex[:20], reference, amount, currency, payer, asked, expires, url)


def read_session_seconds(asked: dict[str, Any], settings: Settings) -> float:
    """Return how long the link can be paid; `session_duration` is in minutes. Raises Refused."""
    minutes = asked.get("session_duration")
    if minutes is None:
        return settings.session_seconds
    if type(minutes) is not int or not 0 < minutes <= SESSION_MINUTES_MAX:
        raise refused(f"session_duration is between 1 and {SESSION_MINUTES_MAX}")
    return minutes * 60.0


def bearer() -> str:
    """Return the key the client called with."""
    return request.headers.get("Authorization", "").partition(" ")[2]


def payload_hash(asked: dict[str, Any], secret_key: str) -> str:
    """Return the checksum a client may send so that nobody changes the amount: no separators, the key hashed first."""
    hashed_key = hashlib.sha256(secret_key.encode()).hexdigest()
    text = f"{asked['amount']}{asked.get('currency', 'NGN')}{asked['customer']['email']}{asked['tx_ref']}{hashed_key}"
    return hashlib.sha256(text.encode()).hexdigest()


def read_methods(checkout: Checkout) -> dict[str, str]:
    """Return the methods a client asked for that a hosted page has here; all of them when none was named."""
    wanted = [one.strip() for one in str(checkout.asked.get("payment_options") or "").split(",")]
    return {name: label for name, label in METHODS.items() if name in wanted} or dict(METHODS)
