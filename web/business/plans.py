"""Plans of a business and who subscribed to them: made, their price changed, closed; a subscription ended."""

import secrets
from collections.abc import Callable
from typing import Final

from flask import Response, abort, request

from wallet.core.errors import Misread
from wallet.core.public_ids import PublicKind, find_id, write_id
from wallet.core.values import Money
from wallet.operations.pay_addresses import write_url
from wallet.operations.use_case import UseCase
from wallet.people import people
from wallet.subscriptions import plans, subscriptions
from wallet.subscriptions.plans import NewPlan
from wallet.subscriptions.write_plans import (
    WRITE_PLANS,
    ChangePlanPrice,
    ClosePlan,
    CreatePlan,
    EndSubscriptionOf,
    PauseSubscriptionOf,
    ResumeSubscriptionOf,
)
from web.business.answers import lead_on
from web.business.inside import Inside, do_or_say, enter
from web.process import process

READ_PLANS: Final = "plans:read"
TYPED: Final = ("title", "amount", "every", "most", "trial_days", "times", "grace_days", "at_last")


def show_plans(
    merchant: str, problem: str = "", typed: dict[str, str] | None = None, price: tuple[str, str] = ("", "")
) -> Response:  # fmt: skip
    """Return the plans of a business, and the form that makes one; `price` is what was typed for a plan of this id."""
    inside = enter(merchant)
    inside.need(READ_PLANS)
    found = inside.read(lambda db: plans.list_of(db, merchant))
    return inside.answer(
        "plans.html", "plans", 422 if problem else 200, problem=problem, plans=found, write_id=write_id,
        url=lambda token: write_url(process().public_url or request.host_url, token),
        typed={name: (typed or {}).get(name, "") for name in TYPED}, price=price, attempt=secrets.token_urlsafe(16),
        may_write=inside.may(WRITE_PLANS),
    )  # fmt: skip


def show_subscribers(merchant: str, plan: str, problem: str = "") -> Response:
    """Return who subscribed to a plan, and how each stands."""
    inside = enter(merchant)
    inside.need(READ_PLANS)
    plan_id = _find(inside, "pln", plan)
    found = inside.read(
        lambda db: [(one, people.get_person(db, one.person_id)) for one in subscriptions.list_of_plan(db, plan_id)]
    )
    return inside.answer(
        "subscribers.html", "plans", 422 if problem else 200, problem=problem, subscribers=found, write_id=write_id,
        plan=inside.read(lambda db: plans.get_plan(db, plan_id)), attempt=secrets.token_urlsafe(16),
        may_write=inside.may(WRITE_PLANS),
    )  # fmt: skip


def make_plan(merchant: str) -> Response:
    """Make a plan of what was typed."""
    typed = {name: request.form.get(name, "").strip()[:80] for name in TYPED}

    def make() -> UseCase:
        return CreatePlan(NewPlan(
            merchant, typed["title"], typed["every"], int(Money.read(typed["amount"])),
            int(Money.read(typed["most"])) if typed["most"] else None, _count(typed["trial_days"]) or 0,
            _count(typed["times"]), _count(typed["grace_days"]) or 0, typed["at_last"],
        ))  # fmt: skip

    return _do(enter(merchant), make, lambda problem: show_plans(merchant, problem, typed), "/plans")


def change_price(merchant: str, plan: str) -> Response:
    """Have a plan cost something else in thirty days."""
    inside = enter(merchant)
    plan_id, typed = _find(inside, "pln", plan), request.form.get("amount", "").strip()[:80]
    return _do(
        inside, lambda: ChangePlanPrice(plan_id, int(Money.read(typed))),
        lambda problem: show_plans(merchant, problem, price=(plan_id, typed)), "/plans",
    )  # fmt: skip


def close_plan(merchant: str, plan: str) -> Response:
    """Close a plan: nobody else subscribes to it."""
    inside = enter(merchant)
    plan_id = _find(inside, "pln", plan)
    return _do(inside, lambda: ClosePlan(plan_id), lambda problem: show_plans(merchant, problem), "/plans")


def end_subscription(merchant: str, plan: str, subscription: str) -> Response:
    """End somebody's subscription; they are told."""
    return _change(merchant, plan, subscription, EndSubscriptionOf)


def pause_subscription(merchant: str, plan: str, subscription: str) -> Response:
    """Charge somebody nothing until the business goes on; they are told."""
    return _change(merchant, plan, subscription, PauseSubscriptionOf)


def resume_subscription(merchant: str, plan: str, subscription: str) -> Response:
    """Go on charging somebody whom the business paused; they are told."""
    return _change(merchant, plan, subscription, ResumeSubscriptionOf)


def _change(merchant: str, plan: str, subscription: str, change: Callable[[str], UseCase]) -> Response:
    inside = enter(merchant)
    subscription_id = _find(inside, "sub", subscription)
    return _do(
        inside, lambda: change(subscription_id),
        lambda problem: show_subscribers(merchant, plan, problem), f"/plans/{plan}",
    )  # fmt: skip


def _do(inside: Inside, case: Callable[[], UseCase], again: Callable[[str], Response], way: str) -> Response:
    """Do what `case` returns and lead on to a page of the business, or show a page again with what is wrong."""
    inside.need(WRITE_PLANS)

    def do() -> Response:
        inside.perform(case())
        return lead_on(f"{inside.way}{way}")

    return do_or_say(inside, do, again, f"{inside.way}{way}")


def _count(typed: str) -> int | None:
    """Return a number of days or times, None for nothing. Raises Misread for anything else."""
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(f"{plans.TIMES_MOST}")):
        raise Misread("error.malformed")
    return int(typed)


def _find(inside: Inside, kind: PublicKind, written: str) -> str:
    """Return the id of a plan or a subscription of the business. Aborts with 404 for none of theirs."""
    inside.need(READ_PLANS)
    row_id = find_id(kind, written)
    if row_id is None:
        abort(404)

    def is_theirs() -> bool:
        if kind == "sub":
            return inside.read(lambda db: subscriptions.find_of_business(db, inside.merchant_id, row_id)) is not None
        return row_id in {one.id for one in inside.read(lambda db: plans.list_of(db, inside.merchant_id))}

    if not is_theirs():
        abort(404)
    return row_id
