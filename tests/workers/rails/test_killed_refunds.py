"""Workers killed at every point of a checkout's refund: given back once, in francs and in euros, the fee with it."""

from collections.abc import Iterator
from typing import Final

import pytest

from tests.wallet.business.test_paid_abroad import quote
from tests.wallet.business.test_refund_checkout import give_back, states
from tests.workers.rails.pages import Pages, open_pages, press
from tests.workers.rails.test_killed_pages import Killed, go_on, read, work_killed
from tests.world.cashier import Cashier
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.checkouts import Checkout
from workers import payments as worker

PRESSED: Final = {"flutterwave": "pay:card", "paypal": "approve"}
POINTS: Final = ("", "before prepare", "after prepare", "after refund", "before ask_status", "after ask_status")


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        yield opened


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


def paid(cashier: Cashier, pages: Pages, name: str, *, abroad: bool) -> Checkout:
    """Return a checkout of 5 000 that somebody paid at the page of a rail."""
    world, one = cashier.world, cashier.ask()
    asked = cashier.go_to_page(one, "c1", name, quote_id=quote(cashier, one) if abroad else "")
    work_killed(world, Killed(pages.rails[name], ""), name)
    press(worker.make_order(read(world, str(asked.values["reference"]))), PRESSED[name])
    go_on(world, name)
    assert cashier.read(one).state == "paid"
    return one


@pytest.mark.parametrize(("name", "abroad"), [("flutterwave", False), ("flutterwave", True), ("paypal", True)])
@pytest.mark.parametrize("point", POINTS)
def test_a_refund_is_made_once_wherever_workers_die(
    world: World, cashier: Cashier, pages: Pages, name: str, abroad: bool, point: str
) -> None:
    one = paid(cashier, pages, name, abroad=abroad)
    give_back(cashier, one, 2_000)
    if "ask" in point:
        pages.put("faults", {name: {"executed_then_dropped": {"next": 1, "call": "refund"}}})
    rail = Killed(pages.rails[name], "" if "ask" in point else point)
    work_killed(world, rail, name)
    if "ask" in point and states(cashier) == ["pending"]:
        work_killed(world, Killed(pages.rails[name], point), name)
    assert (states(cashier), cashier.read(one).refunded) == (["succeeded"], 2_000)
    assert (cashier.shop.takings, world.balance_of("fees")) == (2_970, 30)
    [paid_in, given_back] = pages.executed()
    assert (paid_in[0], given_back) == ("collection", ("refund", 305 if abroad else 2_000))
    assert world.cases() == []
    world.check()
