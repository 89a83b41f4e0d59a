"""Deliveries: one event on its way to one endpoint, in order per object, tried again for days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.business import endpoints, events, merchants
from wallet.core.public_ids import write_id
from wallet.messages import notices
from wallet.people import people

# After the 1st try, the 2nd…; the first one is at once (https://www.standardwebhooks.com, deliverability).
AGAIN: Final = tuple(timedelta(seconds=one) for one in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
GIVES_UP: Final = timedelta(days=5)
WAIT_MOST: Final = timedelta(days=1)  # whatever an endpoint asks for
SLOW_MS: Final = 2_000
GONE: Final = 410
LEASE: Final = timedelta(seconds=90)


SPREAD: Final = text("""INSERT INTO event_delivery (id, merchant_id, endpoint_id, event_id, number, object_id, due_at)
    SELECT gen_random_uuid(), e.merchant_id, p.id, e.id, e.number, e.object_id, wallet_now()
    FROM event e JOIN endpoint p ON p.merchant_id = e.merchant_id
    WHERE e.number BETWEEN :first AND :last AND p.state = 'on' AND p.since <= e.at
      AND (p.kinds = '{}' OR e.kind = ANY (p.kinds))
    ON CONFLICT DO NOTHING""")


def spread(db: Connection, numbers: Sequence[int]) -> None:
    """Have what was just published told to every endpoint that hears of it."""
    if numbers:
        db.execute(SPREAD, {"first": numbers[0], "last": numbers[-1]})


AGAIN_MOST: Final = 1_000  # deliveries at once
AGAIN_ALL: Final = text("""UPDATE event_delivery SET
        state = 'waiting', tries = 0, due_at = wallet_now(), ended_at = NULL
    WHERE endpoint_id = :endpoint AND state <> 'waiting' AND id = ANY (ARRAY (
      SELECT id FROM event_delivery WHERE endpoint_id = :endpoint AND state <> 'waiting'
      AND (CAST(:id AS uuid) IS NULL OR id = CAST(:id AS uuid)) AND number BETWEEN :first AND :last
      AND (NOT :failed OR state = 'failed') ORDER BY number LIMIT :most FOR UPDATE))""")


def deliver_again(
    db: Connection,
    endpoint_id: str,
    delivery_id: str | None = None,
    first: int = 0,
    last: int = 2**62,
    *,
    failed_only: bool = False,
) -> int:
    """Deliver one, or those of the events numbered first to last, once more; returns how many."""
    asked = {"endpoint": endpoint_id, "id": delivery_id, "first": first, "last": last, "failed": failed_only}
    return db.execute(AGAIN_ALL, {**asked, "most": AGAIN_MOST}).rowcount


LATEST: Final = text("""SELECT d.id::text, e.kind, e.at, d.state, d.tries,
        CASE WHEN d.state = 'waiting' THEN d.due_at END AS due_at, t.status, t.took_ms, t.why, t.answer
    FROM event_delivery d JOIN event e ON e.id = d.event_id
    LEFT JOIN LATERAL (SELECT * FROM delivery_try t WHERE t.delivery_id = d.id ORDER BY t.at DESC LIMIT 1) t ON true
    WHERE d.endpoint_id = :endpoint
    ORDER BY d.number DESC, d.id LIMIT :most""")


@dataclass(frozen=True)
class ListedDelivery:
    """A delivery in a list, with what came of its last try: None for one that was never tried."""

    id: str
    kind: str
    at: datetime
    state: str
    tries: int
    due_at: datetime | None
    status: int | None
    took_ms: int | None
    why: str | None
    answer: str | None


def list_latest(db: Connection, endpoint_id: str, most: int) -> list[ListedDelivery]:
    """Return an endpoint's deliveries, those of the newest events first."""
    found = db.execute(LATEST, {"endpoint": endpoint_id, "most": most})
    return [ListedDelivery(**row._mapping) for row in found]


@dataclass(frozen=True)
class Leased:
    """An endpoint taken by one worker for a while; one that is slow, or failing, is told one by one."""

    id: str
    alone: bool


@dataclass(frozen=True)
class DueDelivery:
    """One event on its way to one endpoint: its body is made of `kind`, `at` and `data`."""

    id: str
    event_id: str
    tries: int
    kind: str
    at: datetime
    data: Any
    object_id: str


FIRST: Final = """NOT EXISTS (SELECT FROM event_delivery b WHERE b.endpoint_id = d.endpoint_id
    AND b.object_id = d.object_id AND b.state = 'waiting' AND b.number < d.number)"""  # of its object
WAITS: Final = f"""SELECT FROM event_delivery d
    WHERE d.endpoint_id = p.id AND d.state = 'waiting' AND d.due_at <= wallet_now() AND {FIRST}"""
IS_DUE: Final = f"""SELECT 1 FROM event WHERE number IS NULL
    UNION ALL SELECT 1 FROM endpoint p
      WHERE p.state = 'on' AND (p.leased_until IS NULL OR p.leased_until <= wallet_now()) AND EXISTS ({WAITS})"""  # noqa: S608 - constants
LEASE_DUE: Final = text(f"""UPDATE endpoint e SET leased_until = wallet_now() + :lease WHERE id IN (
        SELECT p.id FROM endpoint p WHERE p.state = 'on' AND (p.leased_until IS NULL OR p.leased_until <= wallet_now())
        AND EXISTS ({WAITS}) ORDER BY p.leased_until NULLS FIRST LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING id::text, slow OR failing_since IS NOT NULL AS alone""")  # noqa: S608 - constants
NEXT: Final = text(f"""SELECT d.id::text, d.event_id::text, d.tries, e.kind, e.at, e.data, d.object_id
    FROM event_delivery d JOIN event e ON e.id = d.event_id
    WHERE d.endpoint_id = :endpoint AND d.state = 'waiting' AND d.due_at <= wallet_now() AND {FIRST}
    ORDER BY d.due_at, d.number LIMIT :most""")  # noqa: S608 - constants


def lease(db: Connection, most: int) -> list[Leased]:
    """Take endpoints that something is due to; committed before any of them is told."""
    return [Leased(**row._mapping) for row in db.execute(LEASE_DUE, {"lease": LEASE, "most": most})]


def list_due(db: Connection, endpoint_id: str, most: int) -> list[DueDelivery]:
    """Return what an endpoint is told next: of each object, the earliest event that it has not heard of."""
    return [DueDelivery(**row._mapping) for row in db.execute(NEXT, {"endpoint": endpoint_id, "most": most})]


def release(db: Connection, endpoint_id: str) -> None:
    """Give an endpoint back; whichever waits longest is leased next."""
    db.execute(text("UPDATE endpoint SET leased_until = wallet_now() WHERE id = :id"), {"id": endpoint_id})


@dataclass(frozen=True)
class EndpointAnswer:
    """The end of a try: HTTP status (0: no answer, `why`), how the answer began, seconds it asks to wait."""

    status: int
    took_ms: int
    answer: str = ""
    why: str = ""
    wait_seconds: int = 0

    @property
    def is_heard(self) -> bool:
        """True where the endpoint took it."""
        return 200 <= self.status < 300


TRY: Final = text("""INSERT INTO delivery_try (delivery_id, at, status, took_ms, answer, why)
    VALUES (CAST(:id AS uuid), wallet_now(), :status, :took_ms, :answer, :why)""")
HEARD: Final = text("""UPDATE event_delivery SET state = 'delivered', tries = tries + 1, ended_at = wallet_now()
    WHERE id = :id AND state = 'waiting'""")
NOT_HEARD: Final = text("""UPDATE event_delivery SET tries = tries + 1,
        state = CASE WHEN CAST(:wait AS interval) IS NULL THEN 'failed' ELSE 'waiting' END,
        ended_at = CASE WHEN CAST(:wait AS interval) IS NULL THEN wallet_now() END,
        due_at = wallet_now() + coalesce(CAST(:wait AS interval), interval '0')
    WHERE id = :id AND state = 'waiting'""")
WELL: Final = text("""UPDATE endpoint SET failing_since = NULL, slow = :slow
    WHERE id = :id AND (slow <> :slow OR failing_since IS NOT NULL)""")
ILL: Final = text("""UPDATE endpoint SET failing_since = coalesce(failing_since, wallet_now()) WHERE id = :id
    RETURNING failing_since <= wallet_now() - CAST(:gives_up AS interval) AND state = 'on' AS over""")


def note_told(db: Connection, endpoint_id: str, delivery: DueDelivery, told: EndpointAnswer) -> bool:
    """Write down what came of a try: delivered, or when to try again; whoever fails too long is told nothing more.

    Returns True where that was so, and its owner is to be texted.
    """
    said = {"status": told.status, "took_ms": told.took_ms, "answer": told.answer, "why": told.why}
    db.execute(TRY, {"id": delivery.id, **said})
    if told.is_heard:
        db.execute(HEARD, {"id": delivery.id})
        db.execute(WELL, {"id": endpoint_id, "slow": told.took_ms > SLOW_MS})
        return False
    db.execute(NOT_HEARD, {"id": delivery.id, "wait": find_wait(delivery.tries, told)})
    over = db.execute(ILL, {"id": endpoint_id, "gives_up": GIVES_UP}).scalar_one()
    return disable(db, endpoint_id) if told.status == GONE or over else False


def find_wait(tries: int, told: EndpointAnswer) -> timedelta | None:
    """Return how long to wait after so many tries and this one, as the endpoint asks; None: it was the last one."""
    if tries >= len(AGAIN):
        return None
    return max(AGAIN[tries], min(timedelta(seconds=told.wait_seconds), WAIT_MOST))


def disable(db: Connection, endpoint_id: str) -> bool:
    """Tell an endpoint nothing more: its business hears of it, by the events it can list and by a text to its owner.

    Returns False for one that was off already.
    """
    off = text("UPDATE endpoint SET state = 'off' WHERE id = :id AND state = 'on'")
    if not db.execute(off, {"id": endpoint_id}).rowcount:
        return False
    endpoints.give_up(db, endpoint_id)
    one = endpoints.get(db, endpoint_id)
    shown = {"id": write_id("end", one.id), "url": one.url, "state": one.state}
    events.note(db, one.merchant_id, "endpoint.disabled", one.id, shown)
    shop = merchants.get_merchant(db, one.merchant_id)
    for owner in people.find_by_ids(db, [shop.owner_id]).values():
        notices.tell(db, owner, "security", "endpoint_disabled", shop=shop.name)
    return True
