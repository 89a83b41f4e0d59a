"""PayPal's hosted page: the payer approves an order, with money that is there or not, cancels, or leaves."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Redirect

from simulators.paypal.orders import DECLINED, DENIED_ECHECK, ECHECK, INSTANT, Order, read_context
from simulators.paypal.words import PAYER, money
from simulators.providers.card_page import CLOSED
from simulators.providers.page import View, redirect_to, render
from simulators.providers.provider import Provider

ORDER_APPROVED: Final = "order_approved"
WAYS: Final = {
    "approve": (INSTANT, "Pay now"),
    "approve_echeck": (ECHECK, "Pay by eCheck, which takes days"),
    "approve_denied": (DENIED_ECHECK, "Pay by an eCheck that will bounce"),
    "approve_declined": (DECLINED, "Pay with a card that will be declined"),
    "late": (INSTANT, "Pay all the same, too late"),
}
LEAVE: Final = ("leave", "Leave without a word")


def add_page(routes: Blueprint, paypal: Provider) -> None:
    """Serve `/checkoutnow?token=<order>`."""

    @routes.route("/checkoutnow", methods=["GET", "POST"])
    def approve() -> Response | Redirect:
        order = paypal.checkouts.get(request.args.get("token", ""))
        if not isinstance(order, Order):
            return render(View("Sorry, this order is not known"), 404)
        return show(order) if request.method == "GET" else act(paypal, order, request.form.get("act", ""))


def show(order: Order) -> Response:
    """Return the page as it stands for this order."""
    unit, context = order.asked["purchase_units"][0], read_context(order.asked)
    amount = money(order.amount, order.currency)
    facts = (
        ("To", str(context.get("brand_name") or "Mbongo")),
        ("For", str(unit.get("description") or order.reference)),
        ("Amount", f"{amount['value']} {amount['currency_code']}"),
    )
    choices = [(name, label) for name, (_, label) in WAYS.items() if name != "late"]
    notice = ""
    if order.approved:
        choices, notice = [("return", "Return to the shop")], "You approved this already."
    elif order.expired:
        choices, notice = [("late", WAYS["late"][1])], "The time to pay is over."
    else:
        choices.append(("cancel", "Cancel and return to the shop"))
    return render(View("PayPal", facts, (*choices, LEAVE), notice=notice))


def act(paypal: Provider, order: Order, name: str) -> Response | Redirect:
    """Do what the payer pressed."""
    if name == "leave":
        return render(CLOSED)
    if name == "cancel":
        order.cancelled = True
    elif name in WAYS and not order.approved and (not order.expired or name == "late"):
        order.approved, order.funding = True, WAYS[name][0]
        paypal.tell(ORDER_APPROVED, order, early=paypal.struck("callback_early", order) is not None)
    elif name != "return" or not order.approved:
        return show(order)
    return send_back(paypal, order, approved=name != "cancel")


def send_back(paypal: Provider, order: Order, *, approved: bool) -> Response | Redirect:
    """Redirect to the client with PayPal's words: a PayerID only where the payer approved."""
    approved = paypal.struck("return_forged", order, "return") is not None or approved
    url = order.return_url if approved else order.cancel_url
    if not url or paypal.struck("return_none", order, "return"):
        return render(CLOSED)
    query = {"token": order.id, "PayerID": str(PAYER["payer_id"])} if approved else {"token": order.id}
    return redirect_to(url, query)
