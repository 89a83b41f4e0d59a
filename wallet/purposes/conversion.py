"""A payment abroad: what its payer was charged, posted in that currency beside the end in francs of its purpose.

Positions hold what was turned from one currency into another. Charged amounts round up, so they pay a little more than
the francs they stand for: that is rounding's. A refund gives back its part of what was charged rounded down, so
rounding bears no loss and nobody gains by refunds in parts; once all went back, rounding has nothing of it left.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.payments.payments import Payment
from wallet.purposes.ending import Ending


def post_charged(db: Connection, endings: Sequence[Ending]) -> None:
    """Post what the payments among these that succeeded abroad moved there, each once its end in francs is posted."""
    for ending in endings:
        if ending.succeeded and ending.posting and ending.payment.currency != "XAF":
            for transfer in list_transfers(db, ending.payment):
                ledger.post_one(db, transfer)


def list_transfers(db: Connection, payment: Payment) -> Iterator[Transfer]:
    """Yield the transfer of what was charged or given back, in its currency, and that of what is over, in francs."""
    there = ledger.ours(db, f"operator_float:{payment.rail}:{payment.currency}")
    held = ledger.ours(db, f"position:{payment.currency}")
    collects = payment.direction == "collect"
    moved = payment.charged if collects else -payment.charged
    kind = "convert_charged" if collects else "convert_refunded"
    yield Transfer(f"charged:{payment.id}", kind, (Entry(there, -moved), Entry(held, moved)))
    if over := db.execute(text("SELECT rounding_due(CAST(:id AS uuid))"), {"id": payment.id}).scalar_one():
        francs, rounding = ledger.ours(db, "position:XAF"), ledger.ours(db, "rounding")
        yield Transfer(f"rounding:{payment.id}", "round_charged", (Entry(francs, -over), Entry(rounding, over)))
