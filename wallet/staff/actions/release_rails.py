"""Release all rails, once every operator's file was laid beside the books since they are held: two of staff say so."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.payments import rail_holds
from wallet.people.numbers import take_turn
from wallet.staff.act import ApprovedAct, Done, Preview
from wallet.staff.actions.hold_rails import RAILS


@dataclass(frozen=True)
class ReleaseRails(ApprovedAct):
    """Have operators told again of what waits."""

    kind: ClassVar[str] = "release_rails"

    @property
    def subject(self) -> str:
        """There is one hold."""
        return RAILS

    def lock(self, db: Connection) -> None:
        """Have releases take turns."""
        take_turn(db, "release rails")

    def preview(self, db: Connection) -> Preview:
        """Return what changes. Raises Refused for rails that nobody holds, or that are not reconciled."""
        found = rail_holds.find_hold(db)
        if not found.held:
            raise Refused("staff.rails_not_held")
        if found.since is None:
            raise Refused("staff.rails_held_by_restore", moment=found.restored_to)
        if kept := rail_holds.list_unreconciled(db):
            no_file = ", ".join(one.rail for one in kept if not one.has_file)
            differ = ", ".join(f"{one.rail} {one.open_differences}" for one in kept if one.open_differences)
            raise Refused("staff.rails_not_reconciled", no_file=no_file or "none", differ=differ or "none")
        return Preview(rules={RAILS: ("held", "free")})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Release them."""
        self.preview(db)
        rail_holds.release(db)
        return Done(Outcome("staff.rails_released"), self.subject, {"rails": "held"}, {"rails": "free"})
