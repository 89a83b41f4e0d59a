"""End the reset of a forgotten PIN on one's own phone: choose the new one, or keep the old."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.operations import asks
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people, pin_resets, pins
from wallet.prices import watches


@dataclass(frozen=True)
class ReadyReset:
    """A reset whose new PIN may be chosen now: a fact for the screen."""

    id: str


def find_ready_reset(db: Connection, person_id: str) -> ReadyReset:
    """Return the reset this person may end now. Raises Refused after a swap, Locked before the SIM was looked at."""
    return ReadyReset(pin_resets.get_ready(db, people.get_person(db, person_id)).id)


@dataclass(frozen=True)
class ResetPin(UseCase):
    """Set a PIN, given as its hash, that somebody who saw the ID let this phone choose."""

    kind: ClassVar[str] = "reset_pin"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    pin_hash: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Set the new PIN; tell the owner. Raises Refused without a reset or after a swap, Locked before its check."""
        until = pin_resets.finish(db, doing.person, pins.bind(doing.secrets, doing.person.id, self.pin_hash))
        asks.drop(db, doing.person.phone)
        watch = watches.find_watch(db, doing.person)
        maximum = watch.maximum if watch else 0
        return doing.tell(db, "security", "pin_reset", {"maximum": maximum, **clock.shown(until)})


@dataclass(frozen=True)
class KeepPin(UseCase):
    """End a reset that the owner did not ask for."""

    kind: ClassVar[str] = "keep_pin"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Keep the PIN as it was. Raises Refused when there is no reset any more."""
        if not pin_resets.drop(db, doing.person.id):
            raise Refused("refusal.no_reset")
        return doing.tell(db, "security", "pin_kept", {})
