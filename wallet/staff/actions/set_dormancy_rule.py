"""Let wallets be dormant, their money kept apart and handed over, after other times from a day to come, by two."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.dormancy import rules
from wallet.operations.use_case import Doing, Outcome
from wallet.people.numbers import take_turn
from wallet.staff.act import ApprovedAct, Done, Preview

SET: Final = text("SELECT set_dormancy_rule()")


@dataclass(frozen=True)
class SetDormancyRule(ApprovedAct):
    """Let these `numbers` be in force from `day` (2026-12-24) on, in the place of `before`."""

    kind: ClassVar[str] = "set_dormancy_rule"

    day: str
    numbers: dict[str, int]
    before: dict[str, int]

    @property
    def subject(self) -> str:
        """There is one."""
        return "dormancy rule"

    def lock(self, db: Connection) -> None:
        """Have changes take turns."""
        take_turn(db, self.subject)

    def preview(self, db: Connection) -> Preview:
        """Return what changes. Raises Refused for no day to come, nothing changed, and numbers that cannot be."""
        day = date.fromisoformat(self.day)
        known = rules.get_numbers(db, day)
        if known != self.before:
            raise Refused("staff.dormancy_rule_moved")
        if not rules.may_begin(db, day):
            raise Refused("staff.dormancy_rule_day", day=self.day)
        if wrong := rules.find_wrong(self.numbers):
            raise Refused("staff.dormancy_rule_bounds", wrong=wrong)
        changed = {name: (str(known[name]), str(one)) for name, one in self.numbers.items() if known[name] != one}
        if not changed:
            raise Refused("staff.dormancy_rule_same")
        return Preview(rules=changed)

    def do(self, db: Connection, doing: Doing) -> Done:
        """Write them."""
        self.preview(db)
        db.execute(SET)
        outcome = Outcome("staff.dormancy_rule_set", {"day": self.day})
        return Done(outcome, self.subject, dict(self.before), {"day": self.day, **self.numbers})

    def list_values(self) -> dict[str, Any]:
        """Return what is asked, the numbers in one line."""
        return {"day": self.day, "numbers": ", ".join(f"{name} {one}" for name, one in self.numbers.items())}
