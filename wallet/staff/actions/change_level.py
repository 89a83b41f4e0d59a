"""Change what a level of businesses binds: methods, papers and ceilings, from a midnight to come, as two agree."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from sqlalchemy import Connection

from wallet.business import level_rules
from wallet.business.level_rules import LevelRule
from wallet.business.methods import METHODS
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.staff.act import ApprovedAct, Done, Preview
from wallet.verification.business_documents import KINDS

Level = Literal[0, 1, 2]
NONE = "none"


@dataclass(frozen=True)
class ChangeLevel(ApprovedAct):
    """Let `level` bind this from the midnight on which `day` (2027-01-31) begins; of a ceiling 0 is none."""

    kind: ClassVar[str] = "change_level"

    level: Level
    day: str
    methods: tuple[str, ...]
    needs: tuple[str, ...]
    payment_most: int = 0
    month_most: int = 0
    payout_most: int = 0

    @property
    def subject(self) -> str:
        """The level and the day."""
        return name_subject(self.level, self.day)

    def lock(self, db: Connection) -> None:
        """Have changes of levels take turns."""
        numbers.take_turn(db, "rules of levels")

    def preview(self, db: Connection) -> Preview:
        """Return what it changes. Raises Refused for what no level binds, and for a day that is not to come."""
        begins = self._read_day(db)
        after = self._rule
        if level_rules.begins_on(db, self.level, begins):
            raise Refused("staff.level_rule_there", level=self.level, day=self.day)
        before = level_rules.find_before(db, self.level, begins)
        changed = {
            f"level {self.level} {name}": (_say(getattr(before, name)), _say(getattr(after, name)))
            for name in vars(after)
            if name != "level" and getattr(before, name) != getattr(after, name)
        }
        if not changed:
            raise Refused("staff.level_rule_same", level=self.level, day=self.day)
        return Preview(rules=changed)

    def do(self, db: Connection, doing: Doing) -> Done:
        """Write the rule."""
        changed = self.preview(db).rules
        level_rules.add(db, self._rule, date.fromisoformat(self.day))
        outcome = Outcome("staff.level_rule_changed", {"level": self.level, "day": self.day})
        before = {name: was for name, (was, _) in changed.items()}
        return Done(outcome, self.subject, before, {name: will_be for name, (_, will_be) in changed.items()})

    @property
    def _rule(self) -> LevelRule:
        """Return it as it is written. Raises Refused for what no level binds."""
        known = {method.name for method in METHODS}
        ceilings = (self.payment_most, self.month_most, self.payout_most)
        right = (
            len(set(self.methods)) == len(self.methods) and set(self.methods) <= known
            and len(set(self.needs)) == len(self.needs) and set(self.needs) <= set(KINDS) and min(ceilings) >= 0
        )  # fmt: skip
        if not right or (self.level == 0 and (self.methods or self.needs)):
            raise Refused("staff.no_level_rule", level=self.level)
        return LevelRule(self.level, self.methods, self.needs, *(one or None for one in ceilings))

    def _read_day(self, db: Connection) -> date:
        try:
            begins = date.fromisoformat(self.day)
        except ValueError:
            raise Refused("staff.level_day_over", day=self.day) from None
        if begins <= clock.now(db).astimezone(DOUALA).date() or begins.isoformat() != self.day:
            raise Refused("staff.level_day_over", day=self.day)
        return begins


def name_subject(level: int, day: str) -> str:
    """Return what a change is about."""
    return f"level {level} from {day}"


def _say(value: tuple[str, ...] | int | None) -> str:
    return (" ".join(value) if isinstance(value, tuple) else str(value or "")) or NONE
