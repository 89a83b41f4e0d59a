"""Agree to be charged by a plan: for the first time, again after a pause, or to a price above the one agreed to.

What is agreed to is a mandate: who, at most how much, how often, until when, with the sentence that said so. A price
changes with thirty days' notice, so what was shown is seldom not so any more: then it is refused, to be asked anew.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.business import merchants
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Misread, Refused
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.prices import limits, tariffs
from wallet.subscriptions import charging, plans, subscriptions
from wallet.subscriptions.due_days import find_charge_moment
from wallet.subscriptions.plans import Plan
from wallet.subscriptions.subscriptions import Agreement, Subscription


@dataclass(frozen=True)
class SubscriptionQuote:
    """An agreement as shown before the PIN and written after it; free to its payer.

    `amount` is of the first charge, which is at once where `now` is 1, else on `starts`, "2026-11-30"; `date` is that
    day as sentences say it. `most` is what a later charge may come to, 0 where no more than the first; `times` how
    often it is charged from now on, 0 until somebody ends it. `again` is the subscription that goes on, "" for none.
    """

    pay_code: str
    plan_id: str
    merchant_id: str
    owner_id: str
    shop: str
    title: str
    amount: int
    each: str
    starts: str
    date: str
    now: int
    most: int
    times: int
    again: str

    @property
    def terms(self) -> str:
        """Return the name of the sentence that says what is agreed to."""
        return "most" if self.most else "plain"


def quote_subscription(db: Connection, person_id: str, pay_code: str) -> SubscriptionQuote:
    """Return what a person would agree to by a plan's code. Raises Misread, or Refused for a plan that is closed."""
    address = pay_addresses.find_by_code(db, pay_code)
    if address is None or address.thing != "plan":
        raise Misread("error.no_such_code")
    plan = plans.get_plan(db, address.id)
    shop = merchants.get_merchant(db, plan.merchant_id)
    if shop.owner_id == person_id:
        raise Misread("error.own_till")
    if not merchants.is_open(db, shop.id) or people.get_person(db, shop.owner_id).state != "open":
        raise Refused("refusal.shop_closed", shop=shop.name)
    had = subscriptions.find_live(db, plan.id, person_id)
    if had is None:
        plans.check_open(plan)
    starts = find_start(db, plan, person_id, had)
    amount, most = find_amounts(db, plan, starts)
    if had and had.state == "active" and not had.tries and had.most >= most:
        raise Refused("refusal.subscribed_already", **had.said)
    limits.check_amount(db, people.get_person(db, person_id).tier, "out", tariffs.MINIMUM, amount)
    today = find_today(db)
    return SubscriptionQuote(
        address.code, plan.id, shop.id, shop.owner_id, shop.name, plan.title, amount, plan.every, starts.isoformat(),
        charging.show_day(find_charge_moment(starts)),
        int(starts <= today), most if most > amount else 0,
        plan.times - (had.period if had else 0) if plan.times else 0, had.id if had else "",
    )  # fmt: skip


def find_today(db: Connection) -> date:
    """Return the day it is in Douala."""
    return clock.now(db).astimezone(DOUALA).date()


def find_start(db: Connection, plan: Plan, person_id: str, had: Subscription | None) -> date:
    """Return the day of the first charge: today, or after what was paid, or after a trial, of which one has one."""
    today = find_today(db)
    if had:
        return had.due_on if had.covered and had.due_on > today else today
    is_new = plan.trial_days and not subscriptions.had_one(db, plan.id, person_id)
    return today + timedelta(days=plan.trial_days if is_new else 0)


def find_amounts(db: Connection, plan: Plan, starts: date) -> tuple[int, int]:
    """Return what a first charge on a day costs, and at most any one: of what the plan says and what is announced."""
    amount = plans.read_price(db, plan.id, find_charge_moment(starts))
    return amount, max([plan.most, amount, plan.next_amount or 0])


@dataclass(frozen=True)
class Subscribe(Quoted):
    """Agree to `quote`, said to its payer by the sentence `terms`; the first charge is made at once where it is due."""

    kind: ClassVar[str] = "subscribe"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: SubscriptionQuote

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the shop's owner."""
        return (self.quote.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the business."""
        return ("notices", "webhooks")

    @property
    def shown(self) -> dict[str, Any]:
        """Shop, title, amounts and days."""
        return {**vars(self.quote), "terms": self.quote.terms,
                "maximum": self.quote.most}  # fmt: skip

    def quoted_anew(self, db: Connection, actor: Actor) -> "Subscribe":
        """Return the same as things are today. Raises Misread or Refused."""
        return Subscribe(quote_subscription(db, actor.person_id, self.quote.pay_code))

    def refuse_repriced(self, db: Connection, plan_id: str, starts: date) -> None:
        """Raise Refused where a price was announced meanwhile; once it is agreed to, whoever announces one waits."""
        quote = self.quote
        if find_amounts(db, plans.get_plan(db, plan_id), starts) != (quote.amount, max(quote.most, quote.amount)):
            raise Refused("refusal.plan_changed", pay_code=quote.pay_code)

    def refuse_ended(self, db: Connection, actor: Actor) -> None:
        """Raise Refused once the plan is closed, or agreed to."""
        quote_subscription(db, actor.person_id, self.quote.pay_code)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return what is charged at once."""
        return self.quote.amount if self.quote.now else 0

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down, and charge the first period where it is due; tell all. Raises Refused."""
        quote, payer = self.quote, doing.person
        plan = plans.get_plan(db, quote.plan_id)
        had = subscriptions.find_live(db, plan.id, payer.id)
        if had:
            subscriptions.lock_row(db, had.id)
        if quote_subscription(db, payer.id, quote.pay_code) != quote:
            raise Refused("refusal.plan_changed", pay_code=quote.pay_code)
        starts = date.fromisoformat(quote.starts)
        id_ = had.id if had else subscriptions.create(db, plan.id, payer.id, starts)
        agreed = Agreement(
            max(quote.most, quote.amount), quote.terms, self.shown, payer.language,
            doing.channel, doing.reference,
        )  # fmt: skip
        subscriptions.agree(db, id_, plan.id, starts, agreed)
        self.refuse_repriced(db, plan.id, starts)
        found = subscriptions.lock_row(db, id_)
        now = clock.now(db)
        if starts != found.due_on:
            found = subscriptions.move(db, found, starts_on=starts, first=found.period, tries=0)
        found = subscriptions.move(db, found, state="active", why="", tries=0, next_at=now)
        subscriptions.note(db, found, "subscription.resumed" if had else "subscription.created")
        if not quote.now:
            later = subscriptions.move(db, found, next_at=charging.find_next(db, found, now))
            said = {**later.said, "amount": quote.amount, "date": quote.date, "reference": doing.reference}
            return doing.tell(db, "receipt", "subscribed", said)
        (_, sentence, mine), *to_shop = charging.collect(db, doing, found, quote.amount, now)
        return doing.tell(db, "receipt", sentence, mine, *to_shop)
