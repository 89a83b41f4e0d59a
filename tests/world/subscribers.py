"""Subscribers: plans of a shop, who agrees to them, and days that pass while workers do what is due."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.world.cashier import Cashier
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase
from wallet.subscriptions import subscriptions
from wallet.subscriptions.plans import NewPlan
from wallet.subscriptions.subscribe import Subscribe, quote_subscription
from wallet.subscriptions.subscriptions import Subscription
from wallet.subscriptions.write_plans import WRITE_PLANS, CreatePlan
from workers.deadlines import end_due


@dataclass
class Subscribers:
    """The plans of Brice's shop, and who agreed to them."""

    world: World
    shop: Shop

    @property
    def program(self) -> Actor:
        """Return a program of the shop that may write plans."""
        return Actor("api_key", str(uuid.UUID(int=1)), "fr", "", self.shop.merchant.id, frozenset({WRITE_PLANS}))

    def do(self, case: UseCase) -> Outcome:
        """Have the shop's program do something."""
        return self.world.wallet_on("api").perform(case, self.program, str(uuid.uuid4()), "api")

    def offer(self, amount: int = 5_000, every: str = "month", **more: Any) -> str:
        """Make a plan; return its code."""
        made = self.do(CreatePlan(NewPlan(self.shop.merchant.id, "Salle", every, amount, **more)))
        return str(made.values["pay_code"])

    def plan_id(self, code: str) -> str:
        """Return the id of the plan of a code."""
        return str(self.world.one("SELECT plan_id::text FROM pay_address WHERE code = :code", code=code))

    def quote(self, phone: str, code: str) -> Subscribe:
        """Return what somebody who agrees is shown."""
        person = self.world.actor(phone).person_id
        return Subscribe(self.world.do(lambda db: quote_subscription(db, person, code)))

    def agree(self, phone: str, code: str, key: str = "") -> str:
        """Have somebody agree by the menu, with their PIN; return what is said."""
        return self.world.perform(phone, self.quote(phone, code), key or str(uuid.uuid4())).sentence

    def find(self, phone: str) -> Subscription:
        """Return the one subscription of somebody that has not ended."""
        person = self.world.actor(phone).person_id
        (found,) = self.world.do(lambda db: subscriptions.list_of_person(db, person))
        return found

    def charges(self) -> list[Any]:
        """Return what became of each period: its number, the day it was due on, and how it ended."""
        return [
            (row.period, f"{row.due_on:%d/%m/%y}", row.state)
            for row in self.world.rows("SELECT period, due_on, state FROM charge ORDER BY subscription_id, period")
        ]

    def begin_at(self, *moment: int) -> None:
        """Have it be a moment in Douala."""
        now = self.world.do(clock.now)
        self.world.pass_time((datetime(*moment, tzinfo=DOUALA) - now).total_seconds())  # type: ignore[misc, arg-type]

    def live(self, until: date, phone: str) -> list[tuple[str, str]]:
        """Have time pass to each moment at which something is due, up to a day; return what a phone was told when."""
        told = list[tuple[str, str]]()
        last = datetime(until.year, until.month, until.day, tzinfo=DOUALA)
        while (due := self.world.one("SELECT min(next_at) FROM subscription")) and due < last:
            self.world.pass_time(max((due - self.world.do(clock.now)).total_seconds(), 0) + 1)
            before = len(self.world.texts_to(phone))
            end_due()
            at = self.world.do(clock.now).astimezone(DOUALA)
            told += [(f"{at:%d/%m %H}h", one) for one in self.world.texts_to(phone)[before:]]
            assert self.world.one("SELECT min(next_at) FROM subscription") != due, "nothing was done about it"
        self.world.pass_time(max((last - self.world.do(clock.now)).total_seconds(), 0))
        return told

    def heard(self) -> list[str]:
        """Return the events of the shop, oldest first."""
        return Cashier(self.world, self.shop).heard()
