"""The wallet behind BTCPay: payments arrive and confirm, invoices expire, claims are paid out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from simulators.btcpay import webhooks
from simulators.btcpay.invoices import INVALID, PROCESSING, SETTLED, SPEEDS, Invoice
from simulators.btcpay.refunds import (
    AWAITING_APPROVAL,
    AWAITING_PAYMENT,
    CANCELLED,
    COMPLETED,
    IN_PROGRESS,
    Payout,
    PullPayment,
)
from simulators.btcpay.settings import Settings
from simulators.btcpay.views import standing
from simulators.operator_books import SUCCEEDED
from simulators.providers.checkouts import Charge
from simulators.providers.provider import Provider

NEVER_CONFIRMED = "the payment never confirmed"


@dataclass
class Wallet:
    """The chain as invoices and claims meet it, each step told by webhook."""

    btcpay: Provider
    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.btcpay.ended = self.settle

    def tell(self, event: str, subject: Invoice | Charge | Payout) -> None:
        """Tell an event, before going on when a fault says so."""
        self.btcpay.tell(event, subject, early=self.btcpay.struck("callback_early", subject) is not None)

    def tell_once(self, event: str, invoice: Invoice) -> None:
        """Tell an event of an invoice the first time it happens."""
        with self._lock:
            known = event in invoice.events
            invoice.events.add(event)
        if not known:
            self.tell(event, invoice)

    def receive(self, invoice: Invoice, method: str, amount: int, *, confirms: bool = True) -> Charge:
        """Take note of a payment and have it confirmed: at once by lightning, on the chain as the policy says."""
        charge = self.btcpay.begin(invoice, method, amount)
        self.tell(webhooks.RECEIVED, charge)
        if invoice.stands()[0] in (PROCESSING, SETTLED):
            self.tell_once(webhooks.PROCESSING, invoice)
        instant = method == "BTC-LN" or invoice.asked["checkout"].get("speedPolicy") == SPEEDS[0]
        refusal = "" if confirms else NEVER_CONFIRMED
        if instant and confirms:
            self.btcpay.decide(charge)
        else:
            later = self.settings.confirmation_seconds
            self.btcpay.world.timers.after(later, lambda: self.btcpay.decide(charge, refusal))
        return charge

    def settle(self, charge: Charge) -> None:
        """Tell what a payment's end made of its invoice."""
        invoice = charge.checkout
        if not isinstance(invoice, Invoice):
            return
        status, _ = standing(self.btcpay, invoice)
        if status == SETTLED:
            self.tell_once(webhooks.SETTLED, invoice)
        elif status == INVALID:
            self.tell_once(webhooks.INVALID, invoice)

    def expire(self, invoice: Invoice) -> None:
        """Tell that an invoice expired, unless it was paid."""
        if invoice.stands()[0] == "Expired":
            self.tell_once(webhooks.EXPIRED, invoice)

    def claim(self, pull_payment: PullPayment, destination: str) -> Payout:
        """Take a payer's claim; it is paid once approved."""
        source = pull_payment.source()
        payout = Payout(
            source,
            self.btcpay.new_id(),
            pull_payment.minor,
            reference=pull_payment.id,
            pull_payment=pull_payment.id,
            destination=destination,
        )
        pull_payment.payouts.append(payout)
        self.tell("PayoutCreated", payout)
        if self.settings.payouts_approved:
            self.approve(payout)
        return payout

    def approve(self, payout: Payout) -> None:
        """Approve a claim and pay it, now or later."""
        if payout.state != AWAITING_APPROVAL:
            return
        payout.state = AWAITING_PAYMENT
        self.tell("PayoutApproved", payout)
        waits = self.btcpay.struck("refund_waits", payout)
        seconds = float(waits.value or 0) if waits else self.settings.payout_seconds
        self.btcpay.world.timers.after(seconds, lambda: self.pay(payout))

    def pay(self, payout: Payout) -> None:
        """Send the money of a claim, or cancel it for want of money."""
        if payout.state != AWAITING_PAYMENT:
            return
        payout.state = IN_PROGRESS
        fails = self.btcpay.struck("refund_fails", payout) or self.btcpay.struck("float_exhausted", payout)
        if fails or not self.btcpay.books.give_back(payout) or payout.status != SUCCEEDED:
            self.cancel(payout)
            return
        payout.state = COMPLETED
        self.tell("PayoutUpdated", payout)

    def cancel(self, payout: Payout) -> None:
        """Cancel a claim that was not paid; its pull payment can be claimed again."""
        if payout.state == COMPLETED:
            return
        payout.state = CANCELLED
        self.btcpay.books.close(payout, "cancelled")
        self.tell("PayoutUpdated", payout)
