"""The first page of a business, and the part of it that is read again while it is open."""

from flask import Response

from web.business.answers import answer_page, lead_on
from web.business.cookie import find_signed_in
from web.business.dashboard import read_live, read_whole
from web.business.inside import enter, lead_elsewhere
from web.business.sign_in import show_sign_in
from web.pages.fresh import answer_changed


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
    return inside.answer("home.html", "home", **read_live(inside), **read_whole(inside))


def show_live(merchant: str) -> Response:
    """Return the part of the page that changes by itself; 304 for who has it as it is."""
    inside = enter(merchant)
    return answer_changed(inside.answer("live.html", "home", **read_live(inside)))
