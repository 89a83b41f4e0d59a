"""Let a rule of compliance count by other numbers from a day to come, by two."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet.compliance import numbers
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people.numbers import take_turn
from wallet.staff.act import ApprovedAct, Done, Preview

SET: Final = text("SELECT set_alert_rule(:rule)")
IS_AHEAD: Final = text("SELECT CAST(:day AS date) > (wallet_now() AT TIME ZONE 'Africa/Douala')::date")


@dataclass(frozen=True)
class SetAlertRule(ApprovedAct):
    """Let `rule` count by these `numbers` from `day` (2026-12-24) on, in the place of `before`."""

    kind: ClassVar[str] = "set_alert_rule"
    read_by: ClassVar[str] = "alert"

    rule: str
    day: str
    numbers: dict[str, int]
    before: dict[str, int]

    @property
    def subject(self) -> str:
        """The rule."""
        return f"rule {self.rule}"

    @property
    def called(self) -> str:
        """The rule, as a person says it."""
        return self.rule

    def lock(self, db: Connection) -> None:
        """Have changes of a rule take turns."""
        take_turn(db, f"rule {self.rule}")

    def preview(self, db: Connection) -> Preview:
        """Return the numbers it changes. Raises Refused for a day that is not to come, and for nothing changed."""
        day = date.fromisoformat(self.day)
        known = numbers.get_numbers(db, self.rule, day)
        if known != self.before:
            raise Refused("staff.alert_rule_moved", rule=self.rule)
        if not db.execute(IS_AHEAD, {"day": day}).scalar_one() or numbers.is_taken(db, self.rule, day):
            raise Refused("staff.alert_rule_day", rule=self.rule, day=self.day)
        changed = {name: (str(known[name]), str(one)) for name, one in self.numbers.items() if known[name] != one}
        if not changed:
            raise Refused("staff.alert_rule_same", rule=self.rule)
        return Preview(rules=changed)

    def do(self, db: Connection, doing: Doing) -> Done:
        """Write them."""
        self.preview(db)
        db.execute(SET, {"rule": self.rule})
        outcome = Outcome("staff.alert_rule_set", {"rule": self.rule, "day": self.day})
        return Done(outcome, self.subject, dict(self.before), {"day": self.day, **self.numbers})

    def list_values(self) -> dict[str, Any]:
        """Return what is asked, the numbers in one line."""
        return {"rule": self.rule, "day": self.day, "numbers": ", ".join(f"{n} {v}" for n, v in self.numbers.items())}
