"""The hosted page of a card provider: approve, 3-D Secure, decline, cancel, leave, pay twice, pay too late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from simulators.operator_books import SUCCEEDED
from simulators.providers.checkouts import Charge, Checkout
from simulators.providers.page import View, render
from simulators.providers.provider import Provider

OTP: Final = "12345"  # the code of Flutterwave's own test cards
DECLINED: Final = "Declined by the card's bank"
WRONG_CODE: Final = "Wrong 3-D Secure code"
CLOSED: Final = View("You may close this page")

Answer = Response | Redirect


@dataclass
class CardPage:
    """One provider's page; `facts` shows a checkout, `methods` names what may pay it.

    `back` sends the payer back with the provider's words for a charge, or for None when they cancelled; `once` says
    whether what is paid cannot be paid again, `cancelled` is done when the payer cancels.
    """

    provider: Provider
    title: str
    facts: Callable[[Checkout], tuple[tuple[str, str], ...]]
    methods: Callable[[Checkout], Mapping[str, str]]
    back: Callable[[Checkout, Charge | None], Answer]
    attempts_max: Callable[[Checkout], int]
    once: Callable[[Checkout], bool] = lambda checkout: False
    cancelled: Callable[[Checkout], None] = lambda checkout: None

    def show(self, checkout: Checkout, notice: str = "") -> Response:
        """Return the page as it stands for this checkout."""
        methods = self.methods(checkout)
        acts = {f"pay:{method}": f"Pay with {label}" for method, label in methods.items()}
        if "card" in methods:
            acts |= {"three_d_secure": "Pay with a card that asks 3-D Secure", "decline": "Pay with a declined card"}
        acts |= {"cancel": "Cancel", "leave": "Leave without a word"}
        if checkout.expired:
            acts = {"late": "Pay all the same: the bank was slow", "leave": "Leave"}
            notice = notice or "The time to pay is over."
        elif checkout.paid:
            acts = {f"pay:{next(iter(methods))}": "Pay once more", "return": "Return to the shop"}
            notice = notice or "This was paid already."
        return render(View(self.title, self.facts(checkout), tuple(acts.items()), notice=notice))

    def act(self, checkout: Checkout, act: str) -> Answer:
        """Do what the payer pressed."""
        name, _, method = act.partition(":")
        if name == "leave":
            return render(CLOSED)
        if name == "cancel" and not checkout.cancelled:
            checkout.cancelled = True
            self.cancelled(checkout)
        if name in ("cancel", "return"):
            paid = [one for one in checkout.charges if name == "return" and one.status == SUCCEEDED]
            return self.send_back(checkout, paid[-1] if paid else None)
        known = {f"pay:{one}" for one in self.methods(checkout)} | {"three_d_secure", "decline", "late"}
        if act not in known or (checkout.expired and act != "late"):
            return self.show(checkout)
        if checkout.paid and self.once(checkout):
            return self.show(checkout, "This transaction is closed.")
        charge = self.provider.begin(checkout, method or "card")
        if name == "three_d_secure":
            charge.authenticating = True
            return redirect(url_for(".three_d_secure", name=checkout.id, charge_id=charge.id), 303)
        self.provider.decide(charge, DECLINED if name == "decline" else "")
        return self.after(checkout, charge)

    def authenticate(self, checkout: Checkout, charge: Charge, code: str) -> Answer:
        """End the 3-D Secure step: the right code approves, another one fails."""
        if charge.authenticating:
            self.provider.decide(charge, "" if code.strip() == OTP else WRONG_CODE)
        return self.after(checkout, charge)

    def after(self, checkout: Checkout, charge: Charge) -> Answer:
        """Send the payer back, or show the page again for another try after a refusal."""
        failed = [one for one in checkout.charges if one.reason]
        if charge.reason and len(failed) < self.attempts_max(checkout):
            return self.show(checkout, f"{charge.reason}. Try again, or cancel.")
        return self.send_back(checkout, charge)

    def send_back(self, checkout: Checkout, charge: Charge | None) -> Answer:
        """Redirect to the client's address with the provider's words."""
        if self.provider.struck("return_none", checkout, "return") or not checkout.return_url:
            return render(CLOSED)
        if self.provider.struck("return_forged", checkout, "return"):
            invented = Charge(checkout, self.provider.new_id(), checkout.amount, "card")
            charge = replace(charge or invented, status=SUCCEEDED)
        return self.back(checkout, charge)


def add_routes(routes: Blueprint, path: str, page: CardPage) -> None:
    """Serve the page at `<path>/<name>` and its 3-D Secure step below it."""

    def find(name: str) -> Checkout | None:
        return page.provider.checkouts.get(name)

    @routes.route(f"{path}/<name>", methods=["GET", "POST"])
    def hosted(name: str) -> Answer:
        checkout = find(name)
        if checkout is None:
            return render(View("This link is not known"), 404)
        return page.show(checkout) if request.method == "GET" else page.act(checkout, request.form.get("act", ""))

    @routes.route(f"{path}/<name>/3ds/<charge_id>", methods=["GET", "POST"])
    def three_d_secure(name: str, charge_id: str) -> Answer:
        checkout = find(name)
        charge = next((one for one in checkout.charges if one.id == charge_id), None) if checkout else None
        if checkout is None or charge is None:
            return render(View("This link is not known"), 404)
        if request.method == "POST":
            if request.form.get("act") == "leave":
                return render(CLOSED)
            return page.authenticate(checkout, charge, request.form.get("code", ""))
        choices = (("approve", "Confirm"), ("leave", "Leave without a word"))
        return render(View("3-D Secure", page.facts(checkout), choices, (("code", f"Code ({OTP} is right)", ""),)))
