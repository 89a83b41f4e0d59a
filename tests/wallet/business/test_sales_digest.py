"""A shop's day of sales, told to its owner at once in the evening, where they want it so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.world.cast import AWA, BRICE
from tests.world.shop import Shop
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.business.choose_sales_texts import ChooseSalesTexts
from wallet.business.sales_digest import DUE, tell_day

UNTIL_NOON = text("SELECT extract(epoch FROM date_trunc('day', wallet_now(), 'Africa/Douala')"
                  " + interval '1 day 12 hours' - wallet_now())::float8")  # fmt: skip


@pytest.fixture
def daily(world: World, shop: Shop) -> Shop:
    """Brice's shop at noon, texted once a day."""
    world.perform(BRICE, ChooseSalesTexts("daily"), "choose")
    world.credit(AWA, 20_000)
    world.pass_time(world.do(lambda db: db.execute(UNTIL_NOON).scalar_one()))
    return shop


def told(world: World) -> list[tuple[int, int, int]]:
    """Sales, francs and fees of every digest written."""
    said = world.rows("""SELECT "values" AS said FROM notice WHERE sentence = 'sales_of_day' ORDER BY written_at""")
    return [(row.said["sales"], row.said["amount"], row.said["fee"]) for row in said]


def tell_due(world: World) -> None:
    """Tell what is due, by two workers at once."""

    def tell(digest: str) -> None:
        world.do(lambda db: tell_day(db, digest))

    due = world.column(DUE)
    with ThreadPoolExecutor() as workers:
        list(workers.map(tell, due * 2))


def test_a_day_is_told_once_in_the_evening_and_no_sale_before(world: World, daily: Shop) -> None:
    daily.pay(AWA, 500, "p1")
    daily.pay(AWA, 700, "p2")
    subscribers = Subscribers(world, daily)
    subscribers.agree(AWA, subscribers.offer(amount=300))
    assert "pay_till_received" not in world.texts_to(BRICE)
    tell_due(world)
    assert told(world) == []
    world.pass_time(8 * 3_600 + 301)
    tell_due(world)
    tell_due(world)
    assert told(world) == [(3, 1_500, 15)], "what a subscriber is charged is a sale too"
    world.check()


def test_every_sale_is_told_of_one_day(world: World, daily: Shop) -> None:
    daily.pay(AWA, 500, "p1")
    world.pass_time(8 * 3_600 + 60)  # past 20:00, its day not told yet
    daily.pay(AWA, 900, "p2")
    world.pass_time(300)
    tell_due(world)
    assert told(world) == [(1, 500, 5)]
    world.pass_time(24 * 3_600)
    tell_due(world)
    assert told(world) == [(1, 500, 5), (1, 900, 9)]
    world.pass_time(24 * 3_600)
    tell_due(world)
    assert len(told(world)) == 2, "a day without sales is not told"


def test_an_owner_who_changes_their_mind_hears_of_each_again_and_of_the_day_begun(world: World, daily: Shop) -> None:
    daily.pay(AWA, 500, "p1")
    world.perform(BRICE, ChooseSalesTexts("each"), "again")
    daily.pay(AWA, 700, "p2")
    assert world.texts_to(BRICE).count("pay_till_received") == 1
    world.pass_time(8 * 3_600 + 301)
    tell_due(world)
    assert told(world) == [(2, 1_200, 12)]


def test_who_has_no_shop_chooses_nothing(world: World) -> None:
    assert world.perform(AWA, ChooseSalesTexts("daily"), "choose").sentence == "refusal.no_takings"
