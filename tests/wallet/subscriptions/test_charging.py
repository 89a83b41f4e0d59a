"""A subscriber is charged once a period, told before, tried again, and never charged beyond what they agreed to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.world.cast import AWA, BRICE, MOUSSA
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.core.errors import Misread, Refused
from wallet.subscriptions.leave import EndSubscription, PauseSubscription
from wallet.subscriptions.write_plans import ChangePlanPrice, ClosePlan
from workers.deadlines import end_due

PRICE, FEE = 5_000, 50


def test_the_first_period_is_charged_as_it_is_agreed_to(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 20_000)
    code = plans.offer(amount=PRICE)
    assert plans.agree(AWA, code) == "subscription_charged"
    assert (world.balance(AWA), plans.shop.takings) == (15_000, PRICE - FEE)
    assert world.texts_to(AWA) == ["subscription_charged"]
    assert "pay_subscription_received" in world.texts_to(BRICE)
    assert plans.heard() == ["subscription.created", "subscription.charged"]
    world.check()


def test_a_month_is_charged_on_its_day_and_told_a_week_and_a_day_before(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 20_000)
    plans.agree(AWA, plans.offer(amount=PRICE))
    told = plans.live(until=date(2027, 4, 1), phone=AWA)
    assert told == [
        ("21/02 09h", "subscription_comes"), ("27/02 09h", "subscription_comes"), ("28/02 08h", "subscription_charged"),
        ("24/03 09h", "subscription_comes"), ("30/03 09h", "subscription_comes"), ("31/03 08h", "subscription_charged"),
    ]  # fmt: skip
    assert world.balance(AWA) == 20_000 - 3 * PRICE
    world.check()


def test_too_little_is_told_and_tried_again_at_other_hours_then_it_is_paused(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    plans.agree(AWA, plans.offer(amount=PRICE, grace_days=4))
    told = plans.live(until=date(2027, 4, 15), phone=AWA)[2:]
    assert told == [
        ("28/02 08h", "subscription_failed"), ("01/03 18h", "subscription_failed"),
        ("03/03 12h", "subscription_failed"), ("05/03 07h", "subscription_failed"),
        ("07/03 19h", "subscription_past_due_pause"),
        ("11/03 19h", "subscription_paused_unpaid"),
    ]  # fmt: skip
    assert plans.charges() == [(0, "31/01/27", "paid"), (1, "28/02/27", "missed")]
    assert (world.balance(AWA), plans.find(AWA).state) == (1_000, "paused")
    assert plans.heard()[-3:] == ["subscription.charge_failed", "subscription.past_due", "subscription.paused"]
    world.check()


def test_a_salary_between_two_tries_pays_it(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    plans.agree(AWA, plans.offer(amount=PRICE))
    plans.live(until=date(2027, 3, 2), phone=AWA)
    world.credit(AWA, 50_000, "salary")
    assert plans.live(until=date(2027, 3, 10), phone=AWA) == [("03/03 12h", "subscription_charged")]
    assert (world.balance(AWA), plans.find(AWA).due_on) == (46_000, date(2027, 3, 31))
    world.check()


def test_a_plan_may_end_it_at_last(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    code = plans.offer(amount=PRICE, grace_days=0, at_last="end")
    plans.agree(AWA, code)
    assert plans.live(until=date(2027, 4, 1), phone=AWA)[-1] == ("07/03 19h", "subscription_ended_unpaid")
    world.credit(AWA, 20_000, "more")
    assert plans.agree(AWA, code) == "subscription_charged"
    world.check()


def test_going_on_after_a_pause_is_charged_from_that_day_on(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    code = plans.offer(amount=PRICE, grace_days=0)
    plans.agree(AWA, code)
    plans.live(until=date(2027, 3, 20), phone=AWA)
    world.credit(AWA, 20_000, "more")
    assert plans.agree(AWA, code) == "subscription_charged"
    assert plans.find(AWA).due_on == date(2027, 4, 20)
    assert plans.charges() == [(0, "31/01/27", "paid"), (1, "28/02/27", "missed"), (2, "20/03/27", "paid")]
    world.check()


def test_who_pauses_and_goes_on_in_what_was_paid_pays_nothing_more(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    code = plans.offer(amount=PRICE)
    plans.agree(AWA, code)
    assert world.perform(AWA, PauseSubscription(code), "pause").sentence == "subscription_paused_asked"
    world.pass_time(days=3)
    assert plans.agree(AWA, code) == "subscribed"
    assert (world.balance(AWA), plans.find(AWA).due_on) == (1_000, date(2027, 2, 28))
    world.check()


def test_past_due_is_paid_by_agreeing_again(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 6_000)
    code = plans.offer(amount=PRICE, grace_days=10)
    plans.agree(AWA, code)
    plans.live(until=date(2027, 3, 9), phone=AWA)
    assert plans.find(AWA).state == "past_due"
    world.credit(AWA, 20_000, "more")
    assert plans.agree(AWA, code) == "subscription_charged"
    assert (plans.find(AWA).state, plans.find(AWA).due_on) == ("active", date(2027, 4, 9))
    world.check()


def test_a_trial_is_free_once(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 20_000)
    code = plans.offer(amount=PRICE, trial_days=14)
    assert plans.agree(AWA, code) == "subscribed"
    assert world.balance(AWA) == 20_000
    assert plans.live(until=date(2027, 2, 15), phone=AWA) == [
        ("07/02 09h", "subscription_comes"), ("13/02 09h", "subscription_comes"), ("14/02 08h", "subscription_charged"),
    ]  # fmt: skip
    world.perform(AWA, EndSubscription(code), "end")
    assert plans.agree(AWA, code) == "subscription_charged"
    assert world.balance(AWA) == 10_000
    world.check()


def test_it_ends_after_as_many_charges_as_were_agreed(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 20_000)
    plans.agree(AWA, plans.offer(amount=PRICE, every="week", times=2))
    assert plans.live(until=date(2027, 4, 1), phone=AWA) == [("07/02 08h", "subscription_charged_last")]
    assert (world.balance(AWA), plans.heard()[-1]) == (10_000, "subscription.ended")
    world.check()


def test_ending_it_is_as_easy_and_nothing_more_is_charged(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 20_000)
    code = plans.offer(amount=PRICE)
    plans.agree(AWA, code)
    assert world.perform(AWA, EndSubscription(code), "end").sentence == "subscription_ended_asked"
    assert plans.live(until=date(2027, 6, 1), phone=AWA) == []
    assert world.perform(AWA, EndSubscription(code), "again").sentence == "refusal.no_subscription"
    assert (world.balance(AWA), plans.heard()[-1]) == (15_000, "subscription.ended")
    world.check()


def test_nobody_agrees_twice_nor_the_owner_nor_to_a_closed_plan(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 20_000)
    code = plans.offer(amount=PRICE)
    case = plans.quote(AWA, code)
    plans.agree(AWA, code)
    with pytest.raises(Refused, match="subscribed_already"):
        plans.quote(AWA, code)
    assert world.perform(AWA, case, "once more").sentence == "refusal.subscribed_already"
    with pytest.raises(Misread, match="own_till"):
        plans.quote(BRICE, code)
    plans.do(ClosePlan(plans.plan_id(code)))
    with pytest.raises(Refused, match="plan_closed"):
        plans.quote(MOUSSA, code)
    assert plans.live(until=date(2027, 3, 1), phone=AWA)[-1] == ("28/02 08h", "subscription_charged"), (
        "who agreed is charged on"
    )


def test_too_little_for_the_first_charge_agrees_to_nothing(world: World, plans: Subscribers) -> None:
    assert plans.agree(AWA, plans.offer(amount=PRICE)) == "refusal.not_enough_free"
    assert (world.one("SELECT count(*) FROM subscription"), plans.heard()) == (0, [])


def test_periods_that_nobody_looked_at_are_missed_and_one_is_charged(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 100_000)
    plans.agree(AWA, plans.offer(amount=PRICE, every="week"))
    world.pass_time(days=25)
    for _ in range(4):
        end_due()
    assert plans.charges() == [
        (0, "31/01/27", "paid"), (1, "07/02/27", "missed"), (2, "14/02/27", "missed"), (3, "21/02/27", "paid"),
    ]  # fmt: skip
    assert world.balance(AWA) == 90_000
    world.check()


def test_who_was_not_told_in_time_is_charged_a_day_later(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 100_000)
    plans.agree(AWA, plans.offer(amount=PRICE))
    world.pass_time(days=30)
    assert plans.live(until=date(2027, 3, 4), phone=AWA) == [
        ("02/03 10h", "subscription_comes"),
        ("03/03 10h", "subscription_charged"),
    ]
    world.check()


def test_a_price_within_the_agreement_comes_after_thirty_days(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 100_000)
    code = plans.offer(amount=PRICE, most=7_000)
    plans.agree(AWA, code)
    plans.do(ChangePlanPrice(plans.plan_id(code), 6_000))
    assert world.texts_to(AWA)[-1] == "plan_price"
    plans.live(until=date(2027, 4, 1), phone=AWA)
    assert world.balance(AWA) == 100_000 - 5_000 - 5_000 - 6_000
    world.check()


def test_a_price_above_the_agreement_asks_for_a_new_one(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 100_000)
    code = plans.offer(amount=PRICE)
    plans.agree(AWA, code)
    plans.do(ChangePlanPrice(plans.plan_id(code), 6_000))
    assert world.texts_to(AWA)[-1] == "plan_price_above"
    assert plans.live(until=date(2027, 4, 1), phone=AWA)[-1] == ("31/03 08h", "subscription_paused_price")
    assert world.balance(AWA) == 90_000
    assert plans.agree(AWA, code) == "subscription_charged"
    assert world.balance(AWA) == 84_000
    world.check()


def test_who_agrees_to_it_before_is_charged_it_from_its_day_on(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 100_000)
    code = plans.offer(amount=PRICE)
    plans.agree(AWA, code)
    plans.do(ChangePlanPrice(plans.plan_id(code), 6_000))
    assert plans.agree(AWA, code) == "subscribed"
    plans.live(until=date(2027, 4, 1), phone=AWA)
    assert world.balance(AWA) == 100_000 - 5_000 - 5_000 - 6_000
    assert world.one("SELECT count(*) FROM mandate") == 2
    world.check()


@pytest.mark.parametrize("stopped", ["UPDATE person SET state = 'frozen'", "UPDATE person SET locked_by_owner = true"])
def test_a_stopped_wallet_is_not_charged(world: World, plans: Subscribers, stopped: str) -> None:
    world.credit(AWA, 100_000)
    plans.agree(AWA, plans.offer(amount=PRICE))
    world.change(f"{stopped} WHERE id = (SELECT person_id FROM phone WHERE number = '{AWA}')")
    plans.live(until=date(2027, 3, 2), phone=AWA)
    assert (world.balance(AWA), plans.find(AWA).tries) == (95_000, 2)
    world.check()


def test_a_closed_wallet_ends_it(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 5_000)
    plans.agree(AWA, plans.offer(amount=PRICE))
    world.pass_time(days=3)
    assert world.perform(AWA, world.closing(AWA), "closes").sentence == "account_closed_empty"
    plans.live(until=date(2027, 3, 2), phone=AWA)
    assert world.one("SELECT state || why FROM subscription") == "endedwallet_closed"


def test_two_workers_charge_once(world: World, plans: Subscribers) -> None:
    world.credit(AWA, 100_000)
    plans.agree(AWA, plans.offer(amount=PRICE, every="week"))
    world.pass_time(days=7)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: end_due(), range(8)))
    assert (world.balance(AWA), len(plans.charges())) == (90_000, 2)
    world.check()
