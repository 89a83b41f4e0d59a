"""Finding what a page's address shows, while whoever tries many addresses by chance is told to wait."""

from typing import Final

from flask import abort, request

from wallet.core.database import in_one_statement
from web.checkout.bill import Bill, LinkBill, find_bill
from web.gateways.knocks import WRONG_MAX, Knocks
from web.process import process

KNOCKS: Final = Knocks()  # addresses that try tokens by chance


def find_shown(token: str) -> Bill | LinkBill | None:
    """Return what stands behind a page's address; an address of ours that tries many by chance is told to wait."""
    reference = request.args.get("p", "")
    found = in_one_statement(process().wallet.engine, lambda db: find_bill(db, token, reference))
    if found is None and KNOCKS.count_wrong(request.remote_addr or "") > WRONG_MAX:
        abort(429)
    return found
