"""Refunds of checkouts: rows that say what a business gives back, which way, and what became of it.

All of a checkout's refunds together are never more than was paid: whoever makes one holds the checkout's row, and the
database counts once more (business/functions.sql). One that failed counts no more.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.business import checkouts, events
from wallet.business.checkouts import Checkout
from wallet.core import clock
from wallet.core.public_ids import write_id

# To a wallet of ours; to a number that opens one for it; to where its payer paid from.
To = Literal["wallet", "number", "source"]
REASON_LETTERS: Final = 200
COLUMNS: Final = """id::text, merchant_id::text, checkout_id::text, amount, fee, way, method, phone, charged, currency,
    reason, reference, state, payment_id::text, created_at, ended_at"""
CREATE: Final = text(f"""INSERT INTO refund (id, merchant_id, checkout_id, amount, fee, way, method, phone, charged,
        currency, reason, reference, state, payment_id, created_at, ended_at)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), CAST(:checkout AS uuid), :amount, :fee, :way, :method, :phone,
        :charged, :currency, :reason, :reference, CAST(:state AS text), CAST(:payment AS uuid), wallet_now(),
        CASE WHEN CAST(:state AS text) <> 'pending' THEN wallet_now() END)
    RETURNING {COLUMNS}""")
END: Final = text(f"""UPDATE refund SET state = :state, ended_at = wallet_now()
    WHERE payment_id = CAST(:payment AS uuid) RETURNING {COLUMNS}""")


@dataclass(frozen=True)
class Refund:
    """A refund as it stands. Of `amount`, the business pays all but `fee`, which it has back of its own fee.

    `phone` is where it goes, "" for a payer at a page. `charged`: minor units of `currency`, where that is not XAF.
    """

    id: str
    merchant_id: str
    checkout_id: str
    amount: int
    fee: int
    way: To
    method: str
    phone: str
    charged: int
    currency: str
    reason: str
    reference: str
    state: str
    payment_id: str | None
    created_at: datetime
    ended_at: datetime | None

    def describe(self) -> dict[str, Any]:
        """Return a refund as its business sees it, in the API and in events; `amount` and `fee` are francs."""
        return {
            "id": write_id("ref", self.id), "object": "refund", "checkout": write_id("chk", self.checkout_id),
            "amount": self.amount, "currency": "XAF", "fee": self.fee, "to": self.way, "method": self.method,
            "charged": self.charged, "charged_currency": self.currency, "state": self.state, "reason": self.reason,
            "reference": self.reference, "created_at": clock.write_utc(self.created_at),
            "ended_at": clock.write_utc(self.ended_at) if self.ended_at else None,
        }  # fmt: skip


@dataclass(frozen=True)
class NewRefund:
    """A refund to be written down; `charged` is what goes back abroad, None in francs."""

    amount: int
    fee: int
    way: To
    method: str
    phone: str
    reason: str
    reference: str
    charged: int | None = None
    currency: str = "XAF"
    payment_id: str | None = None
    id: str = ""


def create(db: Connection, checkout: Checkout, new: NewRefund) -> Refund:
    """Write a refund of a locked checkout down, which the database counts; its business hears of it.

    One by a payment is pending; any other is done in this transaction.
    """
    row = {
        "id": new.id or str(uuid.uuid4()), "merchant": checkout.merchant_id, "checkout": checkout.id,
        "amount": new.amount, "fee": new.fee, "way": new.way, "method": new.method, "phone": new.phone,
        "charged": new.charged or new.amount, "currency": new.currency, "reason": new.reason,
        "reference": new.reference, "payment": new.payment_id, "state": "pending" if new.payment_id else "succeeded",
    }  # fmt: skip
    made = Refund(**db.execute(CREATE, row).one()._mapping)
    note(db, made, "refund.created")
    if made.state == "succeeded":
        note_done(db, made)
    return made


def end(db: Connection, payment_id: str, state: str) -> Refund:
    """End the refund of a payment as "succeeded" or "failed"; its business hears of it. Raises NoResultFound."""
    ended = Refund(**db.execute(END, {"payment": payment_id, "state": state}).one()._mapping)
    if state == "succeeded":
        note_done(db, ended)
    else:
        note(db, ended, "refund.failed")
    return ended


def note_done(db: Connection, done: Refund) -> None:
    """Note that money went back, of the refund and of its checkout."""
    note(db, done, "refund.succeeded")
    checkouts.note(db, checkouts.get(db, done.checkout_id), "checkout.refunded")


def note(db: Connection, refund: Refund, kind: str) -> None:
    """Note an event about a refund."""
    events.note(db, refund.merchant_id, kind, refund.id, refund.describe())
