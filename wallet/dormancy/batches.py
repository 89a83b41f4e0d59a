"""Lists of money to be moved out of wallets that are long dormant: N3, made by one, moved by two, line by line."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.core.references import reference

LINES_MOST: Final = 200
BEGIN: Final = text("INSERT INTO dormant_batch (made_by, made_at) VALUES (:login, wallet_now()) RETURNING id")
GATHER: Final = text("""INSERT INTO dormant_line (id, batch_id, person_id, idle_since, amount, changed_at)
    SELECT gen_random_uuid(), :batch, d.person_id, d.idle_since, a.balance, wallet_now()
    FROM dormancy d JOIN person p ON p.id = d.person_id JOIN account a ON a.id = p.account_id
    WHERE a.balance > 0 AND d.dormant_at IS NOT NULL AND is_long_dormant(d.person_id, d.idle_since)
      AND NOT EXISTS (SELECT FROM dormant_line l JOIN dormant_batch b ON b.id = l.batch_id
        WHERE l.person_id = d.person_id AND l.state = 'listed' AND b.made_at > wallet_now() - interval '24 hours')
    ORDER BY d.idle_since, d.person_id LIMIT :most""")
SELECTED: Final = """SELECT 'N' || l.batch_id AS batch, l.id::text, l.person_id::text, p.name, p.account_id,
      coalesce(f.number, '') AS phone, l.idle_since, l.amount, l.state, a.balance, l.kept_at,
      is_long_dormant(l.person_id, l.idle_since) AS is_dormant, is_long_kept(l.id) AS is_long_kept,
      'H' || l.handover_id AS handover
    FROM dormant_line l JOIN person p ON p.id = l.person_id JOIN account a ON a.id = p.account_id
    LEFT JOIN phone f ON f.person_id = p.id AND f.until IS NULL"""
BATCHES: Final = text("""SELECT 'N' || b.id AS name, b.made_by, b.made_at, count(*) AS lines,
      sum(l.amount)::bigint AS total, count(*) FILTER (WHERE l.state = 'listed') AS listed,
      count(*) FILTER (WHERE l.state = 'moved') AS moved,
      count(*) FILTER (WHERE l.state = 'handed') AS handed, count(*) FILTER (WHERE l.state = 'returned') AS returned
    FROM dormant_batch b JOIN dormant_line l ON l.batch_id = b.id GROUP BY b.id ORDER BY b.id DESC LIMIT 200""")
SET: Final = text("UPDATE dormant_line SET state = :state WHERE id = CAST(:id AS uuid)")


@dataclass(frozen=True)
class DormantLine:
    """A dormant wallet on a list: whose, since when nothing was done, and all it held then.

    `is_dormant`: it still is; `balance` is what the wallet holds now; `kept_at`: since when it is kept apart, and by
    `is_long_kept` long enough; `handover` is the newest list on which it is to be handed over.
    """

    batch: str
    id: str
    person_id: str
    name: str
    account_id: int
    phone: str
    idle_since: datetime
    amount: int
    state: str
    balance: int
    kept_at: datetime | None
    is_dormant: bool
    is_long_kept: bool
    handover: str | None


@dataclass(frozen=True)
class DormantBatch:
    """A list: by whom and when it was made, and what became of its lines."""

    name: str
    made_by: str
    made_at: datetime
    lines: int
    total: int
    listed: int
    moved: int
    handed: int
    returned: int


def gather(db: Connection, login: str) -> tuple[str, int]:
    """List the wallets that were dormant long enough, with all they hold; return the list's name and its lines."""
    batch: int = db.execute(BEGIN, {"login": login}).scalar_one()
    return f"N{batch}", db.execute(GATHER, {"batch": batch, "most": LINES_MOST}).rowcount


def list_batches(db: Connection) -> list[DormantBatch]:
    """Return every list, the newest first."""
    return [DormantBatch(**row._mapping) for row in db.execute(BATCHES)]


def list_lines(db: Connection, name: str) -> list[DormantLine]:
    """Return the lines of a list (N3). Raises Refused for none."""
    number = re.fullmatch(r"[Nn]([0-9]{1,15})", name)
    found = text(f"{SELECTED} WHERE l.batch_id = :batch ORDER BY l.person_id")
    rows = db.execute(found, {"batch": number[1] if number else 0}).all()
    if not rows:
        raise Refused("staff.no_dormant_list", list=name)
    return [DormantLine(**row._mapping) for row in rows]


def find_kept(db: Connection, person_id: str) -> DormantLine:
    """Return what is kept apart of somebody's, the oldest. Raises Refused for nothing, and for what was handed over."""
    kept = text(f"""{SELECTED} WHERE l.person_id = CAST(:id AS uuid) AND l.state IN ('moved', 'handed')
        ORDER BY l.state = 'handed', l.kept_at LIMIT 1""")
    row = db.execute(kept, {"id": person_id}).one_or_none()
    if row is None:
        raise Refused("staff.nothing_kept_apart")
    found = DormantLine(**row._mapping)
    if found.handover and found.state == "handed":
        said = {"list": found.handover, "reference": write_handover_reference(found.handover)}
        raise Refused("staff.dormant_handed_over", amount=found.amount, **said)
    return found


def write_handover_key(name: str) -> str:
    """Return the key of the transfer that hands a list (H3) over."""
    return f"handover:{name[1:]}"


def write_handover_reference(name: str) -> str:
    """Return the reference by which a list was handed over, as its people were told."""
    return reference(write_handover_key(name))


def has_kept(db: Connection, person_id: str) -> bool:
    """Return True while something of somebody's is kept apart."""
    kept = text("SELECT EXISTS (SELECT FROM dormant_line WHERE person_id = CAST(:id AS uuid) AND state = 'moved')")
    return bool(db.execute(kept, {"id": person_id}).scalar_one())


def set_state(db: Connection, line: DormantLine, state: str) -> None:
    """Note what becomes of a line."""
    db.execute(SET, {"id": line.id, "state": state})
