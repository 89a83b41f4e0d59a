"""BTCPay's pages: the payer pays an invoice, little, much, twice or late, or claims a refund."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Redirect

from simulators.btcpay.endpoints import Endpoints
from simulators.btcpay.invoices import METHODS, Invoice
from simulators.btcpay.views import standing
from simulators.btcpay.words import bitcoin, places
from simulators.providers.card_page import CLOSED
from simulators.providers.money import WrongAmount, read_minor, write_decimal
from simulators.providers.page import View, render

LEAVE: Final = ("leave", "Leave without a word")
RETURN: Final = ("return", "Return to the shop")
PAY: Final = (
    ("pay:BTC-LN", "Pay by lightning"),
    ("pay:BTC-CHAIN", "Pay on the chain"),
    ("unconfirmed", "Pay on the chain, never confirmed"),
)


def add_pages(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve `/i/<invoice>` and `/pull-payments/<name>`."""

    @routes.route("/i/<invoice_id>", methods=["GET", "POST"])
    def pay(invoice_id: str) -> Response | Redirect:
        found = endpoints.provider.checkouts.get(invoice_id)
        if not isinstance(found, Invoice):
            return render(View("This invoice is not known"), 404)
        if request.method == "GET":
            return show(endpoints, found)
        return act(endpoints, found, request.form.get("act", ""), request.form.get("amount", ""))

    @routes.route("/pull-payments/<name>", methods=["GET", "POST"])
    def claim(name: str) -> Response:
        found = endpoints.pull_payments.get(name)
        if found is None:
            return render(View("This pull payment is not known"), 404)
        facts = (("Refund of", found.invoice.reference), ("Amount", f"{found.amount} {found.currency}"))
        if found.archived and not found.claimed:
            return render(View("This pull payment is over", facts))
        if request.method == "POST" and request.form.get("act") == "claim" and not found.claimed:
            endpoints.wallet.claim(found, request.form.get("destination", ""))
        if found.claimed:
            return render(View("Claimed", facts, notice=f"The payout is {found.payouts[-1].state}."))
        choices = (("claim", "Claim the money"), LEAVE)
        return render(View("BTCPay refund", facts, choices, (("destination", "Bitcoin address", "bcrt1qpayer"),)))


def show(endpoints: Endpoints, invoice: Invoice, notice: str = "") -> Response:
    """Return the page as it stands for this invoice."""
    status, additional = standing(endpoints.provider, invoice)
    decimals, left = places(invoice.currency), max(invoice.amount - invoice.paid_amount(), 0)
    facts = (
        ("For", str(invoice.asked["metadata"].get("itemDesc") or invoice.reference)),
        ("Amount", f"{write_decimal(invoice.amount, decimals)} {invoice.currency}"),
        ("Due", f"{bitcoin(left, invoice.currency, invoice.rate)} BTC"),
        ("Status", f"{status} {additional}"),
    )
    wanted = invoice.asked["checkout"].get("paymentMethods") or METHODS
    shown = {"unconfirmed", *[f"pay:{method}" for method in wanted]}
    choices = [(name, label) for name, label in PAY if name in shown]
    fields = (("amount", f"Amount in {invoice.currency}", write_decimal(left or invoice.amount, decimals)),)
    return render(View("BTCPay invoice", facts, (*choices, RETURN, LEAVE), fields, notice))


def act(endpoints: Endpoints, invoice: Invoice, name: str, typed: str) -> Response | Redirect:
    """Do what the payer pressed."""
    if name == "leave":
        return render(CLOSED)
    if name == "return":
        return send_back(endpoints, invoice)
    try:
        amount = read_minor(typed, places(invoice.currency))
    except WrongAmount:
        return show(endpoints, invoice, "This is no amount.")
    method = name.partition(":")[2] or "BTC-CHAIN"
    endpoints.wallet.receive(invoice, method, amount, confirms=name != "unconfirmed")
    if invoice.asked["checkout"].get("redirectAutomatically") and invoice.paid_amount() >= invoice.needed:
        return send_back(endpoints, invoice)
    return show(endpoints, invoice, "The payment was seen.")


def send_back(endpoints: Endpoints, invoice: Invoice) -> Response | Redirect:
    """Redirect to the client's address; it says nothing of the outcome, only what its placeholders ask for."""
    if not invoice.return_url or endpoints.provider.struck("return_none", invoice, "return"):
        return render(CLOSED)
    order = str(invoice.asked["metadata"].get("orderId") or "")
    url = invoice.return_url.replace("{InvoiceId}", invoice.id).replace("{OrderId}", order)
    return redirect(url, 303)
