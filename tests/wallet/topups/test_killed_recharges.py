"""Workers killed at every point while two pay one recharge in euros: credited once, the other given back once."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.wallet.payments.test_killed_abroad import EACH, PRESSED, count
from tests.wallet.topups.test_recharges import CENTS, FRANCS, open_page, pay, quote_euros, state_of
from tests.workers.rails.pages import Pages, open_pages, press
from tests.workers.rails.test_killed_pages import Killed, KilledError, read, work_killed
from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.payments.payments import LEASE_SECONDS
from wallet.topups.recharges import Recharge
from workers import payments as worker


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        yield opened


def ask_twice(world: World, pages: Pages, name: str, point: str) -> Recharge:
    """Return a recharge that two have paid at their pages, which a worker made that was killed once."""
    one = open_page(world)
    for key in ("p1", "p2"):
        assert not pay(world, one, key, name, quote=quote_euros(world, one)).refused
    work_killed(world, Killed(pages.rails[name], point), name)
    for reference in world.column("SELECT reference FROM payment"):
        press(worker.make_order(read(world, reference)), PRESSED[name])
    return one


def hear(world: World, rail: Killed, name: str) -> None:
    """Hear what became of the payments, and no more."""
    world.pass_time(LEASE_SECONDS + 1)
    for payment in worker.lease(name, 9):
        with suppress(KilledError):
            news = worker.look_at(rail, payment, time.monotonic() + 9)
            worker.settle_news(name, [news] if news else [])


def check_credited_once(world: World, pages: Pages, name: str, one: Recharge) -> None:
    assert (world.balance(MOUSSA), state_of(world, one)) == (FRANCS, "paid")
    assert count(pages) == {"collection": 2 * CENTS, "refund": CENTS}
    assert world.balance_of(f"operator_float:{name}:EUR") == -CENTS
    assert world.receipts() == ["add_money_succeeded", "recharge_goes_back", "recharge_given_back"]
    assert world.cases() == []
    world.check("hold_late_payment")


@EACH
@pytest.mark.parametrize("point", ["", "before prepare", "after prepare", "before submit", "after submit"])
@pytest.mark.parametrize("asked_at", ["before ask_status", "after ask_status"])
def test_two_who_pay_are_charged_and_one_is_given_back(
    world: World, pages: Pages, name: str, point: str, asked_at: str
) -> None:
    one = ask_twice(world, pages, name, point)
    work_killed(world, Killed(pages.rails[name], asked_at), name)
    check_credited_once(world, pages, name, one)


@EACH
@pytest.mark.parametrize("point", ["before prepare", "after prepare", "after refund"])
def test_what_is_given_back_is_given_back_once(world: World, pages: Pages, name: str, point: str) -> None:
    one = ask_twice(world, pages, name, "")
    hear(world, Killed(pages.rails[name], ""), name)
    work_killed(world, Killed(pages.rails[name], point), name)
    check_credited_once(world, pages, name, one)
