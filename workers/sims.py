"""Asking about SIMs, and telling or giving back the payouts that waited for the answer."""

from typing import Final

from sqlalchemy import Connection

from wallet.core.database import in_transaction
from wallet.core.logs import log, masked
from wallet.payments import payments
from wallet.payments.orders import Confirmation, News
from wallet.people import sims
from wallet.purposes.settle import settle
from workers import process
from workers.rails import RailError
from workers.waking import awake, wake

AT_ONCE: Final = 8  # numbers a round: each question takes up to 13 s, a lease lasts 120
ROUNDS: Final = 5


def ask_due() -> int:
    """Ask about every number that is due. Returns how many."""
    awake(process.redis(), "sims")
    engine, asked = process.wallet().engine, 0
    for _ in range(ROUNDS):
        numbers = in_transaction(engine, lambda db: sims.lease(db, AT_ONCE))
        for number in numbers:
            ask(number)
        asked += len(numbers)
        if not numbers:
            break
    for number in in_transaction(engine, sims.list_answered):
        let_go(number)
    return asked


def ask(number: str) -> None:
    """Ask one question, outside any transaction, and write down the answer."""
    engine = process.wallet().engine
    try:
        answer = process.sim_swaps().ask(number)
    except RailError as failed:
        log.warning("SIM not looked at", phone=masked(number), why=failed.why)
        in_transaction(engine, lambda db: sims.ask_again_later(db, number))
        return
    if isinstance(answer, str):
        in_transaction(engine, lambda db: sims.wait_for_callback(db, number, answer))
    else:
        in_transaction(engine, lambda db: sims.hear(db, number, answer))


def let_go(number: str) -> None:
    """Tell operators the payouts that waited, or give them back after a swap or when nobody could tell."""

    def act(db: Connection) -> set[str]:
        sim, waiting = sims.get_sim(db, number), payments.list_waiting_for_sim(db, number)
        if sim.fresh and not sim.watched_until:
            return payments.make_due(db, waiting)
        why = "sim_swapped" if sim.watched_until else "sim_unknown"
        settle(db, [News(one, Confirmation("failed", reason=why)) for one in waiting])
        return set()

    for queue in ("notices", *in_transaction(process.wallet().engine, act)):
        wake(process.redis(), queue)
