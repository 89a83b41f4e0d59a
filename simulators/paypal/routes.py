"""PayPal's API addresses."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from simulators.paypal.endpoints import Endpoints
from simulators.paypal.orders import Order, payer_by
from simulators.providers.checkouts import payer_of


def posted_payer() -> tuple[str, ...]:
    """Return the payer of a posted order, whatever else is wrong with it: faults may be asked for its references."""
    body: Any = request.get_json(silent=True)
    units = body.get("purchase_units") if isinstance(body, dict) else None
    unit = units[0] if isinstance(units, list) and units else None
    return payer_by(unit) if isinstance(unit, dict) else ()


def add_api(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve the API: tokens, orders, captures, refunds, and the verification of webhooks."""
    provider, call, once = endpoints.provider, endpoints.call, endpoints.once

    def find(order_id: str) -> Order | None:
        found = provider.checkouts.get(order_id)
        return found if isinstance(found, Order) else None

    @routes.post("/v1/oauth2/token")
    def token() -> Response:
        return endpoints.line.carry("token", [], endpoints.token)

    @routes.post("/v2/checkout/orders")
    def create() -> Response:
        return call("create", posted_payer(), lambda: once(endpoints.create))

    @routes.get("/v2/checkout/orders/<order_id>")
    def read(order_id: str) -> Response:
        order = find(order_id)
        return call("status", payer_of(order), lambda: endpoints.read(order))

    @routes.post("/v2/checkout/orders/<order_id>/capture")
    def capture(order_id: str) -> Response:
        order = find(order_id)
        return call("capture", payer_of(order), lambda: once(lambda: endpoints.capture(order)))

    @routes.get("/v2/payments/captures/<capture_id>")
    def read_capture(capture_id: str) -> Response:
        charge = provider.charges.get(capture_id)
        return call("status", payer_of(charge), lambda: endpoints.read_capture(charge))

    @routes.post("/v2/payments/captures/<capture_id>/refund")
    def refund(capture_id: str) -> Response:
        charge = provider.charges.get(capture_id)
        return call("refund", payer_of(charge), lambda: once(lambda: endpoints.refund(charge)))

    @routes.get("/v2/payments/refunds/<refund_id>")
    def read_refund(refund_id: str) -> Response:
        one = provider.refunds.get(refund_id)
        return call("refund_status", payer_of(one), lambda: endpoints.read_refund(one))

    @routes.post("/v1/notifications/verify-webhook-signature")
    def verify() -> Response:
        return call("verify", [], endpoints.verify)
