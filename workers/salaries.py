"""Paying the lines of payrolls that were approved, some at a time: one payroll keeps no other waiting."""

from sqlalchemy import Connection, text

from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.payouts.make_payout import WAKES
from wallet.salaries import paying
from wallet.salaries.part_by_part import Turn
from workers import process
from workers.waking import awake, wake_all

AT_ONCE = 50


def pay_due() -> int:
    """Pay lines of each payroll that is due, by turns, until none is. Returns how many lines."""
    awake(process.redis(), "salaries")
    engine, done = process.wallet().engine, 0
    broken: set[str] = set()
    turns: dict[str, Turn] = {}
    while due := [one for one in in_transaction(engine, find_due) if one not in broken]:
        ended = 0
        for one in due:
            try:
                ended += turns.setdefault(one, Turn(one)).pay(engine)
            except Exception as failed:  # one that cannot be paid must not keep the others waiting
                broken.add(one)
                log.error("payroll not paid", id=one, error=type(failed).__name__, exc_info=True)
        wake_all(process.redis(), WAKES)
        done += ended
        if not ended:
            break
    return done


def find_due(db: Connection) -> list[str]:
    """Return the payrolls that are due, the longest waiting first."""
    return [str(one) for one in db.execute(text(f"{paying.DUE} LIMIT {AT_ONCE}")).scalars()]
