"""Paying the lines of payrolls that were approved, each in its turn; and telling how they ended.

Two hands pay at once, each in transactions of its own: while one reckons, the database works for the other.
"""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.payouts.make_payout import WAKES
from wallet.salaries import paying, tell_ended
from wallet.salaries.part_by_part import Turn
from workers import process
from workers.waking import awake, wake_all

AT_ONCE: Final = 50
HANDS: Final = 2
LeftAside = defaultdict[str, list[str]]  # lines that cannot be paid for now, by their payroll


def pay_due() -> int:
    """Pay lines of each payroll that is due, until none is. Returns how many lines."""
    awake(process.redis(), "salaries")
    engine = process.wallet().engine
    done = pay_with_hands(engine, lambda: wake_all(process.redis(), WAKES))
    if in_transaction(engine, lambda db: tell_ended.tell_due(db, AT_ONCE)):
        wake_all(process.redis(), ("notices", "mail"))
    return done


def pay_with_hands(engine: Engine, wake: Callable[[], None]) -> int:
    """Pay what is due with all hands, waking who goes on with it after each step. Returns how many lines."""
    aside = LeftAside(list)
    with ThreadPoolExecutor(HANDS) as hands:
        return sum(hands.map(lambda _: pay_by_turns(engine, aside, wake), range(HANDS)))


def pay_by_turns(engine: Engine, aside: LeftAside, wake: Callable[[], None]) -> int:
    """Pay lines of each payroll that is due, by turns, until none is, or others are at the rest. Returns how many."""
    done = 0
    broken: set[str] = set()
    turns: dict[str, Turn] = {}
    while due := [one for one in in_transaction(engine, find_due) if one not in broken]:
        ended = 0
        for one in due:
            try:
                ended += turns.setdefault(one, Turn(one, aside[one])).pay(engine)
            except Exception as failed:  # one that cannot be paid must not keep the others waiting
                broken.add(one)
                log.error("payroll not paid", id=one, error=type(failed).__name__, exc_info=True)
        wake()
        done += ended
        if not ended:
            break
    return done


def find_due(db: Connection) -> list[str]:
    """Return the payrolls that are due, the longest waiting first."""
    return [str(one) for one in db.execute(text(f"{paying.DUE} LIMIT {AT_ONCE}")).scalars()]
