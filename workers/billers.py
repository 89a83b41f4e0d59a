"""Asking billers for the bills people look for, many at once and none in a transaction: a slow one starves nobody.

The contract with a biller: `GET <its address>?reference=…` answers 200 with `{"number": "2026-118", "amount": 12500}`,
or 404 when nothing is to be paid; anything else tells nothing, and is asked again.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import Connection

from wallet.business import bills
from wallet.business.bills import Due, Search
from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.prices import tariffs
from workers import process
from workers.rails import RailError
from workers.rails.answers import Unreadable, read_francs, read_object, read_word
from workers.rails.http import Wire
from workers.waking import awake, wake

AT_ONCE: Final = 16
READ_SECONDS: Final = 8.0
FRANCS_MAX: Final = 999_999_999
MISSING: Final = Due("", "", 0)


@cache
def wire() -> Wire:
    """Return the only connections to billers: staff gave their addresses, so they lead to public hosts over TLS."""
    ours = process.configured().wallet.private_billers
    return Wire((), read_seconds=READ_SECONDS, known_hosts=[host for host in ours.split(",") if host])


def look_for_bills() -> int:
    """Put to their billers all searches that are due. Returns how many."""
    awake(process.redis(), "billers")
    engine, done = process.wallet().engine, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while searches := in_transaction(engine, lambda db: bills.lease(db, AT_ONCE)):
            for asked, told in zip(searches, pool.map(ask, searches), strict=True):
                in_transaction(engine, lambda db, asked=asked, told=told: note(db, asked, told))  # type: ignore[misc]  # mypy cannot infer defaults
            done += len(searches)
            wake(process.redis(), "notices")
    return done


def note(db: Connection, asked: Search, told: Due | None) -> None:
    """Write down what came of one search."""
    if told is None:
        bills.note_failed(db, asked)
    elif told is MISSING:
        bills.note_missing(db, asked)
    else:
        bills.note_found(db, asked, told)


def ask(asked: Search) -> Due | None:
    """Return what the biller says is due, MISSING for nothing, None when nothing of use was heard. Never raises."""
    try:
        answer = wire().call("GET", f"{asked.lookup_url}?{urlencode({'reference': asked.reference})}", {})
        if answer.http == 404:
            return MISSING
        if answer.http != 200:
            raise Unreadable(f"HTTP {answer.http}")
        said = read_object(answer.body)
        number, amount = read_word(said.get("number")), read_francs(said.get("amount"))
        if not number or not amount or not tariffs.MINIMUM <= amount <= FRANCS_MAX:
            raise Unreadable("no number, or no amount a bill can have")
        return Due(asked.reference, number, amount)
    except (RailError, Unreadable) as nothing:
        log.warning("biller told nothing", merchant=asked.merchant_id, search=asked.id, why=str(nothing))
    except Exception as broken:  # one search that breaks us must not keep the others waiting
        log.error("bill not looked for", search=asked.id, error=type(broken).__name__, exc_info=True)
    return None
