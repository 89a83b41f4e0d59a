"""Drop a tariff that was loaded, before its day has begun: what is in force then stays in force."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.prices import tariff_book, tariff_changes
from wallet.prices.tariff_book import to_midnight
from wallet.prices.tariff_changes import RulesNow
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class DropTariff(ApprovedAct):
    """Drop the tariff that begins on the day of `rules`."""

    kind: ClassVar[str] = "drop_tariff"

    rules: RulesNow

    @property
    def subject(self) -> str:
        """The day it would begin."""
        return self.rules.day

    def lock(self, db: Connection) -> None:
        """Have changes of the tariff take turns."""
        db.execute(tariff_changes.TAKE_TURNS)

    def preview(self, db: Connection) -> Preview:
        """Return the rules that would be otherwise. Raises Refused when none begins then, or others changed since."""
        day = self.rules.begins
        tariff_changes.refuse_unloaded(db, day)
        if tariff_changes.find_rules(db, day) != self.rules:
            raise Refused("staff.tariffs_moved", day=self.rules.day)
        before, after = tariff_book.read(db, to_midnight(day)), tariff_changes.read_just_before(db, day)
        return Preview(rules=tariff_changes.compare(before, after))

    def do(self, db: Connection, doing: Doing) -> Done:
        """Take its rows away."""
        changed = self.preview(db).rules
        tariff_book.remove_rules(db, to_midnight(self.rules.begins))
        before = {name: was for name, (was, _) in changed.items()}
        after = {name: will_be for name, (_, will_be) in changed.items()}
        return Done(Outcome("staff.tariff_dropped", {"day": self.rules.day}), self.subject, before, after)
