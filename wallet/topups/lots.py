"""Lots: every top-up of a wallet is one, and spending uses lots oldest first; what is left of one can be given back.

What came in by other ways stands in the same line. What took back, or returned, an earlier movement changes that one:
a withdrawal that failed spent nothing. The function list_lots (functions.sql) counts, for us and for the database.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.operations.refunds import check_part, find_left, goes_back
from wallet.payments import payments
from wallet.payments.payments import Payment

OF: Final = text("""SELECT m.reference, l.amount, greatest(least(l.amount, l.room), 0) AS unspent
    FROM movement m JOIN person o ON o.id = m.receiver_id
    CROSS JOIN LATERAL list_lots(o.account_id) l
    WHERE m.transfer_id = CAST(:transfer AS uuid) AND m.kind = 'add_money' AND l.transfer_id = m.transfer_id
    AND o.id = CAST(:person AS uuid)""")


UNSPENT: Final = text("""SELECT m.transfer_id::text AS transfer, m.at, m.amount AS added, l.amount
    FROM person o CROSS JOIN LATERAL list_lots(o.account_id) l
    JOIN movement m ON m.transfer_id = l.transfer_id AND m.kind = 'add_money' AND m.receiver_id = o.id
    WHERE o.id = CAST(:person AS uuid) AND least(l.amount, l.room) > 0 ORDER BY l.seq DESC LIMIT :most""")
LISTED: Final = 20


@dataclass(frozen=True)
class Lot:
    """A top-up as its owner is shown it before it is given back: `left` of it may go to `phone` at `operator`."""

    transfer: str
    operator: str
    phone: str
    left: int


@dataclass(frozen=True)
class DatedLot:
    """A top-up of which something is left, as a list shows it: `added` then, at `at`."""

    lot: Lot
    added: int
    at: datetime


def list_left(db: Connection, person_id: str) -> list[DatedLot]:
    """Return the top-ups of a person of which something can be given back, the newest first."""
    found = []
    for row in db.execute(UNSPENT, {"person": person_id, "most": LISTED}):
        try:
            found.append(DatedLot(find_lot(db, person_id, row.transfer), row.added, row.at))
        except Refused:  # given back since, or its rail gives nothing back
            continue
    return found


def choose_lot(db: Connection, person_id: str, amount: int, rail: str) -> Lot:
    """Return the newest top-up of which so much is left, of any rail for ""; 0 for one with something left.

    Raises Refused where there is none.
    """
    for one in list_left(db, person_id):
        if one.lot.left >= max(amount, 1) and rail in ("", one.lot.operator):
            return one.lot
    raise Refused("refusal.nothing_to_give_back")


def find_lot(db: Connection, person_id: str, transfer: str) -> Lot:
    """Return the top-up of this transfer to a person. Raises Refused for what is none, or of which nothing is left."""
    payment, left = read_lot(db, person_id, transfer)
    if not left:
        raise Refused("refusal.recharge_spent")
    return Lot(transfer, payment.rail, payment.phone, left)


def read_lot(db: Connection, person_id: str, transfer: str) -> tuple[Payment, int]:
    """Return the collection of a top-up, and how much of it can be given back. Raises Refused for what cannot be."""
    row = db.execute(OF, {"transfer": transfer, "person": person_id}).one_or_none()
    payment = payments.find_by_reference(db, row.reference) if row else None
    if row is None or payment is None or payment.direction != "collect" or not goes_back(payment):
        raise Refused("refusal.not_refundable")
    return payment, min(int(row.unspent), find_left(db, payment))


def check_lot(_: Connection, lot: Lot, amount: int) -> Lot:
    """Return the top-up to give back of. Raises Misread for more than is left, or less than anybody may type."""
    check_part(lot.left, amount)
    return lot
