"""BTCPay's API addresses; an invoice has one with its store and one without."""

from __future__ import annotations

from flask import Blueprint, Response

from simulators.btcpay.endpoints import Endpoints
from simulators.btcpay.invoices import Invoice
from simulators.providers.checkouts import payer_of

STORE = "/api/v1/stores/<store>"


def add_api(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve the API of invoices, refunds, pull payments and webhooks."""
    add_invoices(routes, endpoints)
    add_refunds(routes, endpoints)

    @routes.post(f"{STORE}/webhooks")
    def make_webhook(store: str) -> Response:
        return endpoints.call("webhook", [], store, endpoints.make_webhook)


def find(endpoints: Endpoints, invoice_id: str) -> Invoice | None:
    """Return the invoice of this id."""
    found = endpoints.provider.checkouts.get(invoice_id)
    return found if isinstance(found, Invoice) else None


def add_invoices(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve invoices: made, listed, read, marked."""

    @routes.post(f"{STORE}/invoices")
    def create(store: str) -> Response:
        return endpoints.call("create", [], store, endpoints.create)

    @routes.get(f"{STORE}/invoices")
    def list_invoices(store: str) -> Response:
        return endpoints.call("list", [], store, endpoints.list_invoices)

    @routes.get("/api/v1/invoices/<invoice_id>", defaults={"store": None})
    @routes.get(f"{STORE}/invoices/<invoice_id>")
    def read(store: str | None, invoice_id: str) -> Response:
        invoice = find(endpoints, invoice_id)
        return endpoints.call("status", payer_of(invoice), store, lambda: endpoints.read(invoice))

    @routes.get("/api/v1/invoices/<invoice_id>/payment-methods", defaults={"store": None})
    @routes.get(f"{STORE}/invoices/<invoice_id>/payment-methods")
    def payment_methods(store: str | None, invoice_id: str) -> Response:
        invoice = find(endpoints, invoice_id)
        return endpoints.call("payments", payer_of(invoice), store, lambda: endpoints.payment_methods(invoice))

    @routes.post("/api/v1/invoices/<invoice_id>/status", defaults={"store": None})
    @routes.post(f"{STORE}/invoices/<invoice_id>/status")
    def mark(store: str | None, invoice_id: str) -> Response:
        invoice = find(endpoints, invoice_id)
        return endpoints.call("mark", payer_of(invoice), store, lambda: endpoints.mark(invoice))


def add_refunds(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve refunds: pull payments, and the payouts of their claims."""

    @routes.post("/api/v1/invoices/<invoice_id>/refund", defaults={"store": None})
    @routes.post(f"{STORE}/invoices/<invoice_id>/refund")
    def refund(store: str | None, invoice_id: str) -> Response:
        invoice = find(endpoints, invoice_id)
        return endpoints.call("refund", payer_of(invoice), store, lambda: endpoints.refund(invoice))

    @routes.get("/api/v1/pull-payments/<name>", defaults={"payouts": False})
    @routes.get("/api/v1/pull-payments/<name>/payouts", defaults={"payouts": True})
    def pull_payment(name: str, *, payouts: bool) -> Response:
        one = endpoints.pull_payments.get(name)
        payer = payer_of(one.invoice if one else None)
        return endpoints.call("refund_status", payer, None, lambda: endpoints.read_pull_payment(one, payouts=payouts))

    @routes.delete(f"{STORE}/pull-payments/<name>")
    def archive(store: str, name: str) -> Response:
        return endpoints.call("archive", [], store, lambda: endpoints.archive(endpoints.pull_payments.get(name)))

    @routes.route(f"{STORE}/payouts/<payout_id>", methods=["POST"], defaults={"approve": True})
    @routes.route(f"{STORE}/payouts/<payout_id>", methods=["DELETE"], defaults={"approve": False})
    def end_payout(store: str, payout_id: str, *, approve: bool) -> Response:
        return endpoints.call("payout", [], store, lambda: endpoints.end_payout(payout_id, approve=approve))
