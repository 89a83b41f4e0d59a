"""The dated rule of dormancy: its numbers in force, to come, and read from what somebody typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused

# Each number by its name: what it is, the least and the most it may be (39_dormancy.sql).
NUMBERS: Final = {
    "dormant": ("months without an act until a wallet is dormant", 3, 240),
    "warn": ("days before that on which its owner is told", 7, 90),
    "unclaimed": ("months without an act until its money may be kept apart", 4, 600),
    "handover": ("months kept apart until it may be handed over to the CDEC", 1, 600),
}
NUMBER: Final = re.compile(r"([a-z]+)=([1-9][0-9]{0,2})")
BEGINS: Final = "CAST(:day AS date)::timestamp AT TIME ZONE 'Africa/Douala'"
COLUMNS: Final = """CASE WHEN since = '-infinity' THEN NULL ELSE (since AT TIME ZONE 'Africa/Douala')::date END AS day,
    dormant_months AS dormant, warn_days AS warn, unclaimed_months AS unclaimed, handover_months AS handover"""
ALL: Final = text(f"SELECT {COLUMNS} FROM dormancy_rule ORDER BY since")  # noqa: S608 - constants
ON_DAY: Final = text(f"""SELECT {COLUMNS} FROM dormancy_rule WHERE since <= {BEGINS}
    ORDER BY since DESC LIMIT 1""")  # noqa: S608 - constants
IS_FREE: Final = text(f"""SELECT CAST(:day AS date) > (wallet_now() AT TIME ZONE 'Africa/Douala')::date
    AND NOT EXISTS (SELECT FROM dormancy_rule WHERE since = {BEGINS})""")  # noqa: S608 - constants


@dataclass(frozen=True)
class DormancyRule:
    """The numbers (of NUMBERS) in force from a day in Douala on; None: from the beginning."""

    day: date | None
    dormant: int
    warn: int
    unclaimed: int
    handover: int

    @property
    def numbers(self) -> dict[str, int]:
        """Return the numbers by their names."""
        return {name: getattr(self, name) for name in NUMBERS}


def list_all(db: Connection) -> list[DormancyRule]:
    """Return all there were, are and will be, the oldest first."""
    return [DormancyRule(**row._mapping) for row in db.execute(ALL)]


def get_numbers(db: Connection, day: date) -> dict[str, int]:
    """Return the numbers of a day."""
    return DormancyRule(**db.execute(ON_DAY, {"day": day}).one()._mapping).numbers


def may_begin(db: Connection, day: date) -> bool:
    """Return True for a day to come on which no other numbers begin."""
    return bool(db.execute(IS_FREE, {"day": day}).scalar_one())


def read_numbers(known: dict[str, int], typed: Iterable[str]) -> dict[str, int]:
    """Return known numbers with those typed (warn=45) in their place. Raises Refused for what is none of them."""
    given = dict(known)
    for one in typed:
        found = NUMBER.fullmatch(one)
        if found is None or found[1] not in NUMBERS:
            raise Refused("staff.no_dormancy_number", written=one, names=", ".join(NUMBERS))
        given[found[1]] = int(found[2])
    return given


def find_wrong(numbers: dict[str, int]) -> str:
    """Return what is wrong with numbers, in words; "" for nothing."""
    for name, (_, least, most) in NUMBERS.items():
        if not least <= numbers[name] <= most:
            return f"{name} is {least} to {most}"
    return "" if numbers["unclaimed"] > numbers["dormant"] else "unclaimed is more than dormant"
