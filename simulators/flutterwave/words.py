"""Flutterwave's words: a transaction and a refund as reads, lists and webhooks tell them."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import Any, Final

from simulators.answers import dump
from simulators.callbacks import Callback
from simulators.flutterwave.currencies import places
from simulators.flutterwave.settings import Settings
from simulators.operator_books import EXPIRED, FAILED, PENDING, SUCCEEDED
from simulators.providers.checkouts import REVERSAL, Charge, Checkout, Refund, Subject
from simulators.providers.money import write_number
from simulators.providers.provider import News, Provider

PARTY: Final = "flutterwave"
SIGNED_IN: Final = ("verif-hash",)
WORDS: Final = {PENDING: "pending", SUCCEEDED: "successful", FAILED: "failed", EXPIRED: "failed"}
AUTHENTICATING: Final = "pending auth"  # a 3-D Secure step that is open; the word is Odoo's
REFUND_WORDS: Final = {PENDING: "pending", SUCCEEDED: "completed", FAILED: "failed"}
AUTH_MODELS: Final = {"card": "VBVSECURECODE", "applepay": "APPLEPAY", "googlepay": "GOOGLEPAY"}
APPROVED: Final = "Approved by Financial Institution"
CARD: Final = {
    "first_6digits": "553188", "last_4digits": "2950", "issuer": "MASTERCARD CREDIT", "country": "CAMEROON CM",
    "type": "MASTERCARD", "token": "flw-t1nf-f9b3bf384cd30d6fca42b6df9d27bd2f-k3n", "expiry": "09/32",
}  # fmt: skip
LISTED_CUSTOMER: Final = ("name", "email", "phone_number")


def at(seconds: float) -> str:
    """Return a time as Flutterwave writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def status_word(charge: Charge) -> str:
    """Return its word for how a charge stands."""
    if charge.status == PENDING and charge.authenticating:
        return AUTHENTICATING
    return WORDS.get(charge.status, charge.status)


def customer(checkout: Checkout) -> dict[str, Any]:
    """Return who pays, as the client described them."""
    asked = checkout.asked["customer"]
    phone = asked.get("phonenumber") or asked.get("phone_number") or "N/A"
    return {
        "id": zlib.crc32(asked["email"].encode()), "name": asked.get("name") or "Anonymous customer",
        "phone_number": phone, "email": asked["email"], "created_at": at(checkout.created),
    }  # fmt: skip


def transaction(flutterwave: Provider, settings: Settings, charge: Charge) -> dict[str, Any]:
    """Return the data of a transaction, as verify and the webhook both tell it."""
    checkout, decimals = charge.checkout, places(charge.checkout.currency)
    on_top = charge.fee if flutterwave.struck("fee_on_top", charge, "status") else 0
    settled = charge.amount + on_top - charge.fee if charge.status == SUCCEEDED else None
    response = APPROVED if charge.status == SUCCEEDED else charge.reason or "Pending validation"
    return {
        "id": int(charge.id), "tx_ref": checkout.reference, "flw_ref": f"MBNG/FLW{charge.id}",
        "device_fingerprint": "N/A", "amount": write_number(charge.amount, decimals), "currency": checkout.currency,
        "charged_amount": write_number(charge.amount + on_top, decimals),
        "app_fee": write_number(charge.fee, decimals) if charge.fee else None, "merchant_fee": 0,
        "processor_response": response, "auth_model": AUTH_MODELS.get(charge.method, "AUTH"), "ip": "52.209.154.143",
        "narration": "CARD Transaction ", "status": status_word(charge), "payment_type": charge.method,
        "created_at": at(charge.created), "account_id": settings.account_id,
        **({"card": dict(CARD)} if charge.method == "card" else {}),
        "meta": checkout.asked.get("meta"),
        "amount_settled": None if settled is None else write_number(settled, decimals), "customer": customer(checkout),
    }  # fmt: skip


def listed(flutterwave: Provider, settings: Settings, charge: Charge) -> dict[str, Any]:
    """Return a transaction as a list tells it: the same, its customer flat."""
    told = transaction(flutterwave, settings, charge)
    who = told.pop("customer")
    return {**told, **{f"customer_{name}": who[name] for name in LISTED_CUSTOMER}}


def refund_word(flutterwave: Provider, refund: Refund) -> str:
    """Return its word for how a refund stands."""
    if refund.status == SUCCEEDED and (word := flutterwave.struck("refund_word", refund)):
        return str(word.value)
    return REFUND_WORDS[refund.status]


def refund(flutterwave: Provider, settings: Settings, one: Refund) -> dict[str, Any]:
    """Return the data of a refund, in either of its two spellings."""
    if flutterwave.struck("refund_pascal", one, "status"):
        return refund_news(flutterwave, settings, one)
    amount = write_number(one.amount, places(one.checkout.currency))
    return {
        "id": int(one.id), "account_id": settings.account_id, "tx_id": int(one.charge.id),
        "flw_ref": f"MBNG/FLW{one.charge.id}", "wallet_id": 74639, "amount_refunded": amount,
        "status": refund_word(flutterwave, one), "destination": "payment_source",
        "comments": one.note, "meta": {"source": "availablebalance"}, "created_at": at(one.created),
    }  # fmt: skip


def refund_news(flutterwave: Provider, settings: Settings, one: Refund) -> dict[str, Any]:
    """Return a refund as its webhook tells it: flat, PascalCase, without an event, its meta a text."""
    return {
        "id": int(one.id), "AmountRefunded": write_number(one.amount, places(one.checkout.currency)),
        "status": refund_word(flutterwave, one), "FlwRef": f"MBNG/FLW{one.charge.id}",
        "destination": "payment_source", "comments": one.note, "settlement_id": "NEW",
        "meta": json.dumps({"source": "availablebalance", "uniquereference": f"RF{one.id}"}),
        "createdAt": at(one.created), "updatedAt": at(one.created), "walletId": 74639,
        "AccountId": settings.account_id, "TransactionId": int(one.charge.id),
    }  # fmt: skip


def listens(settings: Settings, subject: Subject) -> str:
    """Return where news of something goes: refunds are told where that was switched on, chargebacks never."""
    silent = isinstance(subject, Refund) and (subject.kind == REVERSAL or not settings.refund_webhooks)
    return "" if silent else settings.webhook_url


def write(flutterwave: Provider, settings: Settings, news: News, secret: str) -> Callback:
    """Return the webhook of some news; its only proof is the secret hash itself, sent as it is."""
    subject = news.subject
    if isinstance(subject, Refund):
        body = refund_news(flutterwave, settings, subject)
    elif isinstance(subject, Charge):
        data = transaction(flutterwave, settings, subject)
        body = {"event": "charge.completed", "data": data, "event.type": f"{subject.method.upper()}_TRANSACTION"}
    else:
        raise TypeError("Flutterwave tells nothing of a link")
    headers = {"Content-Type": "application/json", "User-Agent": "Flutterwave-Webhook", SIGNED_IN[0]: secret}
    pauses_seconds = tuple(settings.webhook_pauses_seconds)
    return Callback("POST", settings.webhook_url, dump(body), headers, pauses_seconds)
