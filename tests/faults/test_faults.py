"""The seeded runs and a slice of the kill matrix on the real processes; and what a seed draws."""

from collections import Counter
from collections.abc import Iterator

import pytest

from faults.answers import SHORTCUTS, TEXTS, WANTED
from faults.buyers import ACTS
from faults.campaign import shown
from faults.draw import draw
from faults.kill_matrix import POINTS, Point, row
from faults.kill_online import ONLINE_POINTS, OnlinePoint, online_row
from faults.kill_payouts import PAYOUT_POINTS, PayoutPoint, payout_row
from faults.kill_subscriptions import SUBSCRIPTION_POINTS, SubscriptionPoint, subscription_row
from faults.kill_waiting import KINDS, WAITING_POINTS, waiting_row
from faults.run import run
from faults.sales import AT_PAGE, CARD_RAILS, CURRENCIES, PROVIDERS
from faults.stage import Stage, stage
from faults.trouble import AT_A_PAGE, OF_PROVIDERS, PROVIDER_FAULTS, PROVIDER_KNOBS

pytestmark = pytest.mark.campaign

AROUND_MONEY = ("K4", "K5", "K10")  # where it could be paid twice, or not at all


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as ready:
        yield ready


@pytest.mark.parametrize("seed", range(1, 11))  # a slice: `./mbongo faults` runs as many as it is told
def test_a_seeded_run_leaves_sound_books(on: Stage, seed: int) -> None:
    ran = run(on, seed)
    if ran.wrong:
        pytest.fail("\n".join(shown(ran)), pytrace=False)


@pytest.mark.parametrize("point", [point for point in POINTS if point.name in AROUND_MONEY], ids=lambda one: one.name)
@pytest.mark.parametrize(("kind", "callbacks"), [("recharge", True), ("withdraw", False)])
def test_a_kill_around_the_socket_and_the_ledger_recovers(on: Stage, point: Point, kind: str, callbacks: bool) -> None:
    """A slice of `./mbongo faults --kill`, half with the operators' callbacks and half with polls alone."""
    wrong = row(on, point, kind, callbacks=callbacks)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("point", WAITING_POINTS)
def test_a_kill_while_what_waited_ends_recovers(on: Stage, point: str) -> None:
    wrong = waiting_row(on, point, KINDS)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("point", SUBSCRIPTION_POINTS, ids=lambda one: f"{one.name} {one.part}")
def test_a_kill_in_the_life_of_a_subscription_recovers(on: Stage, point: SubscriptionPoint) -> None:
    wrong = subscription_row(on, point)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("point", PAYOUT_POINTS, ids=lambda one: f"{one.name} {one.part} {one.step}".strip())
def test_a_kill_while_a_shop_is_paid_out_or_pays_salaries_recovers(on: Stage, point: PayoutPoint) -> None:
    wrong = payout_row(on, point)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("callbacks", [True, False])
@pytest.mark.parametrize("point", ONLINE_POINTS, ids=lambda one: f"{one.name} {one.part}")
def test_a_kill_of_what_is_paid_online_recovers(on: Stage, point: OnlinePoint, callbacks: bool) -> None:
    """Another few of them each day; `./mbongo faults --kill` plays them all."""
    wrong = online_row(on, point, callbacks=callbacks)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_the_kill_matrix_of_what_is_paid_online_dies_at_every_point_there_is() -> None:
    assert {one.name for one in ONLINE_POINTS} == set(AT_A_PAGE)


def test_a_seed_draws_the_same_again_and_another_draws_otherwise() -> None:
    assert [draw(seed) for seed in range(50)] == [draw(seed) for seed in range(50)]
    assert len({str(draw(seed)) for seed in range(50)}) == 50


def test_the_runs_of_ci_draw_everything_people_do_by_every_way_it_can_be_done() -> None:
    drawn = Counter((asked.kind, asked.by_sms) for seed in range(1, 26) for asked in draw(seed).asks)
    assert {kind for kind, by_sms in drawn if not by_sms} == set(WANTED)
    assert {kind for kind, by_sms in drawn if by_sms} == set(TEXTS)
    assert set(SHORTCUTS) <= set(WANTED)


def test_the_runs_of_ci_draw_every_way_to_pay_online_and_all_that_goes_wrong_there() -> None:
    markets = [draw(seed).market for seed in range(1, 101)]
    tries = [one for market in markets for sale in market.sales for one in sale.tries]
    assert {(one.method, one.currency) for one in tries} == {
        (method, code) for method, codes in CURRENCIES.items() for code in codes
    }
    assert {one.acts for one in tries} == set(AT_PAGE)
    assert {act for one in tries for act in one.acts} == {*ACTS, "again", "late", "little"}
    assert {market.card_rail for market in markets} == set(CARD_RAILS)
    asked = {(party, name) for market in markets for party, faults in market.faults.items() for name in faults}
    known = {
        (party, name)
        for party, own in OF_PROVIDERS.items()
        for name in {**PROVIDER_FAULTS, **own}
        if name in PROVIDER_KNOBS[party]
    }
    assert {party for party, _ in asked} == set(PROVIDERS)
    assert len(asked) > 0.8 * len(known), known - asked


def test_an_amount_is_one_thing_alone_in_its_run() -> None:
    for seed in range(200):
        amounts = [asked.amount for person in draw(seed).people for asked in person.asks]
        assert len(amounts) == len(set(amounts)), seed
