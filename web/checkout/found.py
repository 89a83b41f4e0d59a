"""Finding what a page's address shows, while whoever tries many addresses by chance is told to wait."""

from typing import Final

from flask import abort, request

from wallet.core.database import in_one_statement
from web.checkout.bill import Shown, find_bill
from web.gateways.knocks import WRONG_MAX, Knocks
from web.process import process

KNOCKS: Final = Knocks()  # addresses that try tokens by chance
PRESSES: Final = Knocks()  # addresses that press a page's buttons: each press writes a row, or has a phone prompted
PRESSES_MAX: Final = 30  # in a minute, at one page


def find_shown(token: str) -> Shown | None:
    """Return what stands behind a page's address; an address of ours that tries many by chance is told to wait."""
    reference = request.args.get("p", "")
    found = in_one_statement(process().wallet.engine, lambda db: find_bill(db, token, reference))
    if found is None and KNOCKS.count(request.remote_addr or "") > WRONG_MAX:
        abort(429)
    return found


def find_pressed(token: str) -> Shown | None:
    """Return what stands behind the page whose button was pressed; who presses without end is told to wait."""
    if PRESSES.count(request.remote_addr or "", token) > PRESSES_MAX:
        abort(429)
    return find_shown(token)
