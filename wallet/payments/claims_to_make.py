"""Refunds that go back once their payer says where to, at a page of their rail's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.payment_states import UNDER_WAY, in_sql
from wallet.payments.rails import RAILS

CLAIMED: Final = tuple(rail.name for rail in RAILS.values() if rail.claim_hours)
COLUMNS: Final = """r.id::text, r.rail, r.reference, r.amount, coalesce(r.charged, r.amount) AS charged, r.currency,
    q.digits, r.redirect_url AS url, r.created_at"""
OPEN: Final = f"""r.direction = 'refund' AND r.redirect_url <> '' AND r.rail = ANY(:claimed)
    AND r.state IN {in_sql(UNDER_WAY)}"""
OF: Final = text(f"""SELECT {COLUMNS} FROM payment p JOIN payment r ON r.refunds = p.id
        LEFT JOIN quote q ON q.id = r.quote_id
    WHERE (p.id = CAST(:id AS uuid) OR p.beside = CAST(:id AS uuid)) AND {OPEN} ORDER BY r.created_at, r.id""")  # noqa: S608 - constants
ONE: Final = text(f"""SELECT {COLUMNS} FROM payment r LEFT JOIN quote q ON q.id = r.quote_id
    WHERE r.id = CAST(:id AS uuid) AND {OPEN}""")  # noqa: S608 - constants


@dataclass(frozen=True)
class ClaimToMake:
    """A refund that waits for its payer to say where to, at `url`: `charged` minor units of `currency` go back."""

    id: str
    rail: str
    reference: str
    amount: int
    charged: int
    currency: str
    digits: int | None
    url: str
    created_at: datetime


def list_claims(db: Connection, payment_id: str) -> list[ClaimToMake]:
    """Return what of a payment, and of what came beside it, waits to be claimed, the oldest first."""
    return [ClaimToMake(**row._mapping) for row in db.execute(OF, {"id": payment_id, "claimed": list(CLAIMED)})]


def find_claim(db: Connection, refund_id: str) -> ClaimToMake | None:
    """Return the claim that a refund waits for, None where it waits for none, or no more."""
    row = db.execute(ONE, {"id": refund_id, "claimed": list(CLAIMED)}).one_or_none()
    return ClaimToMake(**row._mapping) if row else None
