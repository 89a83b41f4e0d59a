"""PayPal's API addresses."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from simulators.paypal.endpoints import Endpoints
from simulators.paypal.orders import Order


def posted_reference() -> str | None:
    """Return the reference a posted order names, whatever else is wrong with it: faults may be asked for one."""
    body: Any = request.get_json(silent=True)
    units = body.get("purchase_units") if isinstance(body, dict) else None
    unit = units[0] if isinstance(units, list) and units else None
    named = [unit.get(name) for name in ("custom_id", "invoice_id", "reference_id")] if isinstance(unit, dict) else []
    return next((one for one in named if isinstance(one, str) and one), None)


def add_api(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve the API: tokens, orders, captures, refunds, and the verification of webhooks."""
    provider = endpoints.provider

    def order_of(order_id: str) -> tuple[Order | None, str | None]:
        found = provider.checkouts.get(order_id)
        return (found, found.payer[0]) if isinstance(found, Order) else (None, None)

    @routes.post("/v1/oauth2/token")
    def token() -> Response:
        return endpoints.line.carry("token", None, endpoints.token)

    @routes.post("/v2/checkout/orders")
    def create() -> Response:
        return endpoints.call("create", posted_reference(), lambda: endpoints.once(endpoints.create))

    @routes.get("/v2/checkout/orders/<order_id>")
    def read(order_id: str) -> Response:
        order, reference = order_of(order_id)
        return endpoints.call("status", reference, lambda: endpoints.read(order))

    @routes.post("/v2/checkout/orders/<order_id>/capture")
    def capture(order_id: str) -> Response:
        order, reference = order_of(order_id)
        return endpoints.call("capture", reference, lambda: endpoints.once(lambda: endpoints.capture(order)))

    @routes.get("/v2/payments/captures/<capture_id>")
    def read_capture(capture_id: str) -> Response:
        charge = provider.charges.get(capture_id)
        reference = charge.checkout.payer[0] if charge else None
        return endpoints.call("status", reference, lambda: endpoints.read_capture(charge))

    @routes.post("/v2/payments/captures/<capture_id>/refund")
    def refund(capture_id: str) -> Response:
        charge = provider.charges.get(capture_id)
        reference = charge.checkout.payer[0] if charge else None
        return endpoints.call("refund", reference, lambda: endpoints.once(lambda: endpoints.refund(charge)))

    @routes.get("/v2/payments/refunds/<refund_id>")
    def read_refund(refund_id: str) -> Response:
        one = provider.refunds.get(refund_id)
        reference = one.checkout.payer[0] if one else None
        return endpoints.call("refund_status", reference, lambda: endpoints.read_refund(one))

    @routes.post("/v1/notifications/verify-webhook-signature")
    def verify() -> Response:
        return endpoints.call("verify", None, endpoints.verify)
