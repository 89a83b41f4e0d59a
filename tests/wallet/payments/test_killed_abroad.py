"""Workers killed at every point of a payment in euros and of its refund: charged once, given back once, books even."""

from collections.abc import Iterator
from typing import Final

import pytest

from tests.wallet.payments import test_payments_abroad as abroad
from tests.wallet.payments.test_payments_abroad import AMOUNT, CENTS, books, give_back, read
from tests.workers.rails.pages import Pages, open_pages, press
from tests.workers.rails.test_killed_pages import Killed, work_killed
from tests.world.cast import MOUSSA
from tests.world.world import World
from workers import payments as worker

RAILS_ABROAD: Final = ("flutterwave", "paypal")
PRESSED: Final = {"flutterwave": "pay:card", "paypal": "approve"}
EACH = pytest.mark.parametrize("name", RAILS_ABROAD)
REFUND: Final = "R7Q2-93FE"


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        yield opened


def ask(world: World, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abroad, "RAIL", name)
    abroad.ask(world)


def count(pages: Pages) -> dict[str, int]:
    """Return the sums that really moved there, by direction."""
    moved: dict[str, int] = {}
    for direction, cents in pages.executed():
        moved[direction] = moved.get(direction, 0) + cents
    return moved


@EACH
@pytest.mark.parametrize("point", ["", "before prepare", "after prepare", "before submit", "after submit"])
@pytest.mark.parametrize("asked_at", ["before ask_status", "after ask_status"])
def test_euros_are_charged_once_wherever_workers_die(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch, name: str, point: str, asked_at: str
) -> None:
    ask(world, name, monkeypatch)
    work_killed(world, Killed(pages.rails[name], point), name)
    press(worker.make_order(read(world)), PRESSED[name])
    work_killed(world, Killed(pages.rails[name], asked_at), name)
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    assert count(pages) == {"collection": CENTS}
    assert world.balance_of(f"operator_float:{name}:EUR") == -CENTS
    assert world.cases() == []
    world.check()


@EACH
@pytest.mark.parametrize("point", ["", "before prepare", "after prepare", "after refund"])
def test_euros_are_given_back_once_wherever_workers_die(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch, name: str, point: str
) -> None:
    ask(world, name, monkeypatch)
    work_killed(world, Killed(pages.rails[name], ""), name)
    press(worker.make_order(read(world)), PRESSED[name])
    work_killed(world, Killed(pages.rails[name], ""), name)
    give_back(world, AMOUNT, REFUND)
    work_killed(world, Killed(pages.rails[name], point), name)
    assert (read(world, REFUND).state, world.balance(MOUSSA)) == ("succeeded", 0)
    assert count(pages) == {"collection": CENTS, "refund": CENTS}
    assert world.balance_of(f"operator_float:{name}:EUR") == 0
    assert books(world) == dict.fromkeys(books(world), 0)
    world.check("hold_refund")


@EACH
def test_late_euros_are_credited_and_twice_approved_are_charged_once(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ask(world, name, monkeypatch)
    work_killed(world, Killed(pages.rails[name], ""), name)
    world.pass_time(4 * 3_600)
    work_killed(world, Killed(pages.rails[name], ""), name)
    assert read(world).state == "expired"
    press(worker.make_order(read(world)), PRESSED[name])
    for _ in range(2):
        world.pass_time(3_600)
        work_killed(world, Killed(pages.rails[name], ""), name)
    assert (read(world).state, world.balance(MOUSSA), count(pages)) == ("succeeded", AMOUNT, {"collection": CENTS})
    world.check()
