"""BTCPay's endpoints: what each call does once it got through the line."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from typing import cast

from flask import Response, request

from simulators import status_scripts
from simulators.answers import as_json
from simulators.btcpay import views, webhooks
from simulators.btcpay.invoices import INVALID, SETTLED, Invoice, read_body, read_invoice
from simulators.btcpay.problems import error, refused, wrong
from simulators.btcpay.refunds import (
    AWAITING_APPROVAL,
    AWAITING_PAYMENT,
    PullPayment,
    read_pull_payment,
    show_payout,
    show_pull_payment,
)
from simulators.btcpay.settings import Settings
from simulators.btcpay.wallet import Wallet
from simulators.operator_line import OperatorLine
from simulators.providers.provider import MISSING, Provider


class Endpoints:
    """BTCPay's calls over its books."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.settings = cast("Settings", provider.settings)
        self.wallet = Wallet(provider, self.settings)
        self.line = OperatorLine(provider.name, provider.world, error, lambda: None)
        self.pull_payments: dict[str, PullPayment] = {}

    def call(self, name: str, payer: Sequence[str], store: str | None, act: Callable[[], Response]) -> Response:
        """Carry one call through the line, the key of this store and the endpoint."""

        def through() -> Response:
            self.check_key(store)
            return act()

        return self.line.carry(name, payer, through)

    def check_key(self, store: str | None) -> None:
        """Let the key of this store through. Raises Refused."""
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        right = self.settings.api_key
        if scheme != "token" or not key or (right and not hmac.compare_digest(key, right)):
            raise refused("unauthenticated")
        if store not in (None, self.settings.store_id):
            raise refused("store-not-found")

    def asked(self, fault: str) -> bool:
        """True when a fault hits that concerns no invoice yet."""
        return self.provider.world.faults.strike(self.provider.name, fault) is not None

    def refusal_status(self) -> int:
        """Return the HTTP status of a refusal of wrong fields."""
        return 400 if self.asked("validation_400") else 422

    def create(self) -> Response:
        """Make an invoice; the same orderId twice makes two. Raises Refused."""
        btcpay = self.provider
        rounds = self.asked("rounds_amounts")
        one = read_invoice(self.settings, btcpay.new_id(), self.refusal_status(), rounds=rounds)
        btcpay.open(one)
        self.wallet.tell_once(webhooks.CREATED, one)
        btcpay.world.timers.after(one.expires - one.created, lambda: self.wallet.expire(one))
        answer = as_json(views.invoice(btcpay, self.settings, one, base()))
        one.told = status_scripts.draw_script(lambda name: btcpay.struck(name, one))
        if missing := btcpay.struck("status_missing", one):
            one.told = [MISSING] * int(missing.value or 0)
        return answer

    def read(self, one: Invoice | None) -> Response:
        """Tell how an invoice stands. Raises Refused."""
        told = views.invoice(self.provider, self.settings, one, base()) if one else None
        if told is None:
            raise refused("invoice-not-found")
        return as_json(told)

    def list_invoices(self) -> Response:
        """Tell the invoices of an orderId, a status, or all, newest first."""
        orders, statuses = request.args.getlist("orderId"), request.args.getlist("status")
        all_invoices = [one for one in reversed([*self.provider.checkouts.values()]) if isinstance(one, Invoice)]
        found = [one for one in all_invoices if not orders or one.asked["metadata"].get("orderId") in orders]
        told = [views.invoice(self.provider, self.settings, one, base()) for one in found]
        kept = [one for one in told if one is not None and (not statuses or one["status"] in statuses)]
        skip, take = request.args.get("skip", 0, int), request.args.get("take", 50, int)
        return as_json(kept[skip : skip + take])

    def payment_methods(self, one: Invoice | None) -> Response:
        """Tell each way to pay an invoice, its rate, what is due and what was paid. Raises Refused."""
        if one is None:
            raise refused("invoice-not-found")
        return as_json(views.payment_methods(one))

    def mark(self, one: Invoice | None) -> Response:
        """Mark an invoice Settled or Invalid by hand; no money moves. Raises Refused."""
        if one is None:
            raise refused("invoice-not-found")
        status = read_body().get("status")
        if status not in (SETTLED, INVALID):
            raise wrong("status", "Status can only be marked to invalid or settled", self.refusal_status())
        one.marked = status
        self.wallet.tell_once(webhooks.SETTLED if status == SETTLED else webhooks.INVALID, one)
        return self.read(one)

    def refund(self, one: Invoice | None) -> Response:
        """Make a pull payment for whoever paid; nothing here is idempotent. Raises Refused."""
        if one is None:
            raise refused("invoice-not-found")
        made = read_pull_payment(one, self.provider.new_id(), read_body(), self.refusal_status())
        self.pull_payments[made.id] = made
        return as_json(show_pull_payment(made, base()))

    def read_pull_payment(self, one: PullPayment | None, *, payouts: bool) -> Response:
        """Tell a pull payment, or its payouts. Raises Refused."""
        if one is None:
            raise refused("pullpayment-not-found")
        if payouts:
            return as_json([show_payout(payout, one) for payout in one.payouts])
        return as_json(show_pull_payment(one, base()))

    def archive(self, one: PullPayment | None) -> Response:
        """Let nobody claim a pull payment any more; claims that wait are cancelled. Raises Refused."""
        if one is None:
            raise refused("pullpayment-not-found")
        one.archived = True
        for payout in one.payouts:
            if payout.state in (AWAITING_APPROVAL, AWAITING_PAYMENT):
                self.wallet.cancel(payout)
        return Response(status=200)

    def end_payout(self, payout_id: str, *, approve: bool) -> Response:
        """Approve a payout that waits, or cancel it. Raises Refused."""
        for pull_payment in self.pull_payments.values():
            for payout in pull_payment.payouts:
                if payout.id == payout_id:
                    self.wallet.approve(payout) if approve else self.wallet.cancel(payout)
                    return as_json(show_payout(payout, pull_payment))
        raise refused("pullpayment-not-found")

    def make_webhook(self) -> Response:
        """Point the store's webhook somewhere. Raises Refused."""
        asked, settings = read_body(), self.settings
        if not isinstance(asked.get("url"), str):
            raise wrong("url", "Url is required", self.refusal_status())
        events = asked.get("authorizedEvents") or {}
        settings.webhook_url = asked["url"]
        settings.webhook_secret = str(asked.get("secret") or settings.webhook_secret)
        settings.webhook_events = [] if events.get("everything", True) else list(events.get("specificEvents") or [])
        if asked.get("automaticRedelivery") is False:
            settings.webhook_pauses_seconds = []
        return as_json({"id": settings.webhook_id, "enabled": True, **asked, "secret": settings.webhook_secret})


def base() -> str:
    """Return the base of BTCPay's addresses as this client reached them."""
    return f"{request.host_url}btcpay"
