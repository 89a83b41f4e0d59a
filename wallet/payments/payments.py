"""A payment with an operator, and its whole life in one table.

The operator's handle and `submitting` are committed before the submit's own socket opens, so a payment found in
`submitting` may have run: it is asked about, and submitted again only where its rail says that is safe.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.core.payment_states import ENDED, STEPS, State
from wallet.core.values import Priced

Direction = Literal["collect", "pay", "refund"]  # from the operator's customer to us; to them; a collection given back
LEASE_SECONDS: Final = 120  # a token, a call, both again: 92 s at worst
POLL_SECONDS: Final = (5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600)  # and every hour from then on
REVIEW_AFTER: Final = timedelta(hours=72)


@dataclass(frozen=True)
class Payment(Priced):
    """A payment as a worker sees it."""

    id: str
    reference: str
    rail: str
    direction: Direction
    channel: str
    person_id: str
    asked_by: str | None
    phone: str
    amount: int
    fee: int
    tax: int
    reservation: str | None
    state: State
    handle: str
    base_url: str
    reason: str
    operator_id: str
    tries: int
    polls: int
    created_at: datetime
    age_seconds: float
    submitted_seconds: float | None
    request_id: str | None = None  # of the request it pays, where an operator's customer does


Known = Literal["pending", "succeeded", "failed", "expired", "never_ran"]


@dataclass(frozen=True)
class Order:
    """What an operator is told: amount in whole francs, phone in E.164, and what they may show about it.

    `handle` and `base_url` are the operator's own handle and the address it was got from, once there is one: a
    status can be read only where the payment was made. `collected` is, of a refund, the handle of what it gives back.
    """

    payment_id: str
    direction: Direction
    amount: int
    phone: str
    reference: str
    note: str
    handle: str = ""
    base_url: str = ""
    collected: str = ""


@dataclass(frozen=True)
class Confirmation:
    """What an operator is known to have done. `amount`, `phone`, `currency` are None where it did not say.

    `reason` is the operator's own word or code for a failure, `operator_id` its transaction number.
    """

    state: Known
    amount: int | None = None
    phone: str | None = None
    currency: str | None = None
    operator_id: str = ""
    reason: str = ""
    raw: str = ""


COLUMNS: Final = """id::text, reference, rail, direction, channel, person_id::text, asked_by::text, phone, amount,
    fee, tax,
    reservation::text, state, handle, base_url, reason, operator_id, tries, polls, created_at,
    extract(epoch FROM wallet_now() - created_at)::float AS age_seconds,
    extract(epoch FROM wallet_now() - submitted_at)::float AS submitted_seconds,
    request_id::text"""

# What a payment p's end posted, by the key of each: its own, or the request's that it pays.
POSTED: Final = """SELECT t.id FROM transfer t WHERE t.id IN (transfer_id('payment:' || p.id),
    transfer_id('payment:' || p.id || '\\:returned'), transfer_id('payment:' || p.id || '\\:unclaimed'),
    transfer_id('payment:' || p.id || '\\:kept'),
    (SELECT transfer_id('request:' || r.id) FROM request r WHERE r.id = p.request_id AND r.paid_with = p.id))"""


def _all(rows: Sequence[Any]) -> list[Payment]:
    return [Payment(**row._mapping) for row in rows]


def create(db: Connection, values: dict[str, Any]) -> None:
    """Write a payment down. `values`: id, reference, rail, direction, channel, person_id, asked_by, phone, amount,
    fee, tax, reservation; it is due at once, unless `sim` names a number whose SIM is looked at first."""
    db.execute(
        text("""INSERT INTO payment (id, reference, rail, direction, channel, person_id, asked_by, phone, amount,
                fee, tax, reservation, sim, due_at, created_at, changed_at, request_id)
            VALUES (:id, :reference, :rail, :direction, :channel, :person_id, :asked_by, :phone, :amount, :fee, :tax,
                :reservation, :sim, CASE WHEN :sim = '' THEN wallet_now() END, wallet_now(), wallet_now(),
                :request_id)"""),
        {"sim": "", "request_id": None, **values},
    )
    note_steps(db, [(values["id"], "created", "asked for", "")])


def lease(db: Connection, rail: str, most: int, *, submit: bool) -> list[Payment]:
    """Take what is due on a rail for this worker alone, for a minute; `submit` is False while the operator is down."""
    rows = db.execute(
        text(f"""UPDATE payment SET leased_until = wallet_now() + :lease
            WHERE id IN (SELECT id FROM payment WHERE rail = :rail AND due_at <= wallet_now()
                         AND (leased_until IS NULL OR leased_until <= wallet_now()) AND (:submit OR state <> 'created')
                         ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
            RETURNING {COLUMNS}"""),  # noqa: S608 - a constant
        {"rail": rail, "most": most, "lease": timedelta(seconds=LEASE_SECONDS), "submit": submit},
    )
    return _all(rows.all())


def waiting_for_sim(db: Connection, number: str) -> list[str]:
    """The ids of the payouts not told to anybody until this number's SIM has been looked at; due once it has."""
    rows = db.execute(
        text("SELECT id::text FROM payment WHERE sim = :number AND state = 'created' AND due_at IS NULL"),
        {"number": number},
    )
    return list(rows.scalars())


def make_due(db: Connection, ids: Sequence[str]) -> set[str]:
    """They may be told to their operators now; answers the rails they go by."""
    due = text("""UPDATE payment SET due_at = wallet_now() WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'created'
        RETURNING rail""")
    return set(db.execute(due, {"ids": list(ids)}).scalars())


def lock(db: Connection, ids: Sequence[str]) -> dict[str, Payment]:
    """These payments, locked in id order, as they are now."""
    rows = db.execute(
        text(f"SELECT {COLUMNS} FROM payment WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR UPDATE"),  # noqa: S608 - a constant
        {"ids": list(ids)},
    )
    return {payment.id: payment for payment in _all(rows.all())}


def find(db: Connection, reference: str) -> Payment | None:
    """The payment of this reference."""
    rows = db.execute(text(f"SELECT {COLUMNS} FROM payment WHERE reference = :reference"), {"reference": reference})  # noqa: S608 - a constant
    found = _all(rows.all())
    return found[0] if found else None


@dataclass(frozen=True)
class News:
    """What a worker learnt of a payment: what the operator said, or that a call failed and whether it may have run."""

    payment_id: str
    said: Confirmation | None = None
    failed: Literal["", "no", "unknown"] = ""
    why: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Change:
    """What becomes of a payment: its state (the same: only looked at), when to look next (None: no more), and why."""

    payment: Payment
    state: State
    why: str
    look_seconds: float | None
    raw: str = ""
    reason: str = ""
    operator_id: str = ""
    handle: str = ""
    base_url: str = ""
    failed_try: bool = False

    @property
    def ends(self) -> bool:
        """True when the payment ends by it, for the first time or, once expired, again."""
        return self.state in ENDED and self.state != self.payment.state


BECOME: Final = text("""UPDATE payment p SET state = c.state, changed_at = CASE WHEN p.state = c.state THEN p.changed_at
        ELSE wallet_now() END, due_at = wallet_now() + make_interval(secs => c.look),
        leased_until = CASE WHEN c.state = 'submitting' THEN p.leased_until END,
        submitted_at = CASE WHEN c.state = 'submitting' THEN wallet_now() ELSE p.submitted_at END,
        reason = COALESCE(NULLIF(c.reason, ''), p.reason),
        handle = CASE WHEN c.state = 'created' THEN c.handle ELSE COALESCE(NULLIF(c.handle, ''), p.handle) END,
        base_url = COALESCE(NULLIF(c.base_url, ''), p.base_url),
        operator_id = COALESCE(NULLIF(c.operator_id, ''), p.operator_id),
        tries = p.tries + c.failed_try::int, polls = p.polls + (p.state = c.state)::int
    FROM unnest(CAST(:id AS uuid[]), CAST(:seen AS text[]), CAST(:state AS text[]), CAST(:look AS float[]),
        CAST(:reason AS text[]), CAST(:operator_id AS text[]), CAST(:handle AS text[]), CAST(:base_url AS text[]),
        CAST(:failed_try AS boolean[])) AS c(id, seen, state, look, reason, operator_id, handle, base_url, failed_try)
    WHERE p.id = c.id AND p.state = c.seen RETURNING p.id::text""")
STEP: Final = text("""INSERT INTO payment_step (payment_id, at, state, why, raw)
    SELECT id, wallet_now(), state, why, raw FROM unnest(CAST(:id AS uuid[]), CAST(:state AS text[]),
        CAST(:why AS text[]), CAST(:raw AS text[])) AS c(id, state, why, raw)""")
KEPT_OF_RAW: Final = 2000


def become(db: Connection, changes: Sequence[Change]) -> set[str]:
    """Compare and set, many at once: the ids of those that were still in the state they were seen in.

    Raises ValueError for a step STEPS does not know, or two of one payment.
    """
    if len({change.payment.id for change in changes}) < len(changes):
        raise ValueError("a payment becomes one thing at a time")
    for change in changes:
        if change.state != change.payment.state and change.state not in STEPS[change.payment.state]:
            raise ValueError(f"a payment does not go from {change.payment.state} to {change.state}")
    columns = ("state", "reason", "operator_id", "handle", "base_url", "failed_try")
    moved = db.execute(
        BECOME,
        {
            "id": [change.payment.id for change in changes],
            "seen": [change.payment.state for change in changes],
            "look": [change.look_seconds for change in changes],
            **{column: [getattr(change, column) for change in changes] for column in columns},
        },
    )
    ids = set(moved.scalars())
    news = [one for one in changes if one.payment.id in ids and (one.state != one.payment.state or one.failed_try)]
    note_steps(db, [(one.payment.id, one.state, one.why, one.raw) for one in news])
    return ids


def note_steps(db: Connection, steps: Sequence[tuple[str, str, str, str]]) -> None:
    """Keep what happened to payments, and what the operator said: (payment id, state, why, raw)."""
    if steps:
        ids, states, whys, raws = (list(column) for column in zip(*steps, strict=True))
        cut = [raw[:KEPT_OF_RAW].replace("\x00", "") for raw in raws]
        db.execute(STEP, {"id": ids, "state": states, "why": [why[:200] for why in whys], "raw": cut})


def next_poll_seconds(payment: Payment) -> int:
    """How long to wait before the next poll."""
    return POLL_SECONDS[min(payment.polls, len(POLL_SECONDS) - 1)]


def hurry(db: Connection, rail: str, hints: Sequence[str]) -> set[str]:
    """Ask now about the payments of these handles or references; answers which of them are known."""
    rows = db.execute(
        text("""UPDATE payment SET due_at = wallet_now() WHERE rail = :rail AND state <> 'created' AND handle <> ''
            AND (handle = ANY(:hints) OR reference = ANY(:hints)) RETURNING handle, reference"""),
        {"rail": rail, "hints": [hint for hint in hints if hint]},
    ).all()
    return {name for row in rows for name in (row.handle, row.reference)}
