"""Payouts written by hand, as whoever took over a process of ours would: the steps of a use case, each as one likes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, text

from tests.world.members import Member
from tests.world.sealed import KEYS
from tests.world.treasury import Treasury
from wallet import ledger
from wallet.core.roles import ProcessKind
from wallet.ledger import Entry, Transfer
from wallet.operations import operations
from wallet.operations.actor import Actor
from wallet.operations.use_case import UseCase

INSERT: Final = """INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, by_schedule,
        asked_by, decided_by, payment_id, created_at, ended_at)
    VALUES (:id, :merchant, :account, :amount, :fee, :reference, :state, :by_schedule, :asked_by, :decided_by, :payment,
        wallet_now(), CASE WHEN :state NOT IN ('asked', 'pending') THEN wallet_now() END)"""
PAY: Final = """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party,
        amount, fee, reservation, counted, due_at, created_at, changed_at)
    VALUES (:payment, 'make_payout', :reference, 'mtn', 'pay', 'web', :owner, 'phone', :number, :amount, :fee,
        transfer_id('payout:' || :id), false, wallet_now(), wallet_now(), wallet_now())"""


@dataclass
class Forged:
    """A payout that a process writes, step by step, for what an owner ordered or nobody did."""

    treasury: Treasury
    account: str
    amount: int = 10_000
    fee: int = 50
    way: str = "bank"
    state: str = "pending"
    said: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=lambda: str(uuid4()))
    ordered: UseCase | None = None
    by: Actor | None = None

    def __post_init__(self) -> None:
        self.by = self.by or self.treasury.owner.actor()

    def write(self, db: Connection) -> None:
        """Claim the operation that is ordered, if one is, and write the payout's row."""
        assert self.by
        reference = "FORG-ED01"
        if self.ordered:
            reference = str(operations.claim(db, KEYS, f"forged:{self.id}", self.by, "web", self.ordered))
        row = {
            "id": self.id, "merchant": self.treasury.shop.merchant.id, "account": self.account, "amount": self.amount,
            "fee": self.fee, "reference": reference, "state": self.state, "by_schedule": False,
            "asked_by": self.by.id, "decided_by": None, "payment": None, **self.said,
        }  # fmt: skip
        db.execute(text(INSERT), row)

    def hold(self, db: Connection, *more: Entry, kind: str = "hold_payout") -> None:
        """Put its money aside; or, where legs are said, as those say."""
        shop = self.treasury.shop.merchant.account_id
        total = self.amount + self.fee
        place = "in_transit:bank" if self.way == "bank" else "in_transit:mtn"
        legs = more or (Entry(ledger.ours(db, place), total),)
        ledger.post_one(db, Transfer(f"payout:{self.id}", kind, (Entry(shop, -total), *legs)))


def as_process(treasury: Treasury, process: ProcessKind, *steps: Callable[[Connection], Any]) -> None:
    """Do steps one after another in one transaction of a process."""

    def do(db: Connection) -> None:
        for step in steps:
            step(db)

    treasury.world.do(do, process)


def run(statement: str, **values: Any) -> Callable[[Connection], Any]:
    """Return a step that runs a statement."""
    return lambda db: db.execute(text(statement), values)


def claim(member: Member, case: UseCase) -> Callable[[Connection], Any]:
    """Return the step that claims an operation of a member's, as a use case does."""
    actor = member.actor()
    return lambda db: operations.claim(db, KEYS, f"forged:{uuid4()}", actor, "web", case)
