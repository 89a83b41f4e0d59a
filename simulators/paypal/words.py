"""PayPal's words: orders, captures and refunds as answers and webhooks tell them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from simulators.operator_books import EXPIRED, FAILED, PENDING, SUCCEEDED
from simulators.paypal.currencies import places
from simulators.providers.checkouts import Charge, Refund
from simulators.providers.money import write_decimal
from simulators.providers.provider import Provider

if TYPE_CHECKING:
    from simulators.paypal.orders import Order

PARTY: Final = "paypal"
API: Final = "https://api-m.sandbox.paypal.com"
LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CAPTURE_WORDS: Final = {PENDING: "PENDING", SUCCEEDED: "COMPLETED", FAILED: "DECLINED", EXPIRED: "DECLINED"}
REFUND_WORDS: Final = {PENDING: "PENDING", SUCCEEDED: "COMPLETED", FAILED: "FAILED"}
PENDING_REASONS: Final = {"echeck": "ECHECK", "echeck that bounces": "ECHECK"}  # else a review
PAYER: Final = {
    "email_address": "sb-payer@personal.example.com", "payer_id": "QYR5Z8XDVJNXQ",
    "name": {"given_name": "John", "surname": "Doe"}, "address": {"country_code": "FR"},
}  # fmt: skip


def make_id(number: int) -> str:
    """Return an id of 17 capital letters and digits, as PayPal's are, another one for every number."""
    mixed = number * 2_862_933_555_777_941_757 % 36**17  # odd, not a multiple of 3: every number has its own
    digits = ""
    for _ in range(17):
        mixed, rest = divmod(mixed, 36)
        digits += LETTERS[rest]
    return digits


def at(seconds: float) -> str:
    """Return a time as PayPal writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def money(minor: int, currency: str) -> dict[str, str]:
    """Return an amount as PayPal writes it; it writes the decimals of its own currencies only."""
    return {"currency_code": currency, "value": write_decimal(minor, places(currency))}


def link(rel: str, href: str, method: str = "GET") -> dict[str, str]:
    """Return one entry of `links`."""
    return {"href": href, "rel": rel, "method": method}


def capture_word(charge: Charge) -> str:
    """Return its word for how a capture stands."""
    if charge.status == SUCCEEDED and charge.refunds:
        given = sum(one.amount for one in charge.refunds if one.status == SUCCEEDED)
        if given:
            return "REFUNDED" if given >= charge.amount else "PARTIALLY_REFUNDED"
    return CAPTURE_WORDS.get(charge.status, charge.status)


def capture(charge: Charge, api: str = API) -> dict[str, Any]:
    """Return a capture, whole: its fee and what we receive are told once it is completed."""
    order, currency = charge.checkout, charge.checkout.currency
    unit = order.asked["purchase_units"][0]
    here, up = f"{api}/v2/payments/captures/{charge.id}", f"{api}/v2/checkout/orders/{order.id}"
    told: dict[str, Any] = {
        "id": charge.id, "status": capture_word(charge), "amount": money(charge.amount, currency),
        "final_capture": True, "create_time": at(charge.created), "update_time": at(charge.created),
        "supplementary_data": {"related_ids": {"order_id": order.id}},
        "links": [link("self", here), link("refund", f"{here}/refund", "POST"), link("up", up)],
    }  # fmt: skip
    told |= {name: unit[name] for name in ("invoice_id", "custom_id") if name in unit}
    if "custom_id" in told:
        told["custom_id"] = order.reference
    if charge.status == PENDING:
        told["status_details"] = {"reason": PENDING_REASONS.get(charge.method, "PENDING_REVIEW")}
    if charge.status == SUCCEEDED:
        told["seller_protection"] = {"status": "ELIGIBLE", "dispute_categories": ["ITEM_NOT_RECEIVED"]}
        told["seller_receivable_breakdown"] = {
            "gross_amount": money(charge.amount, currency), "paypal_fee": money(charge.fee, currency),
            "net_amount": money(charge.amount - charge.fee, currency),
        }  # fmt: skip
    return told


def order_word(order: Order, shown: Charge | None) -> str:
    """Return its word for how an order stands; with a capture pending it is completed too."""
    if shown is not None and shown.status != FAILED:
        return "COMPLETED"
    if order.approved:
        return "APPROVED"
    return "PAYER_ACTION_REQUIRED" if order.by_source else "CREATED"


def order(
    one: Order, shown: Charge | None, api: str = API, *, whole: bool = True, refunds: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return an order, whole or as little as an answer without `Prefer: return=representation` holds.

    `refunds` are those of its capture, as they are told.
    """
    here, word = f"{api}/v2/checkout/orders/{one.id}", order_word(one, shown)
    links = [link("self", here)]
    if word in ("CREATED", "PAYER_ACTION_REQUIRED"):
        rel = "payer-action" if one.by_source else "approve"
        links.append(link(rel, f"{api}/checkoutnow?token={one.id}"))
    if word == "APPROVED":
        links.append(link("capture", f"{here}/capture", "POST"))
    if not whole:
        return {"id": one.id, "status": word, "links": links}
    unit = {"reference_id": "default", **one.asked["purchase_units"][0]}
    unit["amount"] = money(one.amount, one.currency)
    if shown is not None:
        unit["payments"] = {"captures": [capture(shown, api)], **({"refunds": [*refunds]} if refunds else {})}
    told: dict[str, Any] = {"id": one.id, "intent": "CAPTURE", "status": word, "create_time": at(one.created)}
    told["purchase_units"] = [unit]
    if one.approved:
        told |= {"payer": dict(PAYER), "payment_source": {"paypal": {**PAYER, "account_status": "VERIFIED"}}}
    return {**told, "links": links}


def refund(paypal: Provider, one: Refund, api: str = API, *, whole: bool = True) -> dict[str, Any]:
    """Return a refund; its fee is not given back."""
    here, currency = f"{api}/v2/payments/refunds/{one.id}", one.checkout.currency
    word = REFUND_WORDS[one.status]
    if one.status == FAILED and (other := paypal.struck("refund_word", one)):
        word = str(other.value)
    links = [link("self", here), link("up", f"{api}/v2/payments/captures/{one.charge.id}")]
    if not whole:
        return {"id": one.id, "status": word, "links": links}
    given = sum(other.amount for other in one.charge.refunds if other.status == SUCCEEDED)
    told: dict[str, Any] = {
        "id": one.id, "status": word, "amount": money(one.amount, currency), "create_time": at(one.created),
        "update_time": at(one.created), "links": links,
        "seller_payable_breakdown": {
            "gross_amount": money(one.amount, currency), "paypal_fee": money(0, currency),
            "net_amount": money(one.amount, currency), "total_refunded_amount": money(given, currency),
        },
    }  # fmt: skip
    if one.status == PENDING:
        told["status_details"] = {"reason": "ECHECK"}
    named = {"note_to_payer": one.note, "invoice_id": one.reference}
    return told | {name: value for name, value in named.items() if value}
