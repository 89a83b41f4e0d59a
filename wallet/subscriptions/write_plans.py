"""Make a plan for a business, change its price, close it; and end a subscription from the business's side."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business.create_checkout import refuse_another
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people
from wallet.subscriptions import charging, plans, price_news, subscriptions
from wallet.subscriptions.plans import NewPlan, Plan
from wallet.subscriptions.subscriptions import Subscription

WRITE_PLANS: Final = "plans:write"
CREATED, CHANGED, CLOSED, ENDED = "plan_created", "plan_price_changed", "plan_closed", "subscription_ended_by_shop"
PAUSED, RESUMED = "subscription_paused_by_shop", "subscription_resumed_by_shop"


@dataclass(frozen=True)
class CreatePlan(UseCase):
    """Make a plan of the business the actor is of."""

    kind: ClassVar[str] = "create_plan"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_PLANS

    plan: NewPlan

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for another business."""
        refuse_another(doing.actor, self.plan.merchant_id)
        plan = plans.create(db, self.plan)
        return Outcome(CREATED, {"plan_id": plan.id, "pay_code": plan.code})


@dataclass(frozen=True)
class ChangePlanPrice(UseCase):
    """Have a plan cost something else thirty days from now; who is charged by it is told today."""

    kind: ClassVar[str] = "change_plan_price"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_PLANS

    plan_id: str
    amount: int

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down and tell subscribers. Raises Refused, Misread."""
        plan = lock_row_own_plan(db, doing.actor, self.plan_id)
        plans.check_open(plan)
        changed = plans.change_price(db, plan, self.amount)
        price_news.tell_all(db, changed)
        assert changed.next_since is not None
        return Outcome(CHANGED, {"plan_id": plan.id, "since": clock.write_utc(changed.next_since)})


@dataclass(frozen=True)
class ClosePlan(UseCase):
    """Close a plan: nobody else agrees to it, and who did is charged on."""

    kind: ClassVar[str] = "close_plan"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_PLANS

    plan_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Close it. Raises Refused for another business's."""
        plan = lock_row_own_plan(db, doing.actor, self.plan_id)
        plans.close(db, plan.id)
        return Outcome(CLOSED, {"plan_id": plan.id})


@dataclass(frozen=True)
class EndSubscriptionOf(UseCase):
    """End somebody's subscription to a plan of the business: nothing more is charged, and they are told."""

    kind: ClassVar[str] = "end_subscription_of"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_PLANS

    subscription_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the business."""
        return ("notices", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """End it; one that has ended stays as it is. Raises Refused for another business's."""
        found = lock_row_own_subscription(db, doing.actor, self.subscription_id)
        if found.state != "ended":
            charging.stop(db, found, "ended", "by_shop", people.get_person(db, found.person_id))
        return Outcome(ENDED, {"subscription_id": found.id})


class OfSubscriber(UseCase):
    """A use case of a member or a program about somebody's subscription to a plan of their business."""

    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_PLANS

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the business."""
        return ("notices", "webhooks")


@dataclass(frozen=True)
class PauseSubscriptionOf(OfSubscriber):
    """Pause somebody's subscription: nothing is charged until the business resumes it, or they agree again."""

    kind: ClassVar[str] = "pause_subscription_of"

    subscription_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Pause it; one that is paused stays so. Raises Refused for another business's, and for one that ended."""
        found = lock_row_own_subscription(db, doing.actor, self.subscription_id)
        if found.state == "ended":
            raise Refused("member.subscription_over")
        if found.state != "paused":
            charging.stop(db, found, "paused", "by_shop", people.get_person(db, found.person_id))
        return Outcome(PAUSED, {"subscription_id": found.id})


@dataclass(frozen=True)
class ResumeSubscriptionOf(OfSubscriber):
    """Resume a subscription that the business paused: its mandate stands; what was due meanwhile is missed."""

    kind: ClassVar[str] = "resume_subscription_of"

    subscription_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Have it be charged again, told before as ever. Raises Refused for one that anything else paused."""
        found = lock_row_own_subscription(db, doing.actor, self.subscription_id)
        if found.state == "ended":
            raise Refused("member.subscription_over")
        if found.state == "paused":
            if found.why != "by_shop":
                raise Refused("member.subscription_not_yours")
            charging.resume(db, found, people.get_person(db, found.person_id))
        return Outcome(RESUMED, {"subscription_id": found.id})


def lock_row_own_subscription(db: Connection, actor: Actor, subscription_id: str) -> Subscription:
    """Return a subscription to a plan of the actor's business, locked. Raises Refused for another's."""
    known = subscriptions.find_of_business(db, actor.business_id, subscription_id)
    if known is None:
        raise Refused("refusal.not_allowed")
    return subscriptions.lock_row(db, known.id)


def lock_row_own_plan(db: Connection, actor: Actor, plan_id: str) -> Plan:
    """Return a plan of the actor's business, locked. Raises Refused for another's."""
    plan = plans.lock_row(db, plan_id)
    refuse_another(actor, plan.merchant_id)
    return plan
