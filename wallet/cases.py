"""Cases: what only a person can decide, each under a number staff can say (C17)."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.staff import DeniedError

MOST: Final = 500
CASES: Final = """SELECT c.number, c.kind, c.detail, c.state, c.opened_at, p.reference AS payment,
    k.id::text AS contest FROM case_file c
    LEFT JOIN payment p ON p.id = c.payment_id LEFT JOIN contest k ON k.case_number = c.number"""


@dataclass(frozen=True)
class Case:
    """One case. `payment` is the reference of the payment it is about, `contest` the id of the contest, if either."""

    number: int
    kind: str
    detail: str
    state: str
    opened_at: datetime
    payment: str | None
    contest: str | None

    @property
    def name(self) -> str:
        """As staff say it."""
        return f"C{self.number}"


def open_one(db: Connection, kind: str, detail: str) -> int:
    """Put something before a person; answers its number."""
    number: int = db.execute(
        text("""INSERT INTO case_file (id, kind, detail, opened_at) VALUES (:id, :kind, :detail, wallet_now())
            RETURNING number"""),
        {"id": str(uuid.uuid4()), "kind": kind, "detail": detail[:200]},
    ).scalar_one()
    return number


def close(db: Connection, number: int) -> None:
    """It is decided."""
    db.execute(text("UPDATE case_file SET state = 'closed' WHERE number = :number"), {"number": number})


def waiting(db: Connection) -> list[Case]:
    """The oldest 500 still open, oldest first."""
    found = text(f"{CASES} WHERE c.state = 'open' ORDER BY c.opened_at, c.number LIMIT :most")
    return [Case(**row._mapping) for row in db.execute(found, {"most": MOST})]


def named(db: Connection, name: str) -> Case:
    """The case of this name. Raises DeniedError."""
    number = re.fullmatch(r"[Cc]([0-9]{1,15})", name)
    found = text(f"{CASES} WHERE c.number = :number")
    row = db.execute(found, {"number": number[1] if number else 0}).one_or_none()
    if row is None:
        raise DeniedError(f"There is no case {name}. Those open: ./mbongo case list")
    return Case(**row._mapping)
