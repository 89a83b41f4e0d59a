"""Events: what a business hears of, written in the transaction in which it happens, under the lock of what it is about.

A worker numbers them once they are committed: by these numbers they are listed and sent, so that nobody who reads on
from the last one misses one whose transaction took longer.
"""

import json
import secrets
import time
import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core import traces

# What may be heard of: an object of the API, and what became of it. Each means one thing alone.
KINDS: Final = (
    "checkout.created",
    "checkout.paid",
    "checkout.expired",
    "checkout.cancelled",
    "checkout.refunded",
    "payment.pending",
    "payment.succeeded",
    "payment.failed",
    "payment.late_received",
    "payment.other_amount",
    "refund.created",
    "refund.succeeded",
    "refund.failed",
    "order.created",
    "order.updated",
    "invoice.finalised",
    "invoice.sent",
    "invoice.paid",
    "invoice.overdue",
    "invoice.credited",
    "invoice.voided",
    "request.created",
    "request.paid",
    "request.refused",
    "request.expired",
    "request.cancelled",
    "payout.created",
    "payout.approved",
    "payout.refused",
    "payout.paid",
    "payout.failed",
    "payout.returned",
    "payroll.asked",
    "payroll.approved",
    "payroll.refused",
    "payroll.done",
    "subscription.created",
    "subscription.charged",
    "subscription.charge_failed",
    "subscription.past_due",
    "subscription.paused",
    "subscription.resumed",
    "subscription.ended",
    "mail.bounced",
    "endpoint.disabled",
)
NOTE: Final = text("""INSERT INTO event (id, merchant_id, kind, object_id, data, at)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), :kind, :object, CAST(:data AS jsonb), wallet_now())""")


def note(db: Connection, merchant_id: str, kind: str, object_id: str, data: Mapping[str, Any]) -> None:
    """Note that something became of an object of a business, which its endpoints are to hear; whoever calls wakes
    `webhooks`.

    `data` is the object as the API shows it. Raises ValueError for a kind that is not of KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of event: {kind}")
    row = {"id": new_id(), "merchant": merchant_id, "kind": kind, "object": object_id, "data": json.dumps(data)}
    db.execute(NOTE, row)
    traces.link(object_id)


def new_id() -> str:
    """Return a UUID of version 7 (RFC 9562): the milliseconds of this machine, then chance."""
    number = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 7 << 76
    return str(uuid.UUID(int=number & ~(3 << 62) | 2 << 62))


# Whoever publishes holds the count's row: one at a time, each begins where the last one ended.
COUNTED: Final = text("SELECT published FROM event_count FOR UPDATE")
PUBLISH: Final = text("""WITH due AS (
        SELECT id, row_number() OVER (ORDER BY at, id) AS place FROM (
            SELECT id, at FROM event WHERE number IS NULL ORDER BY at, id LIMIT :most) next)
    UPDATE event SET number = due.place + :before FROM due WHERE event.id = due.id RETURNING number""")
COUNT: Final = text("UPDATE event_count SET published = :last")


def publish(db: Connection, most: int) -> list[int]:
    """Number what was noted and is committed, at most so many; return the numbers, the first one first."""
    before = db.execute(COUNTED).scalar_one()
    numbers = sorted(db.execute(PUBLISH, {"most": most, "before": before}).scalars())
    if numbers:
        db.execute(COUNT, {"last": numbers[-1]})
    return numbers
