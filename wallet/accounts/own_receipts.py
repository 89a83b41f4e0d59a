"""Receipts of whatever a person did or was asked, for themselves: a line of their history, or a request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.operations import movements
from wallet.operations.movements import HistoryLine
from wallet.people import people
from wallet.prices.quotes import write_minor

RECENT_MOST: Final = 10


@dataclass(frozen=True)
class OperationReceipt:
    """A line of a history as its owner keeps it; `charged` is what a payer abroad was charged, else "": 19.06 EUR."""

    line: HistoryLine
    charged: str


@dataclass(frozen=True)
class RequestReceipt:
    """A request as one of its two sides keeps it; `mine`: this side asked. `name` and `phone` are the other side's."""

    id: str
    mine: bool
    name: str
    phone: str
    amount: int
    reason: str
    reference: str
    state: str
    asked_at: datetime
    ended_at: datetime | None


CHARGED: Final = text("""SELECT p.charged, q.currency, q.digits FROM payment p JOIN quote q ON q.id = p.quote_id
    WHERE p.reference = :reference""")
REQUESTS: Final = """SELECT r.id::text, r.asker_id = CAST(:id AS uuid) AS mine, o.name,
        COALESCE(f.number, NULLIF(r.phone, ''), r.email) AS phone,
        r.amount, r.reason, r.reference, r.state, r.asked_at, r.ended_at
    FROM request r
    LEFT JOIN person o ON o.id = CASE WHEN r.asker_id = CAST(:id AS uuid) THEN r.payer_id ELSE r.asker_id END
    LEFT JOIN phone f ON f.person_id = o.id AND f.until IS NULL
    WHERE (r.asker_id = CAST(:id AS uuid) OR (r.payer_id = CAST(:id AS uuid) AND NOT r.dropped))"""
ONE: Final = text(f"{REQUESTS} AND r.id = CAST(:request AS uuid)")
ENDED: Final = text(f"{REQUESTS} AND r.state <> 'open' ORDER BY r.ended_at DESC LIMIT :most")


def find_operation(db: Connection, person_id: str, seq: int) -> OperationReceipt | None:
    """Return the receipt of a line of somebody's history, None where it has none of this number."""
    line = movements.find_line(db, person_id, seq)
    if line is None:
        return None
    row = db.execute(CHARGED, {"reference": line.movement.reference}).first()
    return OperationReceipt(line, f"{write_minor(row.charged, row.digits)} {row.currency}" if row else "")


def find_request(db: Connection, person_id: str, request_id: str) -> RequestReceipt | None:
    """Return the paper of a request (its id, a UUID) that somebody asked or was asked, None of any other."""
    row = db.execute(ONE, {"id": person_id, "request": request_id}).one_or_none()
    return _read(row._mapping) if row else None


def list_ended_requests(db: Connection, person_id: str) -> list[RequestReceipt]:
    """Return the requests of a person that ended last, paid or not."""
    return [_read(row._mapping) for row in db.execute(ENDED, {"id": person_id, "most": RECENT_MOST})]


def _read(row: object) -> RequestReceipt:
    said = dict(row)  # type: ignore[call-overload]  # a mapping of the row
    return RequestReceipt(**{**said, "name": people.shorten_name(said["name"]) if said["name"] else ""})
