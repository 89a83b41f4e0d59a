"""Names that are like an entry's, each put before staff under a name they say: X7."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused

MOST: Final = 500
SELECTED: Final = """SELECT 'X' || h.id AS hit, h.kind, h.subject_id::text, h.name, h.source, h.reference, h.score,
      h.strong, 'C' || h.case_number AS case_name, h.case_number, h.state, h.found_at, h.decided_at, e.names, e.born,
      e.nationality, l.listed_on, 'S' || l.id AS list_name
    FROM sanction_hit h JOIN sanction_entry e ON e.id = h.entry_id JOIN sanction_list l ON l.id = e.list_id"""
HOLD: Final = text("""SELECT 1 FROM case_file c JOIN sanction_hit h ON h.case_number = c.number
    WHERE h.id = :id FOR UPDATE OF c""")
DECIDE: Final = text("SELECT decide_sanction_hit(:id, :verdict)")
RETAIN: Final = text("""INSERT INTO retention (account_id, cause, hit_id, made_at)
    SELECT account, 'sanction', h.id, wallet_now() FROM sanction_hit h
    CROSS JOIN LATERAL list_accounts_of(h.kind, h.subject_id) account
    WHERE h.id = :id AND NOT EXISTS (SELECT FROM retention r
      WHERE (r.account_id, r.hit_id) = (account, h.id) AND r.ended_at IS NULL) ORDER BY account""")
LET_GO: Final = text("UPDATE retention SET ended_at = wallet_now() WHERE hit_id = :id AND ended_at IS NULL")


@dataclass(frozen=True)
class SanctionHit:
    """Somebody whose name is like an entry's: who, how much, and what the list says; `strong`: their money stays."""

    hit: str
    kind: str
    subject_id: str
    name: str
    source: str
    reference: str
    score: int
    strong: bool
    case_name: str
    case_number: int
    state: str
    found_at: datetime
    decided_at: datetime | None
    names: list[str]
    born: str
    nationality: str
    listed_on: Any
    list_name: str

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.hit[1:])


def get(db: Connection, name: str) -> SanctionHit:
    """Return what was found under a name (X7). Raises Refused for nothing."""
    found = re.fullmatch(r"[Xx]([0-9]{1,15})", name)
    row = db.execute(text(f"{SELECTED} WHERE h.id = :id"), {"id": found[1] if found else 0}).one_or_none()
    if row is None:
        raise Refused("staff.no_hit", hit=name)
    return SanctionHit(**row._mapping)


def lock_row_case(db: Connection, name: str) -> None:
    """Hold the case of what was found: nobody else decides it until this transaction ends. Raises Refused for none."""
    db.execute(HOLD, {"id": get(db, name).number})


def list_open(db: Connection) -> list[SanctionHit]:
    """Return what waits for staff, that by which money stays first, then the oldest: 500 at most."""
    waiting = text(f"{SELECTED} WHERE h.state = 'open' ORDER BY NOT h.strong, h.id LIMIT :most")
    return [SanctionHit(**row._mapping) for row in db.execute(waiting, {"most": MOST})]


def clear(db: Connection, one: SanctionHit) -> None:
    """Say that a name which stopped no money is another's."""
    db.execute(DECIDE, {"id": one.number, "verdict": "false"})


def decide(db: Connection, one: SanctionHit, verdict: str) -> None:
    """Decide what was found: a `true` one keeps all the money where it is, a `false` one lets it go."""
    db.execute(RETAIN if verdict == "true" else LET_GO, {"id": one.number})
    db.execute(DECIDE, {"id": one.number, "verdict": verdict})
