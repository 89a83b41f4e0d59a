"""SIM swaps: each number's row keeps a provider's word on it, so that no hop ever waits for one.

A use case that needs to know writes down that it wants to; a worker asks and writes what it hears. A swap in the last
72 hours keeps PIN resets and money by SMS from happening, and all but little money from leaving (watches.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.messages import notices
from wallet.people import people

WATCHED: Final = timedelta(hours=72)
FRESH: Final = timedelta(minutes=10)
GIVE_UP: Final = timedelta(minutes=15)
LEASE: Final = timedelta(seconds=120)
AGAIN_SECONDS: Final = (2, 10, 30, 60, 120)


@dataclass(frozen=True)
class SimAnswer:
    """A provider's answer about a SIM.

    `swapped_at`: its last change; None when not lately, or nobody knows (not `known`), or knows when (`lately`).
    """

    swapped_at: datetime | None = None
    known: bool = True
    lately: bool = False


@dataclass(frozen=True)
class Sim:
    """The row of a number's SIM. `heard`: see the table; "silence" is an answer that never came."""

    swapped_at: datetime | None
    checked_at: datetime | None
    heard: str
    now: datetime

    @property
    def watched_until(self) -> datetime | None:
        """Moment until which its last change is held against it; None when it is not any more."""
        until = self.swapped_at + WATCHED if self.swapped_at else None
        return until if until and until > self.now else None

    @property
    def fresh(self) -> bool:
        """True when a provider said something lately."""
        return self.heard in ("date", "none", "unknown") and self.checked_since(self.now - FRESH)

    @property
    def is_blind(self) -> bool:
        """True when nobody can tell if it was swapped."""
        return self.heard in ("unknown", "silence")

    def checked_since(self, moment: datetime) -> bool:
        """True when something was heard, be it silence, since then."""
        return self.checked_at is not None and self.checked_at >= moment


def get_sim(db: Connection, number: str) -> Sim:
    """Return what is known of a number's SIM now."""
    row = db.execute(
        text("SELECT swapped_at, checked_at, heard FROM sim WHERE number = :number"), {"number": number}
    ).one_or_none()
    now = clock.now(db)
    return Sim(row.swapped_at, row.checked_at, row.heard, now) if row else Sim(None, None, "", now)


def lock_row(db: Connection, number: str) -> Sim:
    """Return what is known of a number's SIM, keeping news of it out until this transaction ends."""
    db.execute(text("SELECT 1 FROM sim WHERE number = :number FOR SHARE"), {"number": number})
    return get_sim(db, number)


def ask_about(db: Connection, number: str) -> None:
    """Have a worker ask about this number, unless one is about to."""
    db.execute(
        text("""INSERT INTO sim (number, asked_at, due_at) VALUES (:number, wallet_now(), wallet_now())
            ON CONFLICT (number) DO UPDATE SET asked_at = wallet_now(), due_at = wallet_now(), tries = 0
            WHERE sim.asked_at IS NULL"""),
        {"number": number},
    )


def lease(db: Connection, most: int) -> list[str]:
    """Lease the numbers to ask about now to this worker alone, and return them."""
    rows = db.execute(
        text("""UPDATE sim SET due_at = wallet_now() + :lease, tries = tries + 1
            WHERE number IN (SELECT number FROM sim WHERE due_at <= wallet_now()
                             ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED) RETURNING number"""),
        {"lease": LEASE, "most": most},
    )
    return list(rows.scalars())


def wait_for_callback(db: Connection, number: str, request_id: str) -> None:
    """Note that the provider answers later, under this id."""
    later = text("UPDATE sim SET request_id = :request, due_at = wallet_now() + :again WHERE number = :number")
    db.execute(later, {"number": number, "request": request_id, "again": timedelta(seconds=AGAIN_SECONDS[-1])})


def hear_callback(db: Connection, request_id: str, heard: SimAnswer) -> bool:
    """Keep an answer that came later; False for one nobody waits for. A worker frees the payouts it held up."""
    asked = text("SELECT number FROM sim WHERE request_id = :request FOR UPDATE")
    number = db.execute(asked, {"request": request_id}).scalar_one_or_none()
    if number is None:
        return False
    hear(db, number, heard)
    return True


# Somebody to ask about, or an answer that came by callback and payouts that wait for it.
ANSWERED: Final = """SELECT DISTINCT s.number FROM sim s JOIN payment p ON p.sim = s.number
    WHERE p.sim <> '' AND p.state = 'created' AND p.due_at IS NULL AND s.asked_at IS NULL"""
DUE: Final = "SELECT number FROM sim WHERE due_at <= wallet_now()"
IS_DUE: Final = f"({DUE} LIMIT 1) UNION ALL ({ANSWERED} LIMIT 1)"


def list_answered(db: Connection) -> list[str]:
    """Return the numbers whose answer has come while payouts wait for it."""
    return list(db.execute(text(ANSWERED)).scalars())


def ask_again_later(db: Connection, number: str) -> bool:
    """Note that no answer came; False once none is waited for any more: silence is then what was heard."""
    row = db.execute(
        text("""UPDATE sim SET due_at = wallet_now() + make_interval(secs =>
                (CAST(:again AS int[]))[least(greatest(tries, 1), cardinality(CAST(:again AS int[])))])
            WHERE number = :number AND asked_at > wallet_now() - :give_up RETURNING 1"""),
        {"number": number, "again": list(AGAIN_SECONDS), "give_up": GIVE_UP},
    ).one_or_none()
    if row is None:
        _end(db, number, "silence", None)
    return row is not None


def hear(db: Connection, number: str, heard: SimAnswer) -> None:
    """Keep what a provider said, and tell the owner of a change that was not told before."""
    before = get_sim(db, number)
    swapped_at = clock.now(db) if heard.lately else heard.swapped_at
    _end(db, number, "date" if swapped_at else "none" if heard.known else "unknown", swapped_at)
    after, person = get_sim(db, number), people.find_by_phone(db, number)
    if person and after.watched_until and after.swapped_at != before.swapped_at:
        until = clock.shown(after.watched_until)
        notices.tell(db, person, "security", "sim_swapped", **until)


def _end(db: Connection, number: str, heard: str, swapped_at: datetime | None) -> None:
    hears = text("SELECT hear_sim(:number, :heard, CAST(:swapped AS timestamptz))")
    db.execute(hears, {"number": number, "heard": heard, "swapped": swapped_at})
