"""A program makes plans, changes a price, follows who subscribed, and ends a subscription."""

import pytest

from tests.world.cast import AWA
from tests.world.program import Program
from tests.world.subscribers import Subscribers
from wallet.subscriptions.leave import PauseSubscription
from workers.deadlines import end_due

PLAN = {"title": "Salle", "amount": 2_000, "every": "month"}


@pytest.fixture
def subscribers(program: Program) -> Subscribers:
    return Subscribers(program.world, program.shop)


def test_a_plan_is_made_listed_and_closed(program: Program) -> None:
    made = program.post("/plans", {**PLAN, "most": 3_000, "trial_days": 7, "times": 12})
    assert made["id"].startswith("pln_")
    assert made["url"].endswith(made["url"].rpartition("/")[2])
    assert (made["amount"], made["most"], made["next_price"], made["state"]) == (2_000, 3_000, None, "open")
    assert [one["id"] for one in program.get("/plans")["data"]] == [made["id"]]
    assert program.post(f"/plans/{made['id']}/close")["state"] == "closed"
    assert program.get(f"/plans/{made['id']}")["state"] == "closed"


def test_a_price_changes_thirty_days_from_now_once(program: Program) -> None:
    plan = program.post("/plans", PLAN)["id"]
    changed = program.post(f"/plans/{plan}/price", {"amount": 2_500})
    assert (changed["amount"], changed["next_price"]["amount"]) == (2_000, 2_500)
    assert program.trouble("POST", f"/plans/{plan}/price", {"amount": 2_600})[:2] == (409, "not_possible")
    program.world.pass_time(days=30, seconds=5)
    assert program.get(f"/plans/{plan}")["amount"] == 2_500


def test_a_subscription_is_followed_and_ended(program: Program, subscribers: Subscribers) -> None:
    program.world.credit(AWA, 10_000)
    plan = program.post("/plans", PLAN)
    subscribers.agree(AWA, plan["code"])
    (one,) = program.get(f"/subscriptions?plan={plan['id']}&state=active")["data"]
    assert (one["plan"], one["period"], one["amount"], one["most"]) == (plan["id"], 1, 2_000, 2_000)
    (charge,) = program.get(f"/subscriptions/{one['id']}/charges")["data"]
    assert (charge["period"], charge["amount"], charge["fee"], charge["state"]) == (0, 2_000, 20, "paid")
    ended = program.post(f"/subscriptions/{one['id']}/end")
    assert (ended["state"], ended["reason"], ended["due_on"]) == ("ended", "by_shop", None)
    assert program.post(f"/subscriptions/{one['id']}/end")["state"] == "ended"
    assert program.world.texts_to(AWA) == ["subscription_charged", "subscription_ended_by_shop"]
    assert subscribers.heard() == [f"subscription.{what}" for what in ("created", "charged", "ended")]
    program.world.check()


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": "day"}, {"amount": 99}, {"most": 1_999}, {"trial_days": 366}, {"times": 0}, {"title": ""},
        {"grace_days": -1}, {"at_last": "keep"}, {"amount": 2_000.5}, {"state": "closed"},
    ],
)  # fmt: skip
def test_what_no_plan_can_be_is_refused(program: Program, wrong: dict[str, object]) -> None:
    status, _, _ = program.trouble("POST", "/plans", {**PLAN, **wrong})
    assert status in (400, 422)
    assert program.get("/plans")["data"] == []


def test_what_a_program_paused_it_resumes_and_nothing_is_owed_of_meanwhile(
    program: Program, subscribers: Subscribers
) -> None:
    world = program.world
    world.credit(AWA, 10_000)
    plan = program.post("/plans", PLAN)
    subscribers.agree(AWA, plan["code"])
    one = program.get("/subscriptions")["data"][0]["id"]
    for _ in range(2):
        paused = program.post(f"/subscriptions/{one}/pause")
        assert (paused["state"], paused["reason"], paused["due_on"]) == ("paused", "by_shop", None)
    world.pass_time(days=70)
    end_due()
    assert len(subscribers.charges()) == 1
    for _ in range(2):
        assert program.post(f"/subscriptions/{one}/resume")["state"] == "active"
    end_due()
    assert [one[2] for one in subscribers.charges()] == ["paid", "missed"]
    assert world.texts_to(AWA)[1:] == [
        "subscription_paused_by_shop", "subscription_resumed_by_shop", "subscription_comes",
    ]  # fmt: skip
    world.pass_time(days=1, seconds=5)
    end_due()
    assert [one[2] for one in subscribers.charges()] == ["paid", "missed", "paid"]
    assert [one["kind"] for one in program.get("/payments")["data"]] == ["pay_subscription"] * 2
    assert world.balance(AWA) == 10_000 - 2 * PLAN["amount"]  # type: ignore[operator]
    assert subscribers.heard()[2:4] == ["subscription.paused", "subscription.resumed"]
    world.check()


def test_what_its_subscriber_paused_no_program_resumes_nor_what_ended(
    program: Program, subscribers: Subscribers
) -> None:
    program.world.credit(AWA, 10_000)
    plan = program.post("/plans", PLAN)
    subscribers.agree(AWA, plan["code"])
    one = program.get("/subscriptions")["data"][0]["id"]
    program.world.perform(AWA, PauseSubscription(plan["code"]), "pause")
    assert program.post(f"/subscriptions/{one}/pause")["reason"] == "asked"
    assert program.trouble("POST", f"/subscriptions/{one}/resume")[:2] == (409, "not_possible")
    program.post(f"/subscriptions/{one}/end")
    for step in ("pause", "resume"):
        assert program.trouble("POST", f"/subscriptions/{one}/{step}")[:2] == (409, "not_possible")
    program.world.check()
