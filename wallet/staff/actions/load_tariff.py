"""Load a tariff: a file of every price and ceiling, in force from a midnight to come."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.prices import tariff_book, tariff_changes, tariff_file
from wallet.prices.tariff_book import Book, to_midnight
from wallet.prices.tariff_changes import RulesNow
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class LoadTariff(ApprovedAct):
    """Load the tariff that `file` (its text) holds; it begins on the day that it says, which is that of `rules`."""

    kind: ClassVar[str] = "load_tariff"

    file: str
    rules: RulesNow

    @property
    def subject(self) -> str:
        """The day it begins."""
        return self.rules.day

    def lock(self, db: Connection) -> None:
        """Have changes of the tariff take turns."""
        db.execute(tariff_changes.TAKE_TURNS)

    def preview(self, db: Connection) -> Preview:
        """Return the rules it changes. Raises Refused when it is not sound, or others were loaded since."""
        day = self.rules.begins
        if tariff_changes.find_rules(db, day) != self.rules:
            raise Refused("staff.tariffs_moved", day=self.rules.day)
        after = self._book(db)
        tariff_changes.refuse_unsound(db, day, after)
        return Preview(rules=tariff_changes.compare(tariff_book.read(db, to_midnight(day)), after))

    def do(self, db: Connection, doing: Doing) -> Done:
        """Write the rules."""
        changed = self.preview(db).rules
        tariff_book.add_rules(db, to_midnight(self.rules.begins), self._book(db))
        before = {name: was for name, (was, _) in changed.items()}
        after = {name: will_be for name, (_, will_be) in changed.items()}
        return Done(Outcome("staff.tariff_loaded", {"day": self.rules.day}), self.subject, before, after)

    def _book(self, db: Connection) -> Book:
        known = tariff_book.read(db, to_midnight(self.rules.begins))
        return tariff_file.read(self.file, known)[1]


def read_file(db: Connection, file: str) -> RulesNow:
    """Return what loading this file's text would rest on. Raises Refused with all that is wrong in it."""
    day: date = tariff_file.read(file, tariff_book.read(db, clock.now(db)))[0]
    return tariff_changes.find_rules(db, day)
