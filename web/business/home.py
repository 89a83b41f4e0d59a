"""The first page of a business: what it holds, and what today brought; each figure opens the list behind it."""

from flask import Response

from wallet.business.sales import read_figures
from web.business.answers import answer_page, lead_on
from web.business.cookie import find_signed_in
from web.business.inside import enter, lead_elsewhere
from web.business.sign_in import show_sign_in


def show_start() -> Response:
    """Return the page that signs in; whoever is signed in goes to their business, or chooses one."""
    who = find_signed_in()
    if who is None:
        return show_sign_in()
    if elsewhere := lead_elsewhere():
        return elsewhere
    if len(who.businesses) == 1:
        return lead_on(f"/b/{who.businesses[0].merchant_id}")
    return answer_page("choose.html")


def show_home(merchant: str) -> Response:
    """Return the figures that the member's role sees."""
    inside = enter(merchant)
    sees = inside.may("payments:read") or inside.may("balance:read")
    figures = inside.read(lambda db: read_figures(db, merchant)) if sees else None
    return inside.answer("home.html", "home", figures=figures)
