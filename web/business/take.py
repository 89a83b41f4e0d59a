"""Take a payment at a till: an amount, then its code and QR code, which show by themselves that it is paid."""

import secrets
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.methods import name_method
from documents.poster import write_dialing, write_dialled
from documents.qr import write_qr_address
from documents.words import speak as speak_on_paper
from wallet.business import checkouts, merchants
from wallet.business.checkouts import Checkout
from wallet.business.links import TITLE_LETTERS
from wallet.business.take_at_till import CancelAtOwnTill, CancelAtTill, TakeAtOwnTill, TakeAtTill
from wallet.core.public_ids import find_id, write_id
from wallet.core.values import Money
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import write_url
from web.business.answers import lead_on
from web.business.inside import Inside, do_or_say, enter
from web.business.tills import TAKE, list_tills, show_tills
from web.pages.fresh import answer_changed
from web.process import process

TYPED_LETTERS: Final = 80


def _enter(merchant: str, till: str) -> Inside:
    """Return who may take money at this till. Aborts with 404 for whoever may not, and for a till of others."""
    inside = enter(merchant)
    inside.need(TAKE, "own")
    if till not in inside.read(lambda db: list_tills(db, inside)):
        abort(404)
    return inside


def take_payment(merchant: str, till: str) -> Response:
    """Ask for an amount at a till; lead to its page."""
    inside = _enter(merchant, till)
    say = inside.say
    typed = {name: request.form.get(name, "").strip()[:TYPED_LETTERS] for name in ("amount", "title")}

    def take() -> Response:
        title = " ".join(typed["title"].split())[:TITLE_LETTERS] or say("At till %(code)s", code=till)
        case = TakeAtTill if inside.may(TAKE) else TakeAtOwnTill
        made = inside.perform(case(till, int(Money.read(typed["amount"])), title))
        return lead_on(f"{inside.way}/tills/{till}/{write_id('chk', str(made.values['checkout_id']))}")

    way = f"{inside.way}/tills"
    return do_or_say(inside, take, lambda problem: show_tills(merchant, problem, {**typed, "till": till}), way)


def _find(inside: Inside, till: str, written: str) -> Checkout:
    """Return what was asked for at this till. Aborts with 404 for anything else."""
    row_id = find_id("chk", written)
    found = inside.read(lambda db: checkouts.find(db, row_id)) if row_id else None
    if found is None or (found.merchant_id, found.till) != (inside.merchant_id, till):
        abort(404)
    return found


def show_taken(merchant: str, till: str, checkout: str, problem: str = "") -> Response:
    """Return the page that whoever pays is shown, with how it stands."""
    inside = _enter(merchant, till)
    found, held = _find(inside, till, checkout), process()

    def look(db: Connection) -> dict[str, Any]:
        address = pay_addresses.get_of(db, "checkout", found.id)
        dialled = write_dialled(held.service_code, address.code)
        url = write_url(held.public_url, address.token) if held.public_url else ""
        return {
            "code": address.code, "dialled": dialled, "url": url, "logo": merchants.get_merchant(db, merchant).logo,
            "square": write_qr_address(url or write_dialing(dialled)),
        }  # fmt: skip

    return inside.answer(
        "take.html", "tills", 422 if problem else 200, problem=problem, till=till, attempt=secrets.token_urlsafe(16),
        **inside.read(look), **_stand(inside, till, found),
    )  # fmt: skip


def show_standing(merchant: str, till: str, checkout: str) -> Response:
    """Return the part of the page that changes by itself; 304 for who has it as it is."""
    inside = _enter(merchant, till)
    return answer_changed(inside.answer("taken.html", "tills", **_stand(inside, till, _find(inside, till, checkout))))


def _stand(inside: Inside, till: str, one: Checkout) -> dict[str, Any]:
    method = name_method(speak_on_paper(inside.language), one.paid_by) if one.paid_by else ""
    return {"one": one, "method": method, "here_way": f"{inside.way}/tills/{till}/{write_id('chk', one.id)}"}


def cancel_taken(merchant: str, till: str, checkout: str) -> Response:
    """Take back what was asked for."""
    inside = _enter(merchant, till)
    found = _find(inside, till, checkout)
    way = f"{inside.way}/tills/{till}/{checkout}"

    def cancel() -> Response:
        inside.perform((CancelAtTill if inside.may(TAKE) else CancelAtOwnTill)(found.id))
        return lead_on(f"{inside.way}/tills")

    return do_or_say(inside, cancel, lambda problem: show_taken(merchant, till, checkout, problem), way)
