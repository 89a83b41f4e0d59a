"""Change the PIN, knowing the old one."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import pins


@dataclass(frozen=True)
class ChangePin(UseCase):
    """Set a new PIN, given as its hash; the old one was verified on the screen before."""

    kind: ClassVar[str] = "change_pin"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    pin_hash: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Set the new PIN, and tell the owner: it may not have been them."""
        pins.change(db, doing.person.id, pins.bind(doing.secrets, doing.person.id, self.pin_hash))
        return doing.tell(db, "security", "pin_changed", {})
