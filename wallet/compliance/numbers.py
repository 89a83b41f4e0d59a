"""The numbers that rules count by: in force, to come, and read from what somebody typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from wallet.compliance.rules import RULES
from wallet.core.errors import Refused

NUMBER: Final = re.compile(r"([a-z]+)=([1-9][0-9]{0,11})")
IN_FORCE: Final = text("SELECT alert_numbers(:rule, :day)")
ALL: Final = text("""SELECT rule, CASE WHEN since = '-infinity' THEN NULL ELSE since END AS since, numbers
    FROM alert_rule ORDER BY rule, alert_rule.since""")
JUDGED: Final = text("SELECT rule, until FROM alert_judged")
IS_TAKEN: Final = text("SELECT 1 FROM alert_rule WHERE rule = :rule AND since = :day")


@dataclass(frozen=True)
class RuleNumbers:
    """Numbers that a rule counts by from a day on; None: from the beginning."""

    rule: str
    since: date | None
    numbers: dict[str, int]


def get_numbers(db: Connection, rule: str, day: date) -> dict[str, int]:
    """Return what a rule counts by on a day. Raises Refused for no such rule."""
    if rule not in RULES:
        raise Refused("staff.no_alert_rule", rule=rule, rules=", ".join(RULES))
    found: dict[str, int] = db.execute(IN_FORCE, {"rule": rule, "day": day}).scalar_one()
    return found


def list_numbers(db: Connection) -> list[RuleNumbers]:
    """Return all that rules counted by, count by and will count by, each rule's oldest first."""
    return [RuleNumbers(**row._mapping) for row in db.execute(ALL)]


def list_judged(db: Connection) -> dict[str, date]:
    """Return before which day each rule has judged everything."""
    return {row.rule: row.until for row in db.execute(JUDGED)}


def is_taken(db: Connection, rule: str, day: date) -> bool:
    """Return True where numbers of a rule begin on this very day already."""
    return db.execute(IS_TAKEN, {"rule": rule, "day": day}).scalar_one_or_none() is not None


def read_numbers(known: dict[str, int], typed: Iterable[str]) -> dict[str, int]:
    """Return known numbers with those typed (times=5) in their place. Raises Refused for what is none of them."""
    given = dict(known)
    for one in typed:
        found = NUMBER.fullmatch(one)
        if found is None or found[1] not in known:
            raise Refused("staff.no_alert_number", written=one, names=", ".join(known))
        given[found[1]] = int(found[2])
    return given
