"""Resets of a forgotten PIN: whoever saw the ID starts one, the owner ends it on their own phone, within two days.

Nothing of the old PIN is needed and nothing of the new one is told: a SIM that has just changed hands must not do. So
the SIM is looked at minutes before; where nobody can tell of it, the owner has a day to hear of the reset and stop it.
While a wallet is locked for its robbed owner none is started, nor ended: phone and ID may be the thief's.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import Locked, Refused
from wallet.messages import notices
from wallet.people import people, sims
from wallet.people.people import Person
from wallet.people.sims import Sim

GOOD_FOR: Final = timedelta(hours=48)
BLIND_WAIT: Final = timedelta(hours=24)
SMS_STOPPED_FOR: Final = timedelta(hours=72)


@dataclass(frozen=True)
class PinReset:
    """A reset that its owner has not ended yet."""

    id: str
    started_at: datetime

    def has_look(self, sim: Sim) -> bool:
        """True when the SIM was looked at lately, and since this began."""
        return sim.checked_since(max(self.started_at, sim.now - sims.FRESH))


def start(db: Connection, person: Person, started_by: str) -> None:
    """Let the owner choose a new PIN at their next call; the SIM is asked about meanwhile.

    Raises Refused after a swap, and while the wallet is locked for its robbed owner.
    """
    people.refuse_robbed(person)
    sims.ask_about(db, person.phone)
    sim = sims.get_sim(db, person.phone)
    if sim.watched_until:
        raise Refused("refusal.sim_swapped", **clock.shown(sim.watched_until))
    _end(db, person.id, "replaced")
    db.execute(
        text("""INSERT INTO pin_reset (id, person_id, started_by, started_at)
            VALUES (:id, :person, :by, wallet_now())"""),
        {"id": str(uuid.uuid4()), "person": person.id, "by": started_by},
    )
    notices.tell(db, person, "security", "new_pin_awaited")


def find_open(db: Connection, person_id: str) -> PinReset | None:
    """Return the reset this person may end now, or None."""
    row = db.execute(
        text("""SELECT id::text, started_at FROM pin_reset
            WHERE person_id = :id AND state = 'open' AND started_at > wallet_now() - :good_for"""),
        {"id": person_id, "good_for": GOOD_FOR},
    ).one_or_none()
    return PinReset(**row._mapping) if row else None


def look_ahead(db: Connection, person_id: str) -> PinReset | None:
    """Return the reset this person may end, or None; the SIM is looked at meanwhile, unless it was of late."""
    reset = find_open(db, person_id)
    if reset:
        phone = people.get_person(db, person_id).phone
        if not reset.has_look(sims.get_sim(db, phone)):
            sims.ask_about(db, phone)
    return reset


def get_ready(db: Connection, person: Person) -> PinReset:
    """Return the reset this person may end now, their SIM having been looked at since it began, and of late.

    Raises Refused without a reset, after a swap, and while the wallet is locked for its robbed owner; Locked while
    nothing is heard of the SIM, and for a day after the reset began where nobody can tell.
    """
    people.refuse_robbed(person)
    reset = find_open(db, person.id)
    if reset is None:
        raise Refused("refusal.no_reset")
    sim = sims.lock_row(db, person.phone)
    if sim.watched_until:
        raise Refused("refusal.sim_swapped", **clock.shown(sim.watched_until))
    if not reset.has_look(sim):
        raise Locked("refusal.sim_being_checked")
    if sim.is_blind and sim.now < reset.started_at + BLIND_WAIT:
        raise Locked("refusal.reset_waits", **clock.shown(reset.started_at + BLIND_WAIT))
    return reset


def finish(db: Connection, person: Person, pin_hash: str) -> datetime:
    """Set the new PIN and open its lock. Returns until when money by SMS stops. The person must be locked.

    Raises Refused and Locked as get_ready() does.
    """
    get_ready(db, person)
    db.execute(
        text("""UPDATE pin SET hash = :hash, past = (array_prepend(:hash, past))[1:3], tries = 0, locks = 0,
            locked_until = NULL WHERE person_id = :id"""),
        {"id": person.id, "hash": pin_hash},
    )
    _end(db, person.id, "done", blind=sims.get_sim(db, person.phone).is_blind)
    return clock.now(db) + SMS_STOPPED_FOR


def drop(db: Connection, person_id: str) -> bool:
    """End a reset the owner did not ask for, keeping the PIN. False when none is open: it may have been done."""
    return _end(db, person_id, "dropped")


def find_sms_stopped_until(db: Connection, person_id: str) -> datetime | None:
    """Return until when a reset stops this person's money by SMS, or None."""
    newest = text("""SELECT max(ended_at) FROM pin_reset WHERE person_id = :id AND state = 'done'
        AND ended_at > wallet_now() - :stopped""")
    ended: datetime | None = db.execute(newest, {"id": person_id, "stopped": SMS_STOPPED_FOR}).scalar_one()
    return ended + SMS_STOPPED_FOR if ended else None


def _end(db: Connection, person_id: str, state: str, *, blind: bool = False) -> bool:
    ended = db.execute(
        text("""UPDATE pin_reset SET state = :state, ended_at = wallet_now(), blind = :blind
            WHERE person_id = :id AND state = 'open'"""),
        {"id": person_id, "state": state, "blind": blind},
    )
    return bool(ended.rowcount)
