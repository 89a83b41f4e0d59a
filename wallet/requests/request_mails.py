"""Mails about requests: what they say is found when they are sent; who asked hears of one that nobody reads."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.messages import notices
from wallet.messages.mails import Mail
from wallet.people import people
from wallet.people.people import Person
from wallet.prices.quotes import write_minor


@dataclass(frozen=True)
class RequestMail:
    """A request as its mails tell of it; `asker_phone` is masked by whoever writes it."""

    state: str
    asker: Person
    amount: int
    reason: str
    reference: str
    code: str
    token: str
    date: str
    method_rail: str  # "" where a wallet paid
    paid_reference: str
    charged: str


@dataclass(frozen=True)
class LateMail:
    """A payment that came too late for a request; `back` is how its way back stands, "" where its rail knows none."""

    asker: Person
    amount: int
    rail: str
    reference: str
    charged: str
    back: str


FIND: Final = text("""SELECT r.state, r.asker_id::text, r.amount, r.reason, r.reference, r.code, a.token,
        to_char(r.due_at AT TIME ZONE 'Africa/Douala', 'DD/MM') AS date, coalesce(p.rail, '') AS rail,
        coalesce(p.reference, m.reference, '') AS paid_reference, p.charged, q.currency, q.digits
    FROM request r JOIN pay_address a ON a.request_id = r.id LEFT JOIN payment p ON p.id = r.paid_with
        LEFT JOIN quote q ON q.id = p.quote_id LEFT JOIN movement m ON m.transfer_id = transfer_id('request:' || r.id)
    WHERE r.id = CAST(:id AS uuid) AND NOT r.dropped""")
FIND_LATE: Final = text("""SELECT r.asker_id::text, p.amount, p.rail, p.reference, p.charged, q.currency, q.digits,
        coalesce(b.state, '') AS back
    FROM payment p JOIN request r ON r.id = p.request_id LEFT JOIN quote q ON q.id = p.quote_id
        LEFT JOIN payment b ON b.refunds = p.id
    WHERE p.id = CAST(:id AS uuid) ORDER BY b.created_at DESC LIMIT 1""")
OF: Final = text(
    "SELECT asker_id::text, amount, reason, reference, code, email FROM request WHERE id = CAST(:id AS uuid)"
)


def find_told(db: Connection, request_id: str) -> RequestMail | None:
    """Return a request as it is now, None of one whose asker its reader blocked."""
    row = db.execute(FIND, {"id": request_id}).one_or_none()
    if row is None:
        return None
    charged = f"{write_minor(row.charged, row.digits)} {row.currency}" if row.currency else ""
    return RequestMail(
        row.state, people.get_person(db, row.asker_id), row.amount, row.reason, row.reference, row.code, row.token,
        row.date, row.rail, row.paid_reference, charged,
    )  # fmt: skip


def find_late(db: Connection, payment_id: str) -> LateMail | None:
    """Return what is told of a payment that came too late, None of one that is gone."""
    row = db.execute(FIND_LATE, {"id": payment_id}).one_or_none()
    if row is None:
        return None
    charged = f"{write_minor(row.charged, row.digits)} {row.currency}" if row.currency else ""
    asker = people.get_person(db, row.asker_id)
    return LateMail(asker, row.amount, row.rail, row.reference, charged, row.back)


def tell_bounced(db: Connection, mail: Mail) -> bool:
    """Text whoever asked by a mail that nobody has the address of; False for any other mail."""
    if mail.kind not in ("request_asked", "request_reminder"):
        return False
    row = db.execute(OF, {"id": mail.about}).one()
    asker = people.find_by_ids(db, [row.asker_id]).get(row.asker_id)
    if asker:
        said = {"amount": row.amount, "reason": row.reason, "reference": row.reference, "request": row.code}
        notices.tell(db, asker, "receipt", "mailed_request_bounced", **said, email=row.email)
    return True
