"""Lists of money kept apart so long that it goes to the state's deposit fund (CDEC): H3, made by one, handed by two."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.dormancy.batches import SELECTED, DormantLine

LINES_MOST: Final = 200
BEGIN: Final = text("INSERT INTO dormant_handover (made_by, made_at) VALUES (:login, wallet_now()) RETURNING id")
# What is on a list that waits to be approved stays there.
GATHER: Final = text("""UPDATE dormant_line SET handover_id = :handover WHERE id IN (
    SELECT l.id FROM dormant_line l LEFT JOIN dormant_handover h ON h.id = l.handover_id
    WHERE l.state = 'moved' AND is_long_kept(l.id)
      AND (h.id IS NULL OR h.made_at <= wallet_now() - interval '24 hours' OR h.made_at > wallet_now())
    ORDER BY l.kept_at, l.id LIMIT :most)""")
HANDOVERS: Final = text("""SELECT 'H' || h.id AS name, h.made_by, h.made_at, count(*) AS lines,
      sum(l.amount)::bigint AS total, count(*) FILTER (WHERE l.state = 'handed') AS handed,
      max(l.changed_at) FILTER (WHERE l.state = 'handed') AS handed_at
    FROM dormant_handover h JOIN dormant_line l ON l.handover_id = h.id GROUP BY h.id ORDER BY h.id DESC LIMIT 200""")


@dataclass(frozen=True)
class FundHandover:
    """A list of what is to be handed over: by whom and when it was made, and how many of it were, when."""

    name: str
    made_by: str
    made_at: datetime
    lines: int
    total: int
    handed: int
    handed_at: datetime | None


def gather(db: Connection, login: str) -> tuple[str, int]:
    """List what was kept apart long enough; return the list's name and its lines."""
    handover: int = db.execute(BEGIN, {"login": login}).scalar_one()
    return f"H{handover}", db.execute(GATHER, {"handover": handover, "most": LINES_MOST}).rowcount


def list_all(db: Connection) -> list[FundHandover]:
    """Return every list, the newest first."""
    return [FundHandover(**row._mapping) for row in db.execute(HANDOVERS)]


def list_lines(db: Connection, name: str) -> list[DormantLine]:
    """Return the lines of a list (H3). Raises Refused for none."""
    number = re.fullmatch(r"[Hh]([0-9]{1,15})", name)
    found = text(f"{SELECTED} WHERE l.handover_id = :handover ORDER BY l.kept_at, l.person_id")
    rows = db.execute(found, {"handover": number[1] if number else 0}).all()
    if not rows:
        raise Refused("staff.no_dormant_list", list=name)
    return [DormantLine(**row._mapping) for row in rows]
