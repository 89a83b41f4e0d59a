"""Subscriptions of people to plans: how each stands, and what they agreed to, which is never changed."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.business import events
from wallet.core import clock
from wallet.core.public_ids import write_id
from wallet.subscriptions.due_days import PlanEvery, find_due

SubscriptionState = Literal["active", "past_due", "paused", "ended"]


@dataclass(frozen=True)
class Subscription:
    """A person's subscription; `period` is charged next, after `tries` in vain. `most` is what they agreed to last.

    `next_amount` is the price that is announced, None for none. `covered`: until then nothing is owed: the period
    before was paid, or none was yet.
    """

    id: str
    plan_id: str
    merchant_id: str
    owner_id: str
    person_id: str
    pay_code: str
    shop: str
    title: str
    every: PlanEvery
    state: SubscriptionState
    why: str
    starts_on: date
    first: int
    period: int
    tries: int
    next_at: datetime | None
    times: int | None
    grace_days: int
    at_last: str
    amount: int
    most: int
    agreed_at: datetime
    created_at: datetime
    covered: bool
    next_amount: int | None

    @property
    def due_on(self) -> date:
        """Day on which the period that is charged next is due."""
        return self.find_due(self.period)

    @property
    def is_over(self) -> bool:
        """True once it was charged as often as was agreed."""
        return self.times is not None and self.period >= self.times

    @property
    def said(self) -> dict[str, Any]:
        """Return what sentences say of it."""
        return {"shop": self.shop, "title": self.title, "amount": self.amount, "each": self.every,
                "pay_code": self.pay_code}  # fmt: skip

    def describe(self) -> dict[str, Any]:
        """Return it as its business sees it, in the API and in events; amounts are whole francs."""
        return {
            "id": write_id("sub", self.id), "object": "subscription", "plan": write_id("pln", self.plan_id),
            "state": self.state, "reason": self.why, "amount": self.amount, "most": self.most, "currency": "XAF",
            "every": self.every, "period": self.period, "times": self.times,
            "due_on": None if self.state in ("paused", "ended") else self.due_on.isoformat(),
            "tries": self.tries, "agreed_at": clock.write_utc(self.agreed_at),
            "created_at": clock.write_utc(self.created_at),
        }  # fmt: skip

    def find_due(self, period: int) -> date:
        """Return the day on which a period is due, from the one in which its days were last counted anew."""
        return find_due(self.starts_on, self.every, period - self.first)


FIND: Final = """SELECT s.id::text, s.plan_id::text, p.merchant_id::text, h.owner_id::text, s.person_id::text,
        a.code AS pay_code, h.name AS shop, p.title, p.every, s.state, s.why, s.starts_on, s.first, s.period, s.tries,
        s.next_at, m.times, p.grace_days, p.at_last, c.amount, m.most, m.agreed_at, s.created_at,
        NOT EXISTS (SELECT FROM charge b WHERE b.subscription_id = s.id AND b.period = s.period - 1
          AND b.state = 'missed') AS covered,
        (SELECT amount FROM plan_price WHERE plan_id = p.id AND since > wallet_now() ORDER BY since LIMIT 1)
          AS next_amount
    FROM subscription s JOIN plan p ON p.id = s.plan_id JOIN merchant h ON h.id = p.merchant_id
    JOIN pay_address a ON a.plan_id = p.id
    CROSS JOIN LATERAL (SELECT most, times, agreed_at FROM mandate WHERE subscription_id = s.id
      ORDER BY agreed_at DESC LIMIT 1) m
    CROSS JOIN LATERAL (SELECT amount FROM plan_price WHERE plan_id = p.id AND since <= wallet_now()
      ORDER BY since DESC LIMIT 1) c"""
LIVE: Final = text(f"{FIND} WHERE s.plan_id = :plan AND s.person_id = :person AND s.state <> 'ended'")
LOCK: Final = f"{FIND} WHERE s.id = :id FOR NO KEY UPDATE OF s"
OF_PERSON: Final = text(f"{FIND} WHERE s.person_id = :person AND s.state <> 'ended' ORDER BY s.created_at, s.id")
OF_PLAN: Final = text(f"{FIND} WHERE s.plan_id = :plan ORDER BY s.created_at DESC, s.id")
OF_BUSINESS: Final = text(f"{FIND} WHERE p.merchant_id = :merchant AND s.id = :id")
BY_IDS: Final = text(f"{FIND} WHERE s.id = ANY (CAST(:ids AS uuid[]))")
EVER: Final = text("SELECT EXISTS (SELECT FROM subscription WHERE plan_id = :plan AND person_id = :person)")
CREATE: Final = text("""INSERT INTO subscription (id, plan_id, person_id, state, starts_on, next_at, created_at)
    VALUES (:id, :plan, :person, 'active', :starts_on, wallet_now(), wallet_now())""")
AGREE: Final = text("""INSERT INTO mandate (id, subscription_id, most, every, starts_on, times, terms, said, language,
        channel, reference, agreed_at)
    SELECT gen_random_uuid(), CAST(:id AS uuid), :most, p.every, :starts_on, p.times, :terms, CAST(:said AS jsonb),
      :language, :channel, :reference, wallet_now() FROM plan p WHERE p.id = :plan""")
MOVE: Final = text("""UPDATE subscription SET state = :state, why = :why, starts_on = :starts_on, first = :first,
      period = :period, tries = :tries, next_at = :next_at,
      ended_at = CASE :state WHEN 'ended' THEN wallet_now() END
    WHERE id = :id""")


def find_live(db: Connection, plan_id: str, person_id: str) -> Subscription | None:
    """Return a person's subscription to a plan that has not ended, None where they have none."""
    row = db.execute(LIVE, {"plan": plan_id, "person": person_id}).one_or_none()
    return Subscription(**row._mapping) if row else None


def had_one(db: Connection, plan_id: str, person_id: str) -> bool:
    """Return True for a person who has, or had, a subscription to a plan."""
    return bool(db.execute(EVER, {"plan": plan_id, "person": person_id}).scalar_one())


def lock_row(db: Connection, subscription_id: str) -> Subscription:
    """Return a subscription as it is now, locked until the transaction ends. Raises NoResultFound."""
    return Subscription(**db.execute(text(LOCK), {"id": subscription_id}).one()._mapping)


def list_of_person(db: Connection, person_id: str) -> list[Subscription]:
    """Return a person's subscriptions that have not ended, the oldest first."""
    return [Subscription(**row._mapping) for row in db.execute(OF_PERSON, {"person": person_id})]


def list_of_plan(db: Connection, plan_id: str) -> list[Subscription]:
    """Return the subscriptions to a plan, ended ones too, the newest first."""
    return [Subscription(**row._mapping) for row in db.execute(OF_PLAN, {"plan": plan_id})]


def list_by_ids(db: Connection, ids: Sequence[str]) -> list[Subscription]:
    """Return subscriptions in the order of their ids."""
    found = {row.id: Subscription(**row._mapping) for row in db.execute(BY_IDS, {"ids": [*ids]})}
    return [found[one] for one in ids]


def find_of_business(db: Connection, merchant_id: str, subscription_id: str) -> Subscription | None:
    """Return a subscription to a plan of a business, None where it has none of it."""
    row = db.execute(OF_BUSINESS, {"merchant": merchant_id, "id": subscription_id}).one_or_none()
    return Subscription(**row._mapping) if row else None


def create(db: Connection, plan_id: str, person_id: str, starts_on: date) -> str:
    """Write a subscription down whose first period is due on a day; return its id. An agreement is written after it."""
    id_ = str(uuid.uuid4())
    db.execute(CREATE, {"id": id_, "plan": plan_id, "person": person_id, "starts_on": starts_on})
    return id_


@dataclass(frozen=True)
class Agreement:
    """An agreement of a subscriber: the sentence that was shown, its values, and at most how many francs a charge."""

    most: int
    terms: str
    said: dict[str, Any]
    language: str
    channel: str
    reference: str


def agree(db: Connection, subscription_id: str, plan_id: str, starts_on: date, agreed: Agreement) -> None:
    """Write an agreement down; from now on charges stand under it."""
    row = {**vars(agreed), "said": json.dumps(agreed.said), "id": subscription_id, "plan": plan_id}
    db.execute(AGREE, {**row, "starts_on": starts_on})


def move(db: Connection, found: Subscription, **changed: Any) -> Subscription:
    """Write down how a locked subscription stands from now on; return it so."""
    moved = replace(found, **changed)
    db.execute(MOVE, {name: getattr(moved, name) for name in MOVED} | {"id": moved.id})
    return moved


MOVED: Final = ("state", "why", "starts_on", "first", "period", "tries", "next_at")


def note(db: Connection, subscription: Subscription, kind: str, **more: Any) -> None:
    """Note an event about a subscription."""
    events.note(db, subscription.merchant_id, kind, subscription.id, {**subscription.describe(), **more})
