"""Decide whether somebody is whom a sanctions list names: two do, and one alone says that a name is only alike.

A true one keeps all their money where it is, what comes too; a false one lets it go, and is not asked again. Nobody is
told: who asks hears that they may call.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection

from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.sanctions import hits
from wallet.staff.act import ApprovedAct, Done, Preview, StaffAct


@dataclass(frozen=True)
class DecideHit(ApprovedAct):
    """Decide what was found (X7)."""

    kind: ClassVar[str] = "decide_hit"
    read_by: ClassVar[str] = "sanctions"

    hit: str
    verdict: Literal["true", "false"]

    @property
    def subject(self) -> str:
        """Its name: X7."""
        return self.hit

    def lock(self, db: Connection) -> None:
        """Hold its case."""
        hits.lock_row_case(db, self.hit)

    def preview(self, db: Connection) -> Preview:
        """Return whom it is about, and what it says. Raises Refused for what is decided so already."""
        found = hits.get(db, self.hit)
        if found.state == self.verdict:
            raise Refused("staff.hit_decided", hit=found.hit, state=found.state)
        money = "stays" if found.strong or found.state == "true" else "moves"
        return Preview(rules={
            f"{found.kind} {found.name}": (f"like {found.names[0]}, {found.reference}, by {found.score}", self.verdict),
            "their money": (money, "stays" if self.verdict == "true" else "moves"),
        })  # fmt: skip

    def do(self, db: Connection, doing: Doing) -> Done:
        """Decide it, and close its case."""
        found = hits.get(db, self.hit)
        hits.decide(db, found, self.verdict)
        cases.close_case(db, found.case_number)
        before, after = {"state": found.state}, {"state": self.verdict, "subject": found.subject_id}
        return Done(Outcome("staff.hit_decided_now", self.list_values()), self.subject, before, after)


@dataclass(frozen=True)
class ClearHit(StaffAct):
    """Say alone that a name which stopped no money is another's."""

    kind: ClassVar[str] = "clear_hit"
    read_by: ClassVar[str] = "sanctions"

    hit: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Clear it, and close its case. Raises Refused for one by which money stays, and for what was decided."""
        hits.lock_row_case(db, self.hit)
        found = hits.get(db, self.hit)
        if found.strong:
            raise Refused("staff.hit_takes_two", hit=found.hit)
        if found.state != "open":
            raise Refused("staff.hit_decided", hit=found.hit, state=found.state)
        hits.clear(db, found)
        cases.close_case(db, found.case_number)
        said = {"hit": found.hit, "verdict": "false"}
        return Done(Outcome("staff.hit_decided_now", said), found.hit, {"state": "open"}, {"state": "false"})
