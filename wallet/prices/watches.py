"""Watches: for 72 hours after a SIM swap or a PIN reset little of a wallet's money leaves a day, whichever way it goes.

Whoever took a number over knows no other way out than those we offer, so one rule bounds them all: how much may leave
is a dated row of `caution`, and what left is counted for the human, whose wallets share it.
"""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.people import sims
from wallet.people.people import Person
from wallet.prices import limits

# Why a wallet is watched, and how that is said; each is a kind of caution. Of a blind reset's SIM nobody could tell.
REFUSALS: Final = {
    "after_swap": "refusal.held_after_swap",
    "after_reset": "refusal.held_after_reset",
    "after_blind_reset": "refusal.held_after_reset",
}
# The strictest comes first; a kind without a row lets nothing out. News of the SIM being written is waited for.
WATCH: Final = text("""WITH s AS (SELECT swapped_at FROM sim WHERE number = :number FOR SHARE)
    SELECT w.why, w.until, COALESCE(c.amount, 0) AS maximum FROM (
      SELECT 'after_swap' AS why, swapped_at + :watched AS until FROM s WHERE swapped_at > wallet_now() - :watched
      UNION ALL
      SELECT CASE WHEN blind THEN 'after_blind_reset' ELSE 'after_reset' END, ended_at + :watched FROM pin_reset
      WHERE person_id = CAST(:id AS uuid) AND state = 'done' AND ended_at > wallet_now() - :watched) w
    LEFT JOIN LATERAL (SELECT amount FROM caution WHERE kind = w.why AND since <= wallet_now()
      ORDER BY since DESC LIMIT 1) c ON true
    ORDER BY maximum, w.until DESC LIMIT 1""")
LEFT_TODAY: Final = text(f"""SELECT COALESCE(sum(u.amount), 0)::bigint FROM person h JOIN usage u ON u.person_id = h.id
    WHERE h.human_id = CAST(:human AS uuid) AND u.direction = 'watched' AND u.day = {clock.TODAY}""")  # noqa: S608 - a constant


class Watch(NamedTuple):
    """A watch over a wallet: why, until when, and how many francs may leave a day in it."""

    why: str
    until: datetime
    maximum: int


def find_watch(db: Connection, person: Person) -> Watch | None:
    """Return the strictest watch that stands over this person's wallet, None while none does."""
    row = db.execute(WATCH, {"number": person.phone, "id": person.id, "watched": sims.WATCHED}).one_or_none()
    return Watch(*row) if row else None


def count_leaving(db: Connection, person: Person, amount: int) -> None:
    """Count francs that leave a watched wallet, whichever way; the person must be locked. Nothing else is counted.

    Raises Refused for more than may leave today, saying what is left of it and until when.
    """
    watch = find_watch(db, person) if amount else None
    if watch is None:
        return
    left = max(watch.maximum - db.execute(LEFT_TODAY, {"human": person.human_id}).scalar_one(), 0)
    if amount > left:
        raise Refused(REFUSALS[watch.why], maximum=watch.maximum, left=left, **clock.shown(watch.until))
    limits.recount(db, person.id, limits.WATCHED, amount)
