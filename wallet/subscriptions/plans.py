"""Plans of businesses: what is charged each week, month or year, and the prices it has had and will have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.business.links import check_amount, check_title
from wallet.core.errors import Misread, Refused
from wallet.operations import pay_addresses
from wallet.subscriptions.due_days import EVERY, PlanEvery

NOTICE: Final = timedelta(days=30)  # before a price changes
TRIAL_MOST, TIMES_MOST, GRACE_MOST = 365, 1200, 90


@dataclass(frozen=True)
class Plan:
    """A plan of a business; `amount` is its price now, `most` what its price may rise to under an agreement of today.

    `next_amount` is its price from `next_since` on, None while none is announced. `code` and `token` are its address.
    `times` None: charged until somebody ends it. `at_last`: what becomes of a subscription that is past due too long.
    """

    id: str
    merchant_id: str
    title: str
    every: PlanEvery
    amount: int
    most: int
    trial_days: int
    times: int | None
    grace_days: int
    at_last: str
    state: str
    created_at: datetime
    code: str
    token: str
    next_amount: int | None
    next_since: datetime | None


@dataclass(frozen=True)
class NewPlan:
    """A plan to be made. Raises Misread for what no plan can be."""

    merchant_id: str
    title: str
    every: str
    amount: int
    most: int | None = None
    trial_days: int = 0
    times: int | None = None
    grace_days: int = 7
    at_last: str = "pause"

    def __post_init__(self) -> None:
        """Raise Misread for what no plan can be."""
        check_title(self.title)
        check_amount(self.amount)
        if self.most is not None and check_amount(self.most) < self.amount:
            raise Misread("error.amount_below", minimum=self.amount)
        in_bounds = 0 <= self.trial_days <= TRIAL_MOST and 0 <= self.grace_days <= GRACE_MOST
        if self.every not in EVERY or self.at_last not in ("pause", "end") or not in_bounds:
            raise Misread("error.malformed")
        if self.times is not None and not 1 <= self.times <= TIMES_MOST:
            raise Misread("error.malformed")


COLUMNS: Final = """p.id::text, p.merchant_id::text, p.title, p.every, c.amount, greatest(p.most, c.amount) AS most,
    p.trial_days, p.times, p.grace_days, p.at_last, p.state, p.created_at, a.code, a.token, n.amount AS next_amount,
    n.since AS next_since"""
FIND: Final = f"""SELECT {COLUMNS} FROM plan p JOIN pay_address a ON a.plan_id = p.id
    CROSS JOIN LATERAL (SELECT amount FROM plan_price WHERE plan_id = p.id AND since <= wallet_now()
      ORDER BY since DESC LIMIT 1) c
    LEFT JOIN LATERAL (SELECT amount, since FROM plan_price WHERE plan_id = p.id AND since > wallet_now()
      ORDER BY since LIMIT 1) n ON true"""  # noqa: S608 - a constant
CREATE: Final = text("""INSERT INTO plan (id, merchant_id, title, every, most, trial_days, times, grace_days, at_last,
        created_at)
    VALUES (:id, :merchant_id, :title, :every, :most, :trial_days, :times, :grace_days, :at_last, wallet_now())""")
# One look at the clock, which goes on meanwhile: from when a price is in force and when it was set are compared.
SET_PRICE: Final = text("""WITH now AS MATERIALIZED (SELECT wallet_now() AS at)
    INSERT INTO plan_price (plan_id, since, amount, set_at)
    SELECT CAST(:id AS uuid), now.at + make_interval(days => :days), :amount, now.at FROM now""")
LOCK: Final = text("SELECT FROM plan WHERE id = :id FOR NO KEY UPDATE")
PRICE_AT: Final = text("SELECT plan_price_at(CAST(:id AS uuid), :at)")
BY_IDS: Final = text(f"{FIND} WHERE p.id = ANY (CAST(:ids AS uuid[]))")
OF_BUSINESS: Final = text(f"{FIND} WHERE p.merchant_id = :merchant ORDER BY p.created_at DESC, p.id")


def create(db: Connection, asked: NewPlan) -> Plan:
    """Make a plan and its first price, and the address by which people agree to it."""
    address = pay_addresses.create(db, "plan")
    db.execute(CREATE, {**vars(asked), "id": address.id})
    db.execute(SET_PRICE, {"id": address.id, "days": 0, "amount": asked.amount})
    return get_plan(db, address.id)


def get_plan(db: Connection, plan_id: str) -> Plan:
    """Return the plan of this id. Raises NoResultFound."""
    return Plan(**db.execute(text(f"{FIND} WHERE p.id = :id"), {"id": plan_id}).one()._mapping)


def lock_row(db: Connection, plan_id: str) -> Plan:
    """Return a plan as it is now, locked until the transaction ends. Raises NoResultFound."""
    db.execute(LOCK, {"id": plan_id})  # first, and alone: prices that were written meanwhile are seen then
    return get_plan(db, plan_id)


def list_of(db: Connection, merchant_id: str) -> list[Plan]:
    """Return the plans of a business, the newest first."""
    return [Plan(**row._mapping) for row in db.execute(OF_BUSINESS, {"merchant": merchant_id})]


def list_by_ids(db: Connection, ids: Sequence[str]) -> list[Plan]:
    """Return plans in the order of their ids."""
    found = {row.id: Plan(**row._mapping) for row in db.execute(BY_IDS, {"ids": [*ids]})}
    return [found[one] for one in ids]


def check_open(plan: Plan) -> None:
    """Raise Refused for a plan to which nobody can agree any more."""
    if plan.state != "open":
        raise Refused("refusal.plan_closed")


def read_price(db: Connection, plan_id: str, at: datetime) -> int:
    """Return what a plan costs at a moment, as far as it is known now."""
    return int(db.execute(PRICE_AT, {"id": plan_id, "at": at}).scalar_one())


def change_price(db: Connection, plan: Plan, amount: int) -> Plan:
    """Have a plan cost something else thirty days from now; return it as it is then. Raises Misread, Refused.

    One change waits at a time: who was told of one is not told another before it came.
    """
    check_amount(amount)
    if plan.next_amount is not None:
        raise Refused("member.price_changes_already")
    db.execute(SET_PRICE, {"id": plan.id, "days": NOTICE.days, "amount": amount})
    return get_plan(db, plan.id)


def close(db: Connection, plan_id: str) -> None:
    """Close a plan: nobody else agrees to it; who did is charged on."""
    db.execute(text("UPDATE plan SET state = 'closed' WHERE id = :id"), {"id": plan_id})
