"""Cases: what only a person can decide, each under a number staff can say (C17).

A contest is decided in contests.py, a payment in review by hand, unclaimed money is paid to its owner (unclaimed.py);
whatever else was looked into is closed with a reason, by two.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.core.errors import DeniedError

MOST: Final = 500
CASES: Final = """SELECT c.number, c.kind, c.detail, c.state, c.opened_at, p.reference AS payment,
    p.state AS payment_state, k.id::text AS contest, c.transfer_id AS unclaimed FROM case_file c
    LEFT JOIN payment p ON p.id = c.payment_id LEFT JOIN contest k ON k.case_number = c.number"""


@dataclass(frozen=True)
class Case:
    """One case: about a payment (its reference and state), a contest (its id), or what a transfer left in unclaimed."""

    number: int
    kind: str
    detail: str
    state: str
    opened_at: datetime
    payment: str | None
    payment_state: str | None
    contest: str | None
    unclaimed: UUID | None

    @property
    def name(self) -> str:
        """As staff say it."""
        return f"C{self.number}"

    @property
    def way(self) -> str:
        """The command that leads on."""
        if self.payment_state == "review" and not self.unclaimed:
            return f"./mbongo payments --review ({self.payment})"
        return f"./mbongo case show {self.name}"


def open_one(
    db: Connection, kind: str, detail: str, payment_id: str | None = None, unclaimed: UUID | None = None
) -> int:  # fmt: skip
    """Put something before a person; answers its number, 0 when this was said of the payment before."""
    number = db.execute(
        text("""INSERT INTO case_file (id, kind, detail, payment_id, transfer_id, opened_at)
            VALUES (:id, :kind, :detail, :payment, :unclaimed, wallet_now())
            ON CONFLICT (payment_id, kind, detail) DO NOTHING RETURNING number"""),
        {"id": str(uuid.uuid4()), "kind": kind, "detail": detail[:200], "payment": payment_id, "unclaimed": unclaimed},
    ).scalar_one_or_none()
    return int(number or 0)


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


def lock(db: Connection, name: str) -> None:
    """Nobody else decides it until this transaction ends."""
    db.execute(text("SELECT 1 FROM case_file WHERE number = :number FOR UPDATE"), {"number": named(db, name).number})


# -------------------------------------------------------------------------------- closing, by two
def ask(db: Connection, name: str) -> dict[str, Any]:
    """What a request to close a case holds: nothing but its name. Raises DeniedError where more is to be done."""
    preview(db, name, {})
    return {}


def preview(db: Connection, name: str, _: dict[str, Any]) -> None:
    """Closing posts nothing. Raises DeniedError for what is decided another way, or is closed."""
    case = named(db, name)
    if case.state != "open":
        raise DeniedError(f"{case.name} is closed already.")
    if case.contest:
        raise DeniedError(f"{case.name} is a contest: give back what is held, or leave it: {case.way}")
    if case.unclaimed:
        raise DeniedError(f"Money of {case.name} waits in unclaimed: pay it to its owner: {case.way}")
    if case.payment_state == "review":
        raise DeniedError(f"{case.payment} is in review: settle it, which closes {case.name}: {case.way}")


def do(db: Connection, name: str, content: dict[str, Any], _: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Close it; it is locked, and the reason is in the trail."""
    preview(db, name, content)
    case = named(db, name)
    close(db, case.number)
    return {"state": "open", case.kind: case.detail}, {"state": "closed"}
