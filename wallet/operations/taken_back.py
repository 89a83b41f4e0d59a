"""Sums taken back of a payment, or on their way back, whoever undoes it: its receiver, an operator, a contest."""

from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.payment_states import UNDER_WAY, in_sql

# A refund by an operator is on its way until it is known to have failed: what a person still looks at is not, nor what
# the books were corrected for, because its operator's file shows it.
ON_ITS_WAY: Final = text(f"""SELECT COALESCE(sum(r.amount), 0)::bigint FROM movement m
    JOIN payment c ON c.reference = m.reference JOIN payment r ON r.refunds = c.id
    WHERE m.transfer_id = :id AND (r.state IN {in_sql(UNDER_WAY)} OR r.state = 'failed' AND (
      EXISTS (SELECT FROM case_file k WHERE k.payment_id = r.id AND k.kind IN ('contradiction', 'mismatch')
              AND k.state = 'open')
      OR EXISTS (SELECT FROM discrepancy d WHERE d.payment_id = r.id AND d.state = 'corrected')))""")  # noqa: S608 - constants
LOCK: Final = text("SELECT 1 FROM movement WHERE transfer_id = :id FOR UPDATE")


def sum_taken_back(db: Connection, transfer: UUID) -> int:
    """Return how much of a payment, by its transfer, was taken back or is on its way back, in francs."""
    on_its_way: int = db.execute(ON_ITS_WAY, {"id": transfer}).scalar_one()
    return ledger.undone(db, transfer) + on_its_way


def lock_row_movement(db: Connection, transfer: UUID) -> None:
    """Hold a payment's row until this transaction ends, as whoever takes any of it back does before looking.

    Raises Refused for a transfer that is nobody's payment.
    """
    if db.execute(LOCK, {"id": transfer}).first() is None:
        raise Refused("refusal.not_refundable")
