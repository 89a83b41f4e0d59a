"""The payout of all that is left when a wallet closes: a way out like any other, at the price of a withdrawal.

One small sum goes free and counts against no ceiling, once for each human; so does what is too little to be withdrawn.
"""

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.core import clock, thresholds
from wallet.core.errors import Refused
from wallet.people.people import Person
from wallet.prices import limits, tariffs
from wallet.prices.round_trips import WAYS_OUT

AFTER_CASH_IN: Final = timedelta(days=1)
WAS_FREE: Final = text("""SELECT 1 FROM payment p JOIN person h ON h.id = p.person_id
    WHERE h.human_id = CAST(:human AS uuid) AND p.purpose = 'close_wallet' AND NOT p.counted AND p.state <> 'failed'
    LIMIT 1""")
CASH_IN: Final = text("""SELECT max(o.at) FROM agent_operation o JOIN person h ON h.id = o.other_id
    WHERE h.human_id = CAST(:human AS uuid) AND o.kind = 'take_cash_in' AND o.at > wallet_now() - :day""")


class ClosingPayout(NamedTuple):
    """The payout of all that is left: amount, fee and tax sum to it. `counted` says if ceilings count it."""

    amount: int
    fee: int = 0
    tax: int = 0
    counted: bool = False


def allow(db: Connection, owner: Person, left: int, channel: str) -> ClosingPayout:
    """Return how what is left is paid out, counted against its owner's ceilings; the owner must be locked.

    Raises Refused within a day of cash in, or for more than the ceilings let out at once.
    """
    refuse_after_cash_in(db, owner)
    payout = price(db, owner, left)
    if payout.counted:
        try:
            limits.spend(db, owner, payout.amount, channel)
        except Refused:
            raise Refused("refusal.close_too_much", amount=left) from None
    return payout


def refuse_after_cash_in(db: Connection, owner: Person) -> None:
    """Raise Refused for a human whom an agent credited in the last day."""
    brought: datetime | None = db.execute(CASH_IN, {"human": owner.human_id, "day": AFTER_CASH_IN}).scalar_one()
    if brought:
        raise Refused("refusal.close_after_cash_in", **clock.shown(brought + AFTER_CASH_IN))


def price(db: Connection, owner: Person, left: int) -> ClosingPayout:
    """Return the most that can be paid out of what is left, with its price; a franc that no amount uses up goes too."""
    was_free = db.execute(WAS_FREE, {"human": owner.human_id}).first() is not None
    if left <= thresholds.get_threshold(db, "free_closing") and not was_free:
        return ClosingPayout(left)
    tariff = tariffs.read_tariff(db, WAYS_OUT["close_wallet"])
    most = bisect_right(range(left + 1), left, key=tariff.total) - 1
    if most < tariffs.MINIMUM:
        return ClosingPayout(left)
    charged = tariff.price(most)
    return ClosingPayout(left - charged.fee - charged.tax, charged.fee, charged.tax, counted=True)
