"""Payouts of businesses: rows that say how much goes to which account of theirs, and what became of it.

Asked for by who may only ask, or put aside at once: then its transfer stands under the payout's own key, and exactly
one other ends that. The database judges each step (functions.sql).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.business import events
from wallet.core import clock
from wallet.core.public_ids import write_id
from wallet.payouts import settlement_accounts
from wallet.payouts.settlement_accounts import SettlementAccount

PayoutState = Literal["asked", "refused", "pending", "paid", "failed", "returned"]
STATES: Final = ("asked", "refused", "pending", "paid", "failed", "returned")
COLUMNS: Final = """id::text, merchant_id::text, account_id::text, amount, fee, reference, state, reason, by_schedule,
    payment_id::text, file_id, created_at, ended_at, for_salary"""
CREATE: Final = text(f"""INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, by_schedule,
        asked_by, payment_id, created_at, ended_at, for_salary)
    VALUES (CAST(:id AS uuid), CAST(:merchant_id AS uuid), CAST(:account_id AS uuid), :amount, :fee, :reference,
        CAST(:state AS text), :by_schedule, CAST(:asked_by AS uuid), CAST(:payment_id AS uuid), wallet_now(),
        CASE WHEN CAST(:state AS text) NOT IN ('asked', 'pending') THEN wallet_now() END, :for_salary)
    RETURNING {COLUMNS}""")  # noqa: S608 - constants
DECIDE: Final = text(f"""UPDATE payout SET state = CAST(:state AS text), decided_by = CAST(:by AS uuid),
        payment_id = CAST(:payment_id AS uuid),
        ended_at = CASE WHEN CAST(:state AS text) <> 'pending' THEN wallet_now() END
    WHERE id = CAST(:id AS uuid) AND state = 'asked' RETURNING {COLUMNS}""")  # noqa: S608 - constants
END: Final = text(f"""UPDATE payout SET state = CAST(:state AS text), reason = :reason, ended_at = wallet_now()
    WHERE id = CAST(:id AS uuid) RETURNING {COLUMNS}""")  # noqa: S608 - constants
LIST: Final = text(f"""SELECT {COLUMNS} FROM payout WHERE merchant_id = :merchant AND NOT for_salary
      AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))
      AND (CAST(:before AS uuid) IS NULL
        OR (created_at, id) < (SELECT b.created_at, b.id FROM payout b WHERE b.id = CAST(:before AS uuid)
                               AND b.merchant_id = :merchant))
    ORDER BY created_at DESC, id DESC LIMIT :most""")  # noqa: S608 - constants
HAS_PENDING: Final = text("SELECT 1 FROM payout WHERE merchant_id = :merchant AND state = 'pending' LIMIT 1")


@dataclass(frozen=True)
class BusinessPayout:
    """A payout as it stands: `amount` francs arrive, and `fee` was on top."""

    id: str
    merchant_id: str
    account_id: str
    amount: int
    fee: int
    reference: str
    state: PayoutState
    reason: str
    by_schedule: bool
    payment_id: str | None
    file_id: int | None
    created_at: datetime
    ended_at: datetime | None
    for_salary: bool

    @property
    def total(self) -> int:
        """Return what leaves its business."""
        return self.amount + self.fee

    @property
    def key(self) -> str:
        """Return the key of the transfer that put it aside, or gave it at once; others begin with it."""
        return f"payout:{self.id}"

    def describe(self, account: SettlementAccount) -> dict[str, Any]:
        """Return it as its business sees it, in the API and in events; amounts are whole francs."""
        return {
            "id": write_id("pto", self.id), "object": "payout", "to": account.describe(), "amount": self.amount,
            "currency": "XAF", "fee": self.fee, "state": self.state, "reason": self.reason,
            "by_schedule": self.by_schedule, "reference": self.reference,
            "created_at": clock.write_utc(self.created_at),
            "ended_at": clock.write_utc(self.ended_at) if self.ended_at else None,
        }  # fmt: skip


@dataclass(frozen=True)
class NewPayout:
    """A payout to be written down; `payment_id` is of the payment that will pay it to a phone."""

    merchant_id: str
    account_id: str
    amount: int
    fee: int
    reference: str
    state: PayoutState
    by_schedule: bool = False
    asked_by: str | None = None
    payment_id: str | None = None
    for_salary: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


def create(db: Connection, new: NewPayout) -> BusinessPayout:
    """Write a payout down; its business hears of it."""
    made = BusinessPayout(**db.execute(CREATE, vars(new)).one()._mapping)
    note(db, made, "payout.created")
    if made.state == "paid":
        note(db, made, "payout.paid")
    return made


def create_for_salaries(db: Connection, made: Sequence[NewPayout]) -> None:
    """Write down payouts that pay salaries: their payroll says of them what their business hears."""
    db.execute(CREATE, [vars(one) for one in made])


def decide(
    db: Connection, payout: BusinessPayout, state: PayoutState, login_id: str, payment_id: str | None = None
) -> BusinessPayout:
    """Note what an owner decided about one that was asked for and is locked; its business hears of it."""
    row = {"id": payout.id, "state": state, "by": login_id, "payment_id": payment_id}
    decided = BusinessPayout(**db.execute(DECIDE, row).one()._mapping)
    note(db, decided, {"refused": "payout.refused", "paid": "payout.paid"}.get(state, "payout.approved"))
    return decided


def end(db: Connection, payout: BusinessPayout, state: PayoutState, reason: str = "") -> BusinessPayout:
    """Note how one that was put aside ended, or that it came back; its business hears of it."""
    ended = BusinessPayout(**db.execute(END, {"id": payout.id, "state": state, "reason": reason}).one()._mapping)
    note(db, ended, f"payout.{state}")
    return ended


def note(db: Connection, payout: BusinessPayout, kind: str) -> None:
    """Note an event about a payout; of one that pays a salary none but its payroll tells."""
    if payout.for_salary:
        return
    account = settlement_accounts.get(db, payout.account_id)
    events.note(db, payout.merchant_id, kind, payout.id, payout.describe(account))


def lock_row(db: Connection, merchant_id: str, payout_id: str) -> BusinessPayout | None:
    """Return a payout of a business, locked; None where it has no such one."""
    found = text(f"SELECT {COLUMNS} FROM payout WHERE id = :id AND merchant_id = :merchant FOR NO KEY UPDATE")  # noqa: S608 - a constant
    row = db.execute(found, {"id": payout_id, "merchant": merchant_id}).one_or_none()
    return BusinessPayout(**row._mapping) if row else None


def lock_row_of_payment(db: Connection, payment_id: str) -> BusinessPayout:
    """Return the payout that a payment pays, locked. Raises NoResultFound."""
    found = text(f"SELECT {COLUMNS} FROM payout WHERE payment_id = :id FOR NO KEY UPDATE")  # noqa: S608 - a constant
    return BusinessPayout(**db.execute(found, {"id": payment_id}).one()._mapping)


def lock_row_sent(db: Connection, reference: str) -> BusinessPayout | None:
    """Return the payout of a reference that was sent to a bank and not seen paid, locked; None for no such one.

    One of which a statement tells that it was paid was seen, though nobody believed that by now.
    """
    found = text(f"""SELECT {COLUMNS} FROM payout p WHERE reference = :reference AND state = 'pending'
        AND file_id IN (SELECT id FROM payout_file WHERE state = 'sent')
        AND NOT EXISTS (SELECT FROM bank_line l WHERE l.state = 'matched' AND l.amount < 0
          AND (l.payout_id = p.id OR l.payout_file_id = p.file_id)) FOR NO KEY UPDATE""")  # noqa: S608 - a constant
    row = db.execute(found, {"reference": reference}).one_or_none()
    return BusinessPayout(**row._mapping) if row else None


def list_of(
    db: Connection, merchant_id: str, most: int, states: tuple[str, ...] = (), before: str | None = None
) -> list[BusinessPayout]:
    """Return payouts of a business, the newest first, of some states where any are named."""
    asked = {"merchant": merchant_id, "most": most, "before": before, "states": [*states] or None}
    return [BusinessPayout(**row._mapping) for row in db.execute(LIST, asked)]


def has_pending(db: Connection, merchant_id: str) -> bool:
    """True while a payout of a business is under way."""
    return db.execute(HAS_PENDING, {"merchant": merchant_id}).first() is not None
