"""Tills of a business: what each took today, payments as they come, and posters by which people pay at them."""

import secrets
from typing import Any, Final

from flask import Response, abort
from sqlalchemy import Connection

from documents.poster import print_poster, write_dialing, write_dialled
from documents.qr import write_qr_address
from wallet.business import dashboard, sales
from wallet.business.dashboard import SalesTotal
from wallet.business.posters import get_payee
from wallet.business.sales import SaleFilter
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.codes import TillCode
from wallet.core.public_ids import write_id
from wallet.members import memberships
from web.business.inside import Inside, enter
from web.business.payments import name_sale
from web.pages.fresh import answer_changed
from web.pages.printing import answer_paper, print_paper
from web.process import process

SHOWN_MOST: Final = 15  # payments
NOTHING: Final = {"till": "", "amount": "", "title": ""}  # typed
TAKE: Final = "checkouts:write"


def show_tills(merchant: str, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return the tills that the member sees, each with how people pay at it; `typed` stood in a till's form."""
    inside = _enter(merchant)
    found, held = _read(inside), process()
    dialled = {code: write_dialled(held.service_code, code) for code in found["tills"]}
    squares = {code: write_qr_address(write_dialing(one)) for code, one in dialled.items()}
    may_show = inside.may(TAKE, "own")
    return inside.answer(
        "tills.html", "tills", 422 if problem else 200, problem=problem, typed=typed or NOTHING, dialled=dialled,
        squares=squares, may_show=may_show, attempt=secrets.token_urlsafe(16), **found,
    )  # fmt: skip


def show_takings(merchant: str) -> Response:
    """Return the part of the page that changes by itself; 304 for who has it as it is."""
    inside = _enter(merchant)
    return answer_changed(inside.answer("takings.html", "tills", **_read(inside)))


def _enter(merchant: str) -> Inside:
    inside = enter(merchant)
    inside.need("payments:read", "own")
    return inside


def list_tills(db: Connection, inside: Inside) -> list[str]:
    """Return the tills of whoever looks: of a cashier, their own."""
    if inside.may("payments:read"):
        return memberships.list_tills(db, inside.merchant_id)
    return [*inside.business.tills]


def _read(inside: Inside) -> dict[str, Any]:
    def look(db: Connection) -> dict[str, Any]:
        tills, today = list_tills(db, inside), clock.now(db).astimezone(DOUALA).date()
        totals = dashboard.group(dashboard.read_days(db, inside.merchant_id, 1).now, lambda one: one.till)
        came = sales.list_sales(db, inside.merchant_id, SaleFilter(today, tills=tills), SHOWN_MOST)
        return {"tills": {code: totals.get(code, SalesTotal()) for code in tills}, "came": came}

    return {**inside.read(look), "name": lambda sale: name_sale(inside, sale), "write_id": write_id}


def print_till(merchant: str, till: str) -> Response:
    """Print the poster of a till."""
    inside = enter(merchant)
    inside.need(TAKE, "own")
    if till not in inside.read(lambda db: list_tills(db, inside)):
        abort(404)
    payee, held = inside.read(lambda db: get_payee(db, TillCode(till))), process()
    printed = print_paper(
        lambda: print_poster(payee, payee.language, held.service_code, held.short_number, held.public_url)
    )
    return answer_paper(printed, f"mbongo-{till}")
