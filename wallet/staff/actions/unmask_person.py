"""Unmask a person: their numbers, name and papers are masked until a login says why, which is kept."""

from dataclasses import asdict, dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff import unmasking
from wallet.staff.act import WHY_LETTERS, Done, StaffAct, get_session

REASON_LETTERS: Final = 10  # as the database counts them (functions.sql)


@dataclass(frozen=True)
class UnmaskPerson(StaffAct):
    """See one person in clear for a quarter of an hour; `given_for` is a case (C17), what waits (its name) or ""."""

    kind: ClassVar[str] = "unmask_person"
    remembered: ClassVar[bool] = False

    person_id: str
    given_for: str = ""

    def refuse_without_why(self) -> None:
        """Raise Refused for a reason that says too little."""
        if len(self.why.strip()) < REASON_LETTERS:
            raise Refused("staff.say_why", least=REASON_LETTERS, most=WHY_LETTERS.stop - 1)
        super().refuse_without_why()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Return who they are, as the outcome's values. Raises Refused where it is for nothing that there is."""
        seen = unmasking.unmask(db, get_session(doing), self.person_id, self.given_for)
        said = {"for": self.given_for} if self.given_for else {}
        return Done(Outcome("staff.person_unmasked", asdict(seen)), self.person_id, {}, said)
