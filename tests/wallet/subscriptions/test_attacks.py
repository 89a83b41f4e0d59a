"""Hostile and unlucky subscribers, shops and clocks: nobody is charged twice, more than agreed, or after the end."""

import random
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from sqlalchemy import Connection

from tests.world.cast import AWA, BRICE
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.core.errors import Refused
from wallet.subscriptions.leave import EndSubscription, PauseSubscription
from wallet.subscriptions.plans import lock_row
from wallet.subscriptions.write_plans import ChangePlanPrice, ClosePlan
from workers.deadlines import end_due

PRICE = 5_000
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
OWNER = f"(SELECT person_id FROM phone WHERE number = '{BRICE}')"


def test_one_whose_last_period_was_missed_has_ended_and_may_begin_anew(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    code = plans.offer(amount=PRICE, times=2, grace_days=0, at_last="pause")
    plans.agree(AWA, code)
    assert plans.live(until=date(2027, 4, 1), phone=AWA)[-1] == ("07/03 19h", "subscription_ended_unpaid")
    world.credit(AWA, 20_000, "more")
    assert plans.agree(AWA, code) == "subscription_charged"
    world.check()


def test_nobody_is_charged_past_the_last_period_after_a_long_silence(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 50_000)
    plans.agree(AWA, plans.offer(amount=PRICE, every="week", times=3))
    world.pass_time(days=60)
    for _ in range(4):
        end_due()
    assert plans.charges() == [(0, "31/01/27", "paid"), (1, "07/02/27", "missed"), (2, "14/02/27", "paid")]
    assert world.one("SELECT state || why FROM subscription") == "endeddone"
    assert world.balance(AWA) == 50_000 - 2 * PRICE
    world.check()


def test_who_goes_on_is_shown_how_often_they_are_charged_from_now_on(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 50_000)
    code = plans.offer(amount=PRICE, times=3)
    plans.agree(AWA, code)
    world.perform(AWA, PauseSubscription(code), "pause")
    assert plans.quote(AWA, code).quote.times == 2


def test_an_event_says_what_was_charged_though_the_price_has_changed_since(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    code = plans.offer(amount=PRICE, most=7_000)
    plans.agree(AWA, code)
    plans.begin_at(2027, 2, 1, 10)
    plans.do(ChangePlanPrice(plans.plan_id(code), 6_000))
    plans.live(until=date(2027, 3, 4), phone=AWA)
    world.credit(AWA, 20_000, "more")
    assert plans.live(until=date(2027, 3, 6), phone=AWA)[-1] == ("05/03 07h", "subscription_charged")
    charged = world.rows("SELECT data->>'charged' AS it FROM event WHERE kind = 'subscription.charged' ORDER BY id")
    assert ([row.it for row in charged], world.balance(AWA)) == (["5000", "5000"], 16_000)


@pytest.mark.parametrize(
    "closed", [f"UPDATE person SET state = 'frozen' WHERE id = {OWNER}", "UPDATE merchant SET until = wallet_now()"]
)  # fmt: skip
def test_nobody_agrees_to_a_closed_shops_plan_though_nothing_is_charged_yet(
    world: World, plans: Subscribers, closed: str
) -> None:
    code = plans.offer(amount=PRICE, trial_days=14)
    case = plans.quote(AWA, code)
    world.change(closed)
    with pytest.raises(Refused, match="shop_closed"):
        plans.quote(AWA, code)
    assert world.perform(AWA, case, "agrees").sentence == "refusal.shop_closed"
    assert world.one("SELECT count(*) FROM subscription") == 0


def test_who_lacked_money_may_pay_before_the_next_try_and_once(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    code = plans.offer(amount=PRICE)
    plans.agree(AWA, code)
    plans.live(until=date(2027, 3, 1), phone=AWA)
    world.credit(AWA, 20_000, "more")
    assert plans.agree(AWA, code) == "subscription_charged"
    with pytest.raises(Refused, match="subscribed_already"):
        plans.quote(AWA, code)
    plans.live(until=date(2027, 3, 30), phone=AWA)
    assert plans.charges() == [(0, "31/01/27", "paid"), (1, "01/03/27", "paid")]
    world.check()


def test_who_pauses_goes_on_and_agrees_anew_pays_a_period_once(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 100_000)
    code = plans.offer(amount=PRICE)
    plans.agree(AWA, code)
    for turn in range(3):
        world.perform(AWA, PauseSubscription(code), f"pause {turn}")
        assert plans.agree(AWA, code) == "subscribed"
    assert (world.balance(AWA), plans.find(AWA).due_on) == (95_000, date(2027, 2, 28))
    plans.do(ClosePlan(plans.plan_id(code)))
    world.perform(AWA, PauseSubscription(code), "once more")
    assert plans.agree(AWA, code) == "subscribed", "a plan that is closed goes on for who had agreed"
    world.check()


@pytest.mark.parametrize("stopped", ["state = 'frozen'", "locked_by_owner = true"])
def test_a_stopped_wallet_is_told_so_and_may_end_it(world: World, plans: Subscribers, stopped: str) -> None:
    world.credit(AWA, 100_000)
    code = plans.offer(amount=PRICE)
    plans.agree(AWA, code)
    world.change(f"UPDATE person SET {stopped} WHERE id = (SELECT person_id FROM phone WHERE number = '{AWA}')")
    assert plans.live(until=date(2027, 3, 1), phone=AWA)[-1] == ("28/02 08h", "subscription_failed_stopped")
    assert world.perform(AWA, EndSubscription(code), "end").sentence == "subscription_ended_asked"
    assert plans.live(until=date(2027, 6, 1), phone=AWA) == []
    assert world.balance(AWA) == 95_000


def test_two_who_change_a_price_at_once_change_it_once(world: World, plans: Subscribers) -> None:
    plan = plans.plan_id(plans.offer(amount=PRICE, most=9_000))

    def change(amount: int) -> str:
        with suppress(Refused):
            return plans.do(ChangePlanPrice(plan, amount)).sentence
        return "refused"

    with ThreadPoolExecutor(4) as pool:
        said = [*pool.map(change, (6_000, 7_000, 8_000, 9_000))]
    assert said.count("plan_price_changed") == 1
    assert world.one("SELECT count(*) FROM plan_price") == 2


def test_who_announces_a_price_waits_for_who_agrees_to_one(world: World, plans: Subscribers) -> None:
    plan = plans.plan_id(plans.offer(amount=PRICE, most=9_000))

    def announce(db: Connection) -> "Future[str]":
        lock_row(db, plan)
        announced = pool.submit(lambda: plans.do(ChangePlanPrice(plan, 6_000)).sentence)
        while not announced.done() and not world.one(WAITING):
            pass
        assert not announced.done(), "it waits for the plan"
        return announced

    with ThreadPoolExecutor(1) as pool:
        assert world.do(announce, "web").result() == "plan_price_changed"


@pytest.mark.parametrize("turn", range(4))
def test_who_agrees_while_a_price_is_announced_is_told_or_asked_anew(
    world: World, plans: Subscribers, turn: int
) -> None:
    world.credit(AWA, 100_000)
    code = plans.offer(amount=PRICE)
    plan, case = plans.plan_id(code), plans.quote(AWA, code)
    with ThreadPoolExecutor(2) as pool:
        agreed = pool.submit(lambda: world.perform(AWA, case, f"agrees {turn}").sentence)
        changed = pool.submit(lambda: plans.do(ChangePlanPrice(plan, 12_000)).sentence)
    assert changed.result() == "plan_price_changed"
    if agreed.result() == "subscription_charged":
        assert "plan_price_above" in world.texts_to(AWA)
    else:
        assert agreed.result() in ("refusal.plan_changed", "refusal.price_changed"), "to be asked anew"
    world.check()


@pytest.mark.parametrize("seed", range(8))
def test_a_clock_that_jumps_charges_no_period_twice(world: World, plans: Subscribers, seed: int) -> None:
    dice = random.Random(f"jumps {seed}")
    world.credit(AWA, 20_000, "begins")
    times = dice.choice((None, 2, 5))
    code = plans.offer(amount=PRICE, every=dice.choice(("week", "month", "year")), times=times, grace_days=3)
    plans.agree(AWA, code)
    for jump in range(12):
        world.pass_time(dice.randint(-20, 45) * 86_400 + 3_600)
        world.credit(AWA, dice.choice((1, 4_000, 30_000)), f"more {jump}")
        for _ in range(3):
            end_due()
        stuck = world.rows("SELECT id FROM subscription WHERE next_at <= wallet_now()")
        assert stuck == [], "what is due can be done"
    paid = [due_on for _, due_on, state in plans.charges() if state == "paid"]
    assert len({*paid}) == len(paid) <= (times or len(paid))
    world.check()
