"""Ending what has waited too long: a code nobody paid out, a request nobody answered, a day of sales not told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import Connection, TextClause, text

from wallet.agents import cash_outs
from wallet.business import checkouts, invoice_deadlines, sales_digest
from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.payouts import schedules
from wallet.requests import payment_requests
from wallet.sending import claims
from wallet.subscriptions import charging
from wallet.verification import renewal
from workers import process
from workers.waking import awake, wake_all

AT_ONCE: Final = 200


@dataclass(frozen=True)
class Deadline:
    """One kind of deadline. `due` selects the ids whose time is up; `end` ends one, locked, if it is still open."""

    due: str
    end: Callable[[Connection, str], None]


DEADLINES: Final[dict[str, Deadline]] = {
    "claims": Deadline(claims.DUE, claims.give_back),
    "requests": Deadline(payment_requests.DUE, payment_requests.expire),
    "checkouts": Deadline(checkouts.DUE, checkouts.expire),
    "cash_outs": Deadline(cash_outs.DUE, cash_outs.expire),
    "invoices": Deadline(invoice_deadlines.DUE, invoice_deadlines.end),
    "payouts": Deadline(schedules.DUE, schedules.end),
    "subscriptions": Deadline(charging.DUE, charging.end),
    "documents": Deadline(renewal.DUE, renewal.end),
    "digests": Deadline(sales_digest.DUE, sales_digest.tell_day),
}
NOTHING: Final = "SELECT '' WHERE false"
SOMETHING_DUE: Final = " UNION ALL ".join([NOTHING, *(f"({one.due} LIMIT 1)" for one in DEADLINES.values())])


def end_due() -> int:
    """End everything that is due. Returns how many."""
    awake(process.redis(), "deadlines")
    engine, ended = process.wallet().engine, 0
    for name, deadline in DEADLINES.items():
        due = text(f"{deadline.due} LIMIT {AT_ONCE}")
        for one in in_transaction(engine, partial(_due, due)):
            try:
                in_transaction(engine, partial(_end, deadline, one))
                ended += 1
            except Exception as failed:  # one that cannot be ended must not keep the others waiting
                log.error("deadline not ended", kind=name, id=one, error=type(failed).__name__, exc_info=True)
    if ended:
        wake_all(process.redis(), ("notices", "mail", "webhooks"))
    return ended


def _due(found: TextClause, db: Connection) -> list[str]:
    return [str(one) for one in db.execute(found).scalars()]


def _end(deadline: Deadline, one: str, db: Connection) -> None:
    deadline.end(db, one)
