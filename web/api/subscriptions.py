"""Plans as programs make them, and the subscriptions that people agreed to; who agrees does so on their phone."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator
from sqlalchemy import Connection

from wallet.core.public_ids import write_id
from wallet.operations import pay_addresses
from wallet.subscriptions import charges, plans, subscriptions
from wallet.subscriptions.plans import GRACE_MOST, TIMES_MOST, TRIAL_MOST, NewPlan, Plan
from wallet.subscriptions.write_plans import (
    WRITE_PLANS,
    ChangePlanPrice,
    ClosePlan,
    CreatePlan,
    EndSubscriptionOf,
    PauseSubscriptionOf,
    ResumeSubscriptionOf,
)
from web.api.call import ApiRequest
from web.api.checkouts import Amount, Title
from web.api.events import write_time
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import not_found
from web.api.reading import Body
from web.api.route import Route

READ_PLANS = "plans:read"
PLANS = Listing("pln", "id::text, created_at", "plan", "created_at, id")
OF_BUSINESS = "(SELECT s.*, p.merchant_id FROM subscription s JOIN plan p ON p.id = s.plan_id) found"
SUBSCRIPTIONS = Listing("sub", "id::text, created_at", OF_BUSINESS, "created_at, id")
EVERY = Literal["week", "month", "year"]
STATE = Literal["active", "past_due", "paused", "ended"]


class PlanToMake(Body):
    """A new plan: whole francs each week, month or year, from the wallet of whoever agrees to it.

    `most` is what its price may rise to without asking them again; `times` ends it after so many charges. A charge
    that cannot be made is tried again on four of the seven days after it; then it is past due for `grace_days`, and
    paused or ended.
    """

    title: Title
    amount: Amount
    every: EVERY
    most: Amount | None = None
    trial_days: Annotated[int, Field(ge=0, le=TRIAL_MOST)] = 0
    times: Annotated[int, Field(ge=1, le=TIMES_MOST)] | None = None
    grace_days: Annotated[int, Field(ge=0, le=GRACE_MOST)] = 7
    at_last: Literal["pause", "end"] = "pause"
    currency: Literal["XAF"] = "XAF"

    @model_validator(mode="after")
    def say_most(self) -> Self:
        """Return the same. Raises ValueError for a plan that may rise to less than it costs."""
        if self.most is not None and self.most < self.amount:
            raise ValueError("most is no less than amount")
        return self


class PriceToSet(Body):
    """A price that a plan is to have thirty days from now; who is charged by it is told today."""

    amount: Amount


class PriceShown(BaseModel):
    """A price that a plan will have."""

    since: datetime
    amount: int


class PlanShown(BaseModel):
    """A plan; whoever agrees to it types `code` on a phone, or opens `url`."""

    id: str
    object: Literal["plan"]
    title: str
    amount: int
    most: int
    currency: str
    every: EVERY
    trial_days: int
    times: int | None
    grace_days: int
    at_last: Literal["pause", "end"]
    state: Literal["open", "closed"]
    next_price: PriceShown | None
    created_at: datetime
    url: str
    code: str


class SubscriptionShown(BaseModel):
    """A subscription: how it stands, and the period that is charged next, from 0; `most` is what was agreed to."""

    id: str
    object: Literal["subscription"]
    plan: str
    state: STATE
    reason: str
    amount: int
    most: int
    currency: str
    every: EVERY
    period: int
    times: int | None
    due_on: date | None
    tries: int
    agreed_at: datetime
    created_at: datetime


class ChargeShown(BaseModel):
    """The end of a period: paid, or missed, which is never charged."""

    period: int
    object: Literal["charge"]
    due_on: date
    amount: int
    fee: int
    state: Literal["paid", "missed"]
    reference: str | None
    at: datetime


class SubscriptionsAsked(Page):
    """A page of subscriptions, or of those of one state, or to one plan."""

    state: Literal["", "active", "past_due", "paused", "ended"] = ""
    plan: Annotated[str, Field(max_length=64)] = ""


def show_plan(call: ApiRequest, plan: Plan) -> dict[str, Any]:
    """Return a plan as it is answered."""
    plain = ("title", "amount", "most", "every", "trial_days", "times", "grace_days", "at_last", "state", "code")
    ahead = {"since": write_time(plan.next_since), "amount": plan.next_amount} if plan.next_since else None
    return {
        "id": write_id("pln", plan.id), "object": "plan", "currency": "XAF",
        **{name: getattr(plan, name) for name in plain},
        "next_price": ahead, "created_at": write_time(plan.created_at),
        "url": pay_addresses.write_url(call.public_url, plan.token),
    }  # fmt: skip


def find_plan(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return a plan of the business that calls, as it is answered. Raises Trouble."""
    PLANS.get(db, call, row_id)
    return show_plan(call, plans.get_plan(db, row_id))


def show_subscription(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return a subscription to a plan of the business that calls, as it is answered. Raises Trouble."""
    found = subscriptions.find_of_business(db, call.merchant_id, row_id)
    if found is None:
        raise not_found()
    return found.describe()


def create_plan(call: ApiRequest, said: PlanToMake) -> dict[str, Any]:
    """Make a plan that people may agree to be charged by."""
    new = NewPlan(
        call.merchant_id, said.title, said.every, said.amount, said.most, said.trial_days, said.times,
        said.grace_days, said.at_last,
    )  # fmt: skip
    made = call.perform(CreatePlan(new)).values["plan_id"]
    return call.read(lambda db: find_plan(db, call, made))


def list_plans(call: ApiRequest, asked: Page) -> dict[str, Any]:
    """List plans, the newest first."""

    def read(db: Connection) -> dict[str, Any]:
        rows, more = PLANS.read(db, call, asked)
        return answer_list(plans.list_by_ids(db, [row.id for row in rows]), more, lambda one: show_plan(call, one))

    return call.read(read)


def get_plan(call: ApiRequest, plan: str) -> dict[str, Any]:
    """Get one plan."""
    return call.read(lambda db: find_plan(db, call, read_id("pln", plan)))


def change_plan_price(call: ApiRequest, plan: str, said: PriceToSet) -> dict[str, Any]:
    """Have a plan cost something else thirty days from now; its subscribers are told today."""
    row_id = read_id("pln", plan)
    call.read(lambda db: PLANS.get(db, call, row_id))
    call.perform(ChangePlanPrice(row_id, said.amount))
    return call.read(lambda db: find_plan(db, call, row_id))


def close_plan(call: ApiRequest, plan: str) -> dict[str, Any]:
    """Close a plan: nobody else agrees to it, and who did is charged on."""
    row_id = read_id("pln", plan)
    call.read(lambda db: PLANS.get(db, call, row_id))
    call.perform(ClosePlan(row_id))
    return call.read(lambda db: find_plan(db, call, row_id))


def list_subscriptions(call: ApiRequest, asked: SubscriptionsAsked) -> dict[str, Any]:
    """List subscriptions, the newest first."""
    filters: dict[str, tuple[str, Any]] = {"state": ("state = :state", asked.state)} if asked.state else {}
    if asked.plan:
        filters["plan"] = ("plan_id = CAST(:plan AS uuid)", read_id("pln", asked.plan))

    def read(db: Connection) -> dict[str, Any]:
        rows, more = SUBSCRIPTIONS.read(db, call, asked, filters)
        found = subscriptions.list_by_ids(db, [row.id for row in rows])
        return answer_list(found, more, lambda one: one.describe())

    return call.read(read)


def get_subscription(call: ApiRequest, subscription: str) -> dict[str, Any]:
    """Get one subscription."""
    return call.read(lambda db: show_subscription(db, call, read_id("sub", subscription)))


def list_charges(call: ApiRequest, subscription: str) -> dict[str, Any]:
    """List the newest hundred charges of a subscription, the newest first."""

    def read(db: Connection) -> dict[str, Any]:
        row_id = read_id("sub", subscription)
        show_subscription(db, call, row_id)
        return answer_list(charges.list_of(db, row_id), False, show_charge)

    return call.read(read)


def show_charge(charge: charges.Charge) -> dict[str, Any]:
    """Return a charge as it is answered."""
    return {**charge._asdict(), "object": "charge", "due_on": charge.due_on.isoformat(), "at": write_time(charge.at)}


def end_subscription(call: ApiRequest, subscription: str) -> dict[str, Any]:
    """End a subscription: nothing more is charged, and its subscriber is told."""
    row_id = read_id("sub", subscription)
    call.read(lambda db: show_subscription(db, call, row_id))
    call.perform(EndSubscriptionOf(row_id))
    return call.read(lambda db: show_subscription(db, call, row_id))


def pause_subscription(call: ApiRequest, subscription: str) -> dict[str, Any]:
    """Pause a subscription: nothing is charged until you resume it, and its subscriber is told."""
    row_id = read_id("sub", subscription)
    call.read(lambda db: show_subscription(db, call, row_id))
    call.perform(PauseSubscriptionOf(row_id))
    return call.read(lambda db: show_subscription(db, call, row_id))


def resume_subscription(call: ApiRequest, subscription: str) -> dict[str, Any]:
    """Resume a subscription that you paused; what its subscriber, or a price, paused goes on when they agree again."""
    row_id = read_id("sub", subscription)
    call.read(lambda db: show_subscription(db, call, row_id))
    call.perform(ResumeSubscriptionOf(row_id))
    return call.read(lambda db: show_subscription(db, call, row_id))


ROUTES = (
    Route("POST", "/plans", create_plan, WRITE_PLANS, PlanShown, PlanToMake, status=201),
    Route("GET", "/plans", list_plans, READ_PLANS, PlanShown, asks=Page, page=True),
    Route("GET", "/plans/<plan>", get_plan, READ_PLANS, PlanShown),
    Route("POST", "/plans/<plan>/price", change_plan_price, WRITE_PLANS, PlanShown, PriceToSet),
    Route("POST", "/plans/<plan>/close", close_plan, WRITE_PLANS, PlanShown),
    Route(
        "GET", "/subscriptions", list_subscriptions, READ_PLANS, SubscriptionShown, asks=SubscriptionsAsked, page=True
    ),
    Route("GET", "/subscriptions/<subscription>", get_subscription, READ_PLANS, SubscriptionShown),
    Route("GET", "/subscriptions/<subscription>/charges", list_charges, READ_PLANS, ChargeShown, page=True),
    Route("POST", "/subscriptions/<subscription>/pause", pause_subscription, WRITE_PLANS, SubscriptionShown),
    Route("POST", "/subscriptions/<subscription>/resume", resume_subscription, WRITE_PLANS, SubscriptionShown),
    Route("POST", "/subscriptions/<subscription>/end", end_subscription, WRITE_PLANS, SubscriptionShown),
)
