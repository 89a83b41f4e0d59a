"""Links of a business: listed, made, closed, and their posters."""

import secrets
from typing import Any, Final

from flask import Response, abort, request

from documents.poster import print_poster
from wallet.business import checkout_asks, links
from wallet.business.checkout_asks import CheckoutAsk
from wallet.business.create_link import WRITE_LINKS, CloseLink, CloseOwnLink, CreateLink, CreateOwnLink
from wallet.business.links import Link, NewLink
from wallet.business.posters import get_payee
from wallet.core.codes import RequestCode
from wallet.core.errors import Misread, WalletError
from wallet.core.public_ids import find_id, write_id
from wallet.core.values import Money
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import write_url
from web.business.answers import lead_on
from web.business.inside import Inside, do_or_say, enter
from web.business.tills import list_tills
from web.pages.printing import answer_paper, print_paper
from web.process import process

TIMES_MOST: Final = 999_999
ASKED_MOST: Final = 50
READ: Final = "links:read"
TYPED: Final = ("title", "amount", "least", "most", "times", "till")


def show_links(merchant: str, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return the links of a business, the form that makes one, and whom its programs asked."""
    inside = enter(merchant)
    inside.need(READ, "own")
    own = inside.narrow(READ)
    found = inside.read(lambda db: links.list_of(db, merchant, own))
    asked = inside.read(lambda db: checkout_asks.list_of(db, merchant, ASKED_MOST)) if own is None else []
    return inside.answer(
        "links.html", "links", 422 if problem else 200, problem=problem, links=found, write_id=write_id,
        asked=[(one, name_asked(inside, one)) for one in asked],
        url=lambda token: write_url(process().public_url or request.host_url, token),
        typed={name: (typed or {}).get(name, "") for name in TYPED}, anywhere=own is None,
        tills=inside.read(lambda db: list_tills(db, inside)), attempt=secrets.token_urlsafe(16),
        may_write=inside.may(WRITE_LINKS, "own"),
        name_place=inside.name_place, makers=inside.read(lambda db: links.name_makers(db, merchant)),
    )  # fmt: skip


def name_asked(inside: Inside, one: CheckoutAsk) -> str:
    """Return how a request stands, in a word or two."""
    say = inside.say
    return {
        "open": say("To pay"), "paid": say("Paid"), "refused": say("Refused"), "expired": say("Expired"),
        "cancelled": say("Taken back"),
    }[one.state]  # fmt: skip


def make_link(merchant: str) -> Response:
    """Make a link of what was typed: an amount, or bounds of one, and the till at which it stands."""
    inside = enter(merchant)
    inside.need(WRITE_LINKS, "own")
    typed = {name: request.form.get(name, "").strip()[:80] for name in TYPED}

    def make() -> Response:
        amounts: dict[str, Any] = {
            name: int(Money.read(typed[name])) if typed[name] else None for name in ("amount", "least", "most")
        }
        times = read_times(typed["times"])
        case = CreateLink if inside.may(WRITE_LINKS) else CreateOwnLink
        inside.perform(case(NewLink(merchant, typed["title"], times=times, till=typed["till"], **amounts)))
        return lead_on(f"{inside.way}/links")

    return do_or_say(inside, make, lambda problem: show_links(merchant, problem, typed), f"{inside.way}/links")


def read_times(typed: str) -> int | None:
    """Return how often a link makes a checkout, None for as often as anybody pays. Raises Misread."""
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) <= TIMES_MOST):
        raise Misread("member.times_unfit")
    return int(typed)


def _find(inside: Inside, written: str) -> Link:
    """Return a link that the member sees. Aborts with 404 for none of theirs."""
    link_id = find_id("lnk", written)
    found = inside.read(lambda db: links.find(db, link_id)) if link_id else None
    own = inside.narrow(READ)
    if found is None or found.merchant_id != inside.merchant_id or (own is not None and found.till not in own):
        abort(404)
    return found


def close_link(merchant: str, link: str) -> Response:
    """Close a link: nothing more is paid by it."""
    inside = enter(merchant)
    inside.need(WRITE_LINKS, "own")
    found = _find(inside, link)

    def close() -> Response:
        case = CloseLink if inside.may(WRITE_LINKS) else CloseOwnLink
        inside.perform(case(found.id))
        return lead_on(f"{inside.way}/links")

    return do_or_say(inside, close, lambda problem: show_links(merchant, problem), f"{inside.way}/links")


def print_link(merchant: str, link: str) -> Response:
    """Print the poster of a link."""
    inside = enter(merchant)
    inside.need(READ, "own")
    found, held = _find(inside, link), process()
    code = inside.read(lambda db: pay_addresses.get_of(db, "link", found.id)).code
    try:
        payee = inside.read(lambda db: get_payee(db, RequestCode(code)))
    except WalletError as ended:
        return show_links(merchant, inside.say_problem(ended))
    printed = print_paper(
        lambda: print_poster(payee, payee.language, held.service_code, held.short_number, held.public_url)
    )
    return answer_paper(printed, f"mbongo-{code}")
