"""Say who of staff looks after what waits in suspense, by its reason."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.books import suspense_owners
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff import logins, moves
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class OwnSuspense(StaffAct):
    """Have a login look after what waits in suspense for a reason, or for none that is told (suspense)."""

    kind: ClassVar[str] = "own_suspense"

    reason: str
    owner: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Note it. Raises Refused for no such reason, or a login that does not work here."""
        code = moves.find_suspense(db, self.reason, "suspense")
        if not logins.is_active(db, self.owner):
            raise Refused("staff.no_login", login=self.owner)
        account = ledger.get_named(db, code)
        before = suspense_owners.find_owner(db, account) or ""
        suspense_owners.set_owner(db, account, self.owner)
        said = Outcome("staff.suspense_owned", {"reason": self.reason, "owner": self.owner})
        return Done(said, code, {"owner": before}, {"owner": self.owner})
