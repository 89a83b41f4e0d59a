"""Rules of levels: what each binds from a midnight on; rows that are dated, and stay once they are in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, text

COLUMNS: Final = "level, methods, needs, payment_most, month_most, payout_most"
MIDNIGHT: Final = "CAST(:day AS date)::timestamp AT TIME ZONE 'Africa/Douala'"
AT: Final = text(f"""SELECT {COLUMNS} FROM level_rule
    WHERE level = :level AND since < {MIDNIGHT} ORDER BY since DESC LIMIT 1""")  # noqa: S608 - constants
THERE: Final = text(f"SELECT FROM level_rule WHERE level = :level AND since = {MIDNIGHT}")
ADD: Final = text(f"""INSERT INTO level_rule ({COLUMNS}, since, tax_free)
    VALUES (:level, :methods, :needs, :payment_most, :month_most, :payout_most, {MIDNIGHT}, :level > 0)""")  # noqa: S608 - constants
LIST: Final = text(f"""SELECT {COLUMNS},
    CASE WHEN since > '-infinity' THEN to_char(since AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD') ELSE '' END AS day,
    since = (SELECT max(n.since) FROM level_rule n WHERE n.level = r.level AND n.since <= wallet_now()) AS is_in_force
    FROM level_rule r ORDER BY level, since""")  # noqa: S608 - constants


@dataclass(frozen=True)
class LevelRule:
    """A rule of a level: None is no ceiling; `needs` are the papers it asks for besides those of the level below."""

    level: int
    methods: tuple[str, ...]
    needs: tuple[str, ...]
    payment_most: int | None
    month_most: int | None
    payout_most: int | None


@dataclass(frozen=True)
class DatedRule:
    """A rule, the day in Douala from which it binds ("" from the start), and whether it does now."""

    rule: LevelRule
    day: str
    is_in_force: bool


def find_before(db: Connection, level: int, day: date) -> LevelRule | None:
    """Return what a level binds until a day."""
    row = db.execute(AT, {"level": level, "day": day}).one_or_none()
    return _one(row) if row else None


def begins_on(db: Connection, level: int, day: date) -> bool:
    """Return True where a rule of a level begins on this very day."""
    return db.execute(THERE, {"level": level, "day": day}).first() is not None


def add(db: Connection, rule: LevelRule, day: date) -> None:
    """Write a rule that binds from the midnight on which a day begins in Douala. Raises IntegrityError for a second."""
    db.execute(ADD, {**vars(rule), "methods": [*rule.methods], "needs": [*rule.needs], "day": day})


def list_rules(db: Connection) -> Sequence[DatedRule]:
    """Return every rule that there was, is, or will be."""
    return [DatedRule(_one(row), row.day, row.is_in_force) for row in db.execute(LIST)]


def _one(row: Any) -> LevelRule:
    most = (row.payment_most, row.month_most, row.payout_most)
    return LevelRule(row.level, tuple(row.methods), tuple(row.needs), *most)
