"""Cases: what only a person can decide, each under a number staff can say (C17).

Each is decided by an act of two members of staff: wallet/staff/actions/.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.core.errors import Refused

MOST: Final = 500
# Of what rules and sanctions lists find, which `alert` and `sanctions` alone show: for all others it is not there.
APART: Final = "'alert', 'sanction'"
CASES: Final = f"""SELECT c.number, c.kind, c.detail, c.state, c.opened_at, p.reference AS payment,
    p.state AS payment_state, k.id::text AS contest, c.transfer_id AS unclaimed,
    k.due_at, COALESCE(k.due_at < wallet_now(), false) AS late,
    COALESCE(t.by_login, '') AS taken_by, extract(day FROM wallet_now() - c.opened_at)::int AS days
    FROM (SELECT * FROM case_file WHERE kind NOT IN ({APART})) c
    LEFT JOIN payment p ON p.id = c.payment_id LEFT JOIN contest k ON k.case_number = c.number
    LEFT JOIN taken t ON t.name = 'C' || c.number"""  # noqa: S608 - a constant


@dataclass(frozen=True)
class Case:
    """A case: about a payment (its reference and state), a contest (its id), or what a transfer left in unclaimed.

    `taken_by` is the login that looks into it, "" for nobody; `days` how many it is open. Of a contest, both sides were
    told that it is decided by `due_at`; `late` says that this has passed.
    """

    number: int
    kind: str
    detail: str
    state: str
    opened_at: datetime
    payment: str | None
    payment_state: str | None
    contest: str | None
    unclaimed: UUID | None
    due_at: datetime | None
    late: bool
    taken_by: str
    days: int

    @property
    def name(self) -> str:
        """Return the case as staff say it."""
        return f"C{self.number}"


def open_case(
    db: Connection, kind: str, detail: str, payment_id: str | None = None, unclaimed: UUID | None = None
) -> int:  # fmt: skip
    """Put something before a person; return its number, 0 when this was said of the payment before."""
    number = db.execute(
        text("""INSERT INTO case_file (id, kind, detail, payment_id, transfer_id, opened_at)
            VALUES (:id, :kind, :detail, :payment, :unclaimed, wallet_now())
            ON CONFLICT (payment_id, kind, detail) DO NOTHING RETURNING number"""),
        {"id": str(uuid.uuid4()), "kind": kind, "detail": detail[:200], "payment": payment_id, "unclaimed": unclaimed},
    ).scalar_one_or_none()
    return int(number or 0)


def close_case(db: Connection, number: int) -> None:
    """Mark a case as decided."""
    db.execute(text("UPDATE case_file SET state = 'closed' WHERE number = :number"), {"number": number})


def list_open(db: Connection) -> list[Case]:
    """Return the oldest 500 still open, oldest first."""
    found = text(f"{CASES} WHERE c.state = 'open' ORDER BY c.opened_at, c.number LIMIT :most")
    return [Case(**row._mapping) for row in db.execute(found, {"most": MOST})]


def get_case(db: Connection, name: str) -> Case:
    """Return the case of this name. Raises Refused for none."""
    number = re.fullmatch(r"[Cc]([0-9]{1,15})", name)
    found = text(f"{CASES} WHERE c.number = :number")
    row = db.execute(found, {"number": number[1] if number else 0}).one_or_none()
    if row is None:
        raise Refused("staff.no_case", case=name)
    return Case(**row._mapping)


def lock_row_case(db: Connection, name: str) -> None:
    """Hold the case of this name: nobody else decides it until this transaction ends. Raises Refused for none."""
    held = text("SELECT 1 FROM case_file WHERE number = :number FOR UPDATE")
    db.execute(held, {"number": get_case(db, name).number})
