"""Payments with operators: written down by use cases, leased by workers, locked by whoever ends them.

The operator's handle and `submitting` are committed before the submit's own socket opens, so a payment found in
`submitting` may have run: it is asked about, and submitted again only where its rail says that is safe.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.core.payment_states import State
from wallet.core.values import Priced
from wallet.payments.orders import Attempt, Direction
from wallet.payments.party import Party
from wallet.payments.rails import RAILS
from wallet.payments.steps import note_steps

LEASE_SECONDS: Final = 120  # a token, a call, both again: 92 s at worst


@dataclass(frozen=True)
class NewPayment:
    """A payment as a use case asks for it: `purpose` says what for, and so what its end does.

    `person_id` is whose wallet it credits, or was taken from; `asked_by` who asked, None for no wallet of ours.
    `reservation` is the transfer that holds a payout's money; `sim` the number whose SIM is looked at first, "" for
    none; `request_id`, `checkout_id` or `recharge_id` what it pays, `refunds` the payment it gives back, `beside` the
    one at whose page it came otherwise than asked; `counted` says that ceilings count it.
    Where the payer is charged abroad, `charged` is in minor units of `currency`, by the quote of `quote_id`.
    """

    purpose: str
    direction: Direction
    reference: str
    rail: str
    party: Party
    channel: str
    person_id: str
    asked_by: str | None
    amount: int
    fee: int = 0
    tax: int = 0
    reservation: UUID | None = None
    sim: str = ""
    request_id: str | None = None
    checkout_id: str | None = None
    recharge_id: str | None = None
    refunds: str | None = None
    beside: str | None = None
    counted: bool = True
    currency: str = "XAF"
    charged: int | None = None
    quote_id: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Payment(Priced):
    """A payment as it is now: `amount` in francs, `charged` what its payer is charged, in minor units of `currency`.

    `collected` is the operator's handle of the collection that a refund gives back; `pay_token`, of one whose page its
    rail is to make, names ours.
    """

    id: str
    purpose: str
    reference: str
    rail: str
    direction: Direction
    channel: str
    person_id: str
    asked_by: str | None
    party: Party
    amount: int
    fee: int
    tax: int
    reservation: str | None
    state: State
    handle: str
    base_url: str
    redirect_url: str
    reason: str
    operator_id: str
    tries: int
    polls: int
    created_at: datetime
    age_seconds: float
    leased_until: datetime | None
    submitted_at: datetime | None
    submitted_seconds: float | None
    request_id: str | None
    checkout_id: str | None
    recharge_id: str | None
    refunds: str | None
    beside: str | None
    counted: bool
    currency: str
    charged: int
    quote_id: str | None
    collected: str
    pay_token: str

    @property
    def phone(self) -> str:
        """Number at the operator, "" where the other side is none."""
        return self.party.phone

    @property
    def attempt(self) -> Attempt | None:
        """The telling that counts now, None while its operator is to be told of it for the first time, or anew."""
        return Attempt(self.handle, self.submitted_at) if self.handle and self.submitted_at else None


COLUMNS: Final = """id::text, purpose, reference, rail, direction, channel, person_id::text, asked_by::text,
    party_kind, party, amount, fee, tax, reservation::text, state, handle, base_url, redirect_url, reason, operator_id,
    tries, polls, created_at, extract(epoch FROM wallet_now() - created_at)::float AS age_seconds,
    leased_until, submitted_at, extract(epoch FROM wallet_now() - submitted_at)::float AS submitted_seconds,
    request_id::text, checkout_id::text, recharge_id::text, refunds::text, beside::text,
    counted, currency, COALESCE(charged, amount) AS charged, quote_id::text,
    COALESCE((SELECT given.handle FROM payment given WHERE given.id = payment.refunds), '') AS collected,
    CASE WHEN party_kind = 'payer' AND handle = '' THEN COALESCE(
        (SELECT address.token FROM pay_address address WHERE address.checkout_id = payment.checkout_id),
        (SELECT address.token FROM pay_address address WHERE address.recharge_id = payment.recharge_id),
        (SELECT address.token FROM pay_address address WHERE address.request_id = payment.request_id), '')
      ELSE '' END AS pay_token"""
CREATE: Final = text("""INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel,
        person_id, asked_by, amount, fee, tax, reservation, sim, request_id, checkout_id, recharge_id, refunds, beside,
        counted, currency, charged, quote_id, due_at, created_at, changed_at)
    VALUES (:id, :purpose, :direction, :reference, :rail, :party_kind, :party, :channel,
        :person_id, :asked_by, :amount, :fee, :tax, :reservation, :sim, :request_id, :checkout_id, :recharge_id,
        :refunds, :beside, :counted, :currency, :charged, :quote_id,
        CASE WHEN :sim = '' THEN wallet_now() END, wallet_now(), wallet_now())""")

# What a payment p's end posted, by the key of each: its own, or that of what it pays.
POSTED: Final = """SELECT t.id FROM transfer t WHERE t.id IN (transfer_id('payment:' || p.id),
    transfer_id('payment:' || p.id || '\\:returned'), transfer_id('payment:' || p.id || '\\:unclaimed'),
    transfer_id('payment:' || p.id || '\\:kept'),
    (SELECT transfer_id('request:' || r.id) FROM request r WHERE r.id = p.request_id AND r.paid_with = p.id),
    (SELECT c.paid_with FROM checkout c WHERE c.payment_id = p.id))"""


def find_posted(db: Connection, payment_id: str) -> UUID | None:
    """Return the transfer that a payment's end posted, None for one that posted nothing."""
    posted = text(f"SELECT ({POSTED}) FROM payment p WHERE p.id = :id")  # noqa: S608 - a constant
    found: UUID | None = db.execute(posted, {"id": payment_id}).scalar_one_or_none()
    return found


def _read_all(rows: Sequence[Any]) -> list[Payment]:
    return [_read_one(dict(row._mapping)) for row in rows]


def _read_one(read: dict[str, Any]) -> Payment:
    read["party"] = Party(read.pop("party_kind"), read["party"])
    return Payment(**read)


def create(db: Connection, asked: NewPayment) -> None:
    """Write a payment down; it is due at once, unless a SIM is looked at first.

    Raises ValueError for an amount its rail does not collect: whoever offers a rail looks first (`Rail.takes`).
    """
    charged = asked.amount if asked.charged is None else asked.charged
    if asked.direction == "collect" and not RAILS[asked.rail].takes(charged, asked.currency):
        raise ValueError(f"{asked.rail} collects multiples of {RAILS[asked.rail].amount_step}, or no {asked.currency}")
    row = {**vars(asked), "party_kind": asked.party.kind, "party": asked.party.value}
    db.execute(CREATE, row)
    note_steps(db, [(asked.id, "created", "asked for", "")])


def lease(db: Connection, rail: str, most: int, *, submit: bool) -> list[Payment]:
    """Take what is due on a rail for this worker alone, for LEASE_SECONDS; nothing new unless `submit`."""
    rows = db.execute(
        text(f"""UPDATE payment SET leased_until = wallet_now() + :lease
            WHERE id IN (SELECT id FROM payment WHERE rail = :rail AND due_at <= wallet_now()
                         AND (leased_until IS NULL OR leased_until <= wallet_now()) AND (:submit OR state <> 'created')
                         ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
            RETURNING {COLUMNS}"""),  # noqa: S608 - a constant
        {"rail": rail, "most": most, "lease": timedelta(seconds=LEASE_SECONDS), "submit": submit},
    )
    return _read_all(rows.all())


def note_uncounted(db: Connection, ids: Sequence[str]) -> None:
    """Note that ceilings count these payments no more; their rows must be locked."""
    db.execute(text("UPDATE payment SET counted = false WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": list(ids)})


def list_waiting_for_sim(db: Connection, number: str) -> list[str]:
    """Return the ids of payouts that wait until this number's SIM has been looked at; due once it has."""
    rows = db.execute(
        text("SELECT id::text FROM payment WHERE sim = :number AND state = 'created' AND due_at IS NULL"),
        {"number": number},
    )
    return list(rows.scalars())


def make_due(db: Connection, ids: Sequence[str]) -> set[str]:
    """Make these payouts due now. Returns the rails whose workers to wake."""
    due = text("""UPDATE payment SET due_at = wallet_now() WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'created'
        RETURNING rail""")
    return set(db.execute(due, {"ids": list(ids)}).scalars())


def lock_rows(db: Connection, ids: Sequence[str]) -> dict[str, Payment]:
    """Return these payments as they are now, locked in id order."""
    rows = db.execute(
        text(f"SELECT {COLUMNS} FROM payment WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR UPDATE"),  # noqa: S608 - a constant
        {"ids": list(ids)},
    )
    return {payment.id: payment for payment in _read_all(rows.all())}


def find_by_reference(db: Connection, reference: str) -> Payment | None:
    """Return the payment of this reference, or None."""
    rows = db.execute(text(f"SELECT {COLUMNS} FROM payment WHERE reference = :reference"), {"reference": reference})  # noqa: S608 - a constant
    found = _read_all(rows.all())
    return found[0] if found else None


def find(db: Connection, payment_id: str) -> Payment | None:
    """Return the payment of this id, or None."""
    rows = db.execute(text(f"SELECT {COLUMNS} FROM payment WHERE id = :id"), {"id": payment_id})  # noqa: S608 - a constant
    found = _read_all(rows.all())
    return found[0] if found else None


def sum_beside(db: Connection, payment_id: str) -> int:
    """Return what came at a payment's page otherwise than asked, and was written down, in what its payer is charged."""
    came = text("SELECT coalesce(sum(coalesce(charged, amount)), 0)::bigint FROM payment WHERE beside = :id")
    return int(db.execute(came, {"id": payment_id}).scalar_one())


def sum_francs_beside(db: Connection, payment_id: str) -> int:
    """Return, in francs, what came at a payment's page otherwise than asked, and was written down."""
    came = text("SELECT coalesce(sum(amount), 0)::bigint FROM payment WHERE beside = :id")
    return int(db.execute(came, {"id": payment_id}).scalar_one())


def sum_refunds(db: Connection, collected: str) -> tuple[int, int]:
    """Return what goes back of a collection, or went: francs, and minor units of what its payer was charged in."""
    row = db.execute(
        text("""SELECT coalesce(sum(amount), 0)::bigint AS francs, coalesce(sum(coalesce(charged, amount)), 0)::bigint
            AS charged FROM payment WHERE refunds = :id AND state NOT IN ('failed', 'expired')"""),
        {"id": collected},
    ).one()
    return row.francs, row.charged


def hurry(db: Connection, payment_id: str) -> bool:
    """Have a payment's worker look at it now: a hint that its payer is done. Returns False where it was hurried enough.

    The database says how often (functions.sql), so that whoever reloads a page wears out no operator.
    """
    hurried = text("SELECT hurry_payment(CAST(:id AS uuid))")
    return bool(db.execute(hurried, {"id": payment_id}).scalar_one())


def ask_now(db: Connection, rail: str, hints: Sequence[str]) -> set[str]:
    """Ask now about the payments of these handles or references; answers which of them are known."""
    rows = db.execute(
        text("""UPDATE payment SET due_at = wallet_now() WHERE rail = :rail AND state <> 'created' AND handle <> ''
            AND beside IS NULL AND (handle = ANY(:hints) OR reference = ANY(:hints)) RETURNING handle, reference"""),
        {"rail": rail, "hints": [hint for hint in hints if hint]},
    ).all()
    return {name for row in rows for name in (row.handle, row.reference)}
