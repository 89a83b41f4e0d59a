"""PayPal's webhooks: events in an envelope, signed over the exact bytes, and PayPal's own word on a signature.

The real signature is RSA over `transmission id|time|webhook id|crc32 of the body`, with a certificate to fetch; here it
is an HMAC over the same text, since a client asks PayPal instead of checking it. Whether the real verification bears an
event that was decoded and encoded again is not written: this one does not, unless `verify_lenient` is asked for.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
import zlib
from typing import Any, Final

from flask import Response

from simulators.answers import Refused, as_json
from simulators.callbacks import Callback
from simulators.operator_books import FAILED, PENDING, SUCCEEDED
from simulators.paypal import words
from simulators.paypal.orders import Order
from simulators.paypal.problems import refused
from simulators.paypal.settings import Settings
from simulators.providers.checkouts import REVERSAL, Charge, Refund, Subject
from simulators.providers.provider import News, Provider

CERT_URL: Final = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-90621ecd"
ALGORITHM: Final = "SHA256withRSA"
SIGNED_IN: Final = ("PAYPAL-TRANSMISSION-SIG",)
EVENTS: Final = {
    SUCCEEDED: "PAYMENT.CAPTURE.COMPLETED", FAILED: "PAYMENT.CAPTURE.DENIED", PENDING: "PAYMENT.CAPTURE.PENDING",
}  # fmt: skip
NEEDED: Final = (
    "auth_algo", "cert_url", "transmission_id", "transmission_sig", "transmission_time", "webhook_id", "webhook_event",
)  # fmt: skip


def listens(settings: Settings, subject: Subject) -> str:
    """Return where news of something goes; a refund that fails later is told nowhere, and must be asked for."""
    return "" if isinstance(subject, Refund) and subject.status == FAILED else settings.webhook_url


def write(paypal: Provider, settings: Settings, news: News, secret: str) -> Callback:
    """Return the webhook of some news."""
    body, sent_at = encode(event(paypal, news)), words.at(time.time())
    transmission_id = str(uuid.uuid4())
    elsewhere = paypal.struck("cert_elsewhere", news.subject)
    headers = {
        "Content-Type": "application/json", "User-Agent": "PayPal/AUHD-214.0", "PAYPAL-AUTH-VERSION": "v2",
        "PAYPAL-AUTH-ALGO": ALGORITHM, "PAYPAL-CERT-URL": str(elsewhere.value) if elsewhere else CERT_URL,
        "PAYPAL-TRANSMISSION-ID": transmission_id, "PAYPAL-TRANSMISSION-TIME": sent_at,
        "PAYPAL-TRANSMISSION-SIG": sign(secret, transmission_id, sent_at, settings.webhook_id, body),
    }  # fmt: skip
    return Callback("POST", settings.webhook_url, body, headers, tuple(settings.webhook_pauses_seconds))


def encode(body: dict[str, Any]) -> bytes:
    """Return an event as PayPal writes it: without a blank, so that encoding it anew is seen."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False, default=float).encode()


def event(paypal: Provider, news: News) -> dict[str, Any]:
    """Return the envelope of some news."""
    subject, resource_type = news.subject, "checkout-order"
    if isinstance(subject, Charge):
        name, resource_type, resource = EVENTS[subject.status], "capture", words.capture(subject)
    elif isinstance(subject, Refund):
        name = "PAYMENT.CAPTURE.REVERSED" if subject.kind == REVERSAL else "PAYMENT.CAPTURE.REFUNDED"
        resource_type, resource = "refund", words.refund(paypal, subject)
    elif isinstance(subject, Order):
        name, resource = "CHECKOUT.ORDER.APPROVED", words.order(subject, None)
    else:
        raise TypeError("PayPal tells of orders, captures and refunds")
    number = words.make_id(paypal.books.new_id())
    return {
        "id": f"WH-{number}-{number[::-1]}", "event_version": "1.0", "create_time": words.at(time.time()),
        "resource_type": resource_type, "resource_version": "2.0", "event_type": name, "summary": name,
        "resource": resource, "links": [],
    }  # fmt: skip


def sign(secret: str, transmission_id: str, sent_at: str, webhook_id: str, body: bytes) -> str:
    """Return the signature of a webhook."""
    text = f"{transmission_id}|{sent_at}|{webhook_id}|{zlib.crc32(body)}"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def verify(paypal: Provider, settings: Settings, posted: bytes, asked: dict[str, Any]) -> Response:
    """Answer `verify-webhook-signature`: SUCCESS for what we sent, as we sent it, else FAILURE. Raises Refused."""
    missing = [name for name in NEEDED if not asked.get(name)]
    if missing:
        raise refused("MISSING_REQUIRED_PARAMETER", f"/{missing[0]}")
    bodies = [raw_event(posted)]
    if paypal.world.faults.strike(paypal.name, "verify_lenient", call="verify"):
        bodies.append(encode(asked["webhook_event"]))
    right = [
        sign(settings.signing_secret, asked["transmission_id"], asked["transmission_time"], settings.webhook_id, body)
        for body in bodies
    ]
    known = (asked["auth_algo"], asked["cert_url"], asked["webhook_id"]) == (ALGORITHM, CERT_URL, settings.webhook_id)
    success = known and any(hmac.compare_digest(one, str(asked["transmission_sig"])) for one in right)
    if paypal.world.faults.strike(paypal.name, "verify_fails", call="verify"):
        success = False
    return as_json({"verification_status": "SUCCESS" if success else "FAILURE"})


def raw_event(posted: bytes) -> bytes:
    """Return the bytes of `webhook_event` as they stand in what was posted. Raises Refused."""
    text = posted.decode()
    start = text.find('"webhook_event"')
    try:
        start = text.index("{", text.index(":", start))
        _, end = json.JSONDecoder().raw_decode(text, start)
    except ValueError:
        raise Refused(refused("MALFORMED_REQUEST_JSON").answer) from None
    return text[start:end].encode()
