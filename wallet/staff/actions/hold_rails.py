"""Hold all rails: at once, by one login, as after a restore. Releasing them takes two (release_rails.py)."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.payments import rail_holds
from wallet.staff.act import Done, StaffAct

RAILS: Final = "rails"  # what both acts are about: there is one hold


@dataclass(frozen=True)
class HoldRails(StaffAct):
    """Have nothing new told to any operator or bank."""

    kind: ClassVar[str] = "hold_rails"

    def do(self, db: Connection, doing: Doing) -> Done:
        """Hold them; a restored database, which holds them by itself, counts from here on what is reconciled."""
        before = rail_holds.find_hold(db)
        if before.since:
            raise Refused("staff.rails_held_already")
        rail_holds.hold(db)
        states = ("held" if before.held else "free", "held")
        return Done(Outcome("staff.rails_held"), RAILS, {"rails": states[0]}, {"rails": states[1]})
