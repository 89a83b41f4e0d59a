"""Choose the first PIN of a wallet that somebody else opened: its owner does, on their own phone."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people, pins
from wallet.prices import limits


@dataclass(frozen=True)
class ChoosePin(UseCase):
    """Set the first PIN; it arrives as its hash: the caller has typed it twice."""

    kind: ClassVar[str] = "choose_pin"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    pin_hash: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Set the PIN. Raises Refused when there is one by now."""
        person = doing.person
        if not people.set_first_pin(db, person.id, pins.bind(doing.secrets, person.id, self.pin_hash)):
            raise Refused("refusal.already_registered")
        ceiling = limits.read_ceilings(db, person.tier, "out")["operation"]
        said = {"name": person.shown, "phone": person.phone, "maximum": ceiling}
        notices.tell(db, person, "answer", "wallet_opened", **said)
        return Outcome("pin_chosen", said, told=True)
