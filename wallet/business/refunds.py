"""Refunds: how much of an incoming payment may still be given back, never more in sum than came in.

The ledger guards the whole of the transfer, the sender's fee and tax included; this guards what the receiver got. Who
undoes a movement holds its row: two at once take turns.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.operations.kinds import KINDS
from wallet.operations.taken_back import lock_row_movement, sum_taken_back

FOUND: Final = text("""SELECT m.transfer_id::text AS transfer, m.reference, m.kind, m.giver_id::text AS giver_id,
        m.receiver_id::text AS receiver_id, m.amount, m.fee, COALESCE(m.merchant_id::text, '') AS merchant_id,
        COALESCE((SELECT -sum(t.amounts[array_position(t.accounts, account_named('fees'))]) FROM transfer_link l
            JOIN transfer t ON t.id = l.by_id WHERE l.target = m.transfer_id AND l.role = 'undoes'), 0)::bigint
            AS fee_returned
    FROM movement m WHERE m.transfer_id = CAST(:transfer AS uuid)""")
OF_TODAY: Final = text(f"""SELECT FROM movement WHERE transfer_id = CAST(:transfer AS uuid) AND till = ANY (:tills)
    AND at >= {clock.DAY_BEGAN}""")
# What refunds of a checkout by an operator gave back of its fee, or are about to: their holds took it and undo nothing.
FEE_ON_ITS_WAY: Final = text("""SELECT COALESCE(sum(r.fee), 0)::bigint
    FROM checkout c JOIN refund r ON r.checkout_id = c.id
    WHERE c.paid_with = CAST(:transfer AS uuid) AND r.payment_id IS NOT NULL AND r.state <> 'failed'""")


@dataclass(frozen=True)
class Incoming:
    """An incoming payment by one transfer, and how much of it, and of a merchant's fee on it, was taken back since.

    What is on its way back is counted.
    """

    transfer: str
    reference: str
    kind: str
    giver_id: str
    receiver_id: str
    amount: int
    fee: int
    merchant_id: str
    fee_returned: int
    taken_back: int

    @property
    def left(self) -> int:
        """Francs that may still be given back."""
        return max(self.amount - self.taken_back, 0)

    def fee_back(self, amount: int) -> int:
        """Return the part of a merchant's fee that returns with `amount`: in the end the whole, however cut."""
        if not self.merchant_id:
            return 0
        return max(self.fee * (self.taken_back + amount) // self.amount - self.fee_returned, 0)

    def net_of(self, amount: int) -> int:
        """Return what giving `amount` back takes from who received it: their part of it, the fee's comes from us."""
        return amount - self.fee_back(amount)

    def find_most(self, held: int) -> int:
        """Return the most that may still be given back by somebody who holds `held` francs; 0 for nothing."""
        most = bisect_right(range(self.left + 1), held, key=self.net_of) - 1
        return most if self.net_of(most) else 0


def find_incoming(db: Connection, transfer: str) -> Incoming | None:
    """Return what was paid by this transfer, None for what paid nobody."""
    row = db.execute(FOUND, {"transfer": transfer}).one_or_none()
    if row is None:
        return None
    on_its_way = db.execute(FEE_ON_ITS_WAY, {"transfer": transfer}).scalar_one()
    found = {**row._mapping, "fee_returned": row.fee_returned + on_its_way}
    return Incoming(**found, taken_back=sum_taken_back(db, UUID(transfer)))


def is_of_today(db: Connection, transfer: str, tills: Sequence[str]) -> bool:
    """True for a payment that came in today, in Douala, at one of these tills."""
    asked = {"transfer": transfer, "tills": [*tills]}
    return db.execute(OF_TODAY, asked).first() is not None


def get_incoming(db: Connection, person_id: str, transfer: str) -> Incoming:
    """Return what this person was paid by this transfer. Raises Refused for nothing, or all of it given back."""
    found = find_incoming(db, transfer)
    if found is None or found.receiver_id != person_id or not found.giver_id or not KINDS[found.kind].may_refund:
        raise Refused("refusal.not_refundable")
    if not found.left:
        raise Refused("refusal.refunded_already")
    return found


def lock_row_incoming(db: Connection, person_id: str, transfer: str) -> Incoming:
    """Return what this person was paid by a transfer, held: nobody else takes back of it meanwhile. Raises Refused."""
    lock_row_movement(db, UUID(transfer))
    return get_incoming(db, person_id, transfer)
