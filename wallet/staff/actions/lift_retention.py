"""Lift what an order retains: asked by one with the authority's release, done by two; its owner is told."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.retentions import retentions
from wallet.retentions.retentions import Retention
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class OfRetention(ApprovedAct):
    """An act about what an order retains (R12)."""

    retention: str

    @property
    def subject(self) -> str:
        """Its name: R12."""
        return self.retention

    def lock(self, db: Connection) -> None:
        """Hold whoever owns the account."""
        people.lock_rows(db, retentions.get(db, self.retention).owner_id)

    def get_open(self, db: Connection) -> Retention:
        """Return it. Raises Refused once it has ended."""
        found = retentions.get(db, self.retention)
        if found.ended_at:
            raise Refused("staff.retention_ended", retention=found.name)
        return found


@dataclass(frozen=True)
class LiftRetention(OfRetention):
    """Lift it."""

    kind: ClassVar[str] = "lift_retention"

    def preview(self, db: Connection) -> Preview:
        """Return what may leave the account before. Raises Refused once it has ended."""
        found = self.get_open(db)
        now = retentions.read_free(db, found.account_id)
        kept = "everything" if found.is_everything else f"{space(found.amount - found.paid)} FCFA"
        return Preview(rules={f"{found.of}, {found.authority} {found.reference}": (kept, "nothing"),
                              "may leave now": (f"{space(now.free)} FCFA", "more")})  # fmt: skip

    def do(self, db: Connection, doing: Doing) -> Done:
        """Lift it, and tell whoever owns the account."""
        found = self.get_open(db)
        retentions.lift(db, found.name)
        after = retentions.read_free(db, found.account_id)
        owner = people.get_person(db, found.owner_id)
        notices.tell(db, owner, "security", "retention_lifted", balance=after.balance, free=after.free)
        said = {**self.list_values(), "free": after.free}
        return Done(Outcome("staff.retention_lifted", said), self.subject, {"paid": found.paid}, {"free": after.free})
