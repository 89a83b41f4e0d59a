"""CinetPay's notifications: a GET that must find the address there, then a form, its values signed in one order."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from simulators.answers import dump
from simulators.callbacks import Callback
from simulators.cinetpay.settings import Settings
from simulators.cinetpay.words import CODES, METHODS, at, code_of
from simulators.providers.checkouts import Charge, Refund, Subject, checkout_of
from simulators.providers.money import write_decimal
from simulators.providers.provider import News, Provider

SIGNED_IN: Final = ("x-token",)
AGENT: Final = {"User-Agent": "CinetPay-Notification"}
SIGNED: Final = (
    "cpm_site_id", "cpm_trans_id", "cpm_trans_date", "cpm_amount", "cpm_currency", "signature", "payment_method",
    "cel_phone_num", "cpm_phone_prefixe", "cpm_language", "cpm_version", "cpm_payment_config", "cpm_page_action",
    "cpm_custom", "cpm_designation", "cpm_error_message",
)  # fmt: skip


def listens(subject: Subject) -> str:
    """Return where news of a payment goes, as the payment itself said; a chargeback is told to nobody."""
    return "" if isinstance(subject, Refund) else str(checkout_of(subject).asked["notify_url"])


def sign(secret: str, form: Mapping[str, str]) -> str:
    """Return the x-token of a notification: its values in their order, one after the other, nothing between."""
    text = "".join(form.get(name, "") for name in SIGNED)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def write(cinetpay: Provider, settings: Settings, news: News, secret: str) -> Callback:
    """Return the notification of some news."""
    url, form = listens(news.subject), fields(news.subject)
    pauses_seconds = tuple(settings.webhook_pauses_seconds)
    ping = Callback("GET", url, b"", AGENT)
    if cinetpay.struck("notify_json", news.subject):
        body = dump({name: form[name] for name in ("cpm_trans_id", "cpm_site_id")})
        return Callback("POST", url, body, {**AGENT, "Content-Type": "application/json"}, pauses_seconds, ping)
    headers = {**AGENT, "Content-Type": "application/x-www-form-urlencoded", SIGNED_IN[0]: sign(secret, form)}
    return Callback("POST", url, urlencode(form).encode(), headers, pauses_seconds, ping)


def fields(subject: Subject) -> dict[str, str]:
    """Return the form of a notification; none of it is a status to believe."""
    checkout = checkout_of(subject)
    charge = subject if isinstance(subject, Charge) else None
    asked, amount = checkout.asked, charge.amount if charge else checkout.amount
    decimals = 2 if checkout.currency == "USD" else 0
    return {
        "cpm_site_id": str(asked["site_id"]), "cpm_trans_id": checkout.reference,
        "cpm_trans_date": at(charge.created if charge else checkout.created),
        "cpm_amount": write_decimal(amount, decimals), "cpm_currency": checkout.currency, "signature": checkout.id,
        "payment_method": METHODS.get(charge.method, "") if charge else "",
        "cel_phone_num": str(asked.get("customer_phone_number", "")), "cpm_phone_prefixe": "237",
        "cpm_language": str(asked.get("lang", "fr")), "cpm_version": "V4", "cpm_payment_config": "SINGLE",
        "cpm_page_action": "PAYMENT", "cpm_custom": str(asked.get("metadata") or ""),
        "cpm_designation": asked["description"], "cpm_error_message": CODES[code_of(checkout, charge)],
    }  # fmt: skip
