"""Look at a person: who they are, what their money is, and what stands in its way. That somebody looked is kept."""

from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.operations.use_case import Doing, Outcome
from wallet.staff import person_view
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class LookAtPerson(StaffAct):
    """Look at one person, as `person_view.PersonView` shows them."""

    kind: ClassVar[str] = "look_at_person"
    remembered: ClassVar[bool] = False

    person_id: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Return what staff see of them, as the outcome's values."""
        return Done(Outcome("staff.person_seen", asdict(person_view.get_view(db, self.person_id))), self.person_id)
