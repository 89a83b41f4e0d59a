"""Attempts at telling an operator: a "no" about one never makes another be told once more."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.world.cast import MOUSSA
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.payments.orders import Confirmation, News, Order
from wallet.payments.payments import LEASE_SECONDS, Payment
from workers import payments as worker
from workers.rails import RailError


class Meanwhile(ScriptedRail):
    """An operator whose calls say, by name and count ("prepare 1"), what happens while they are under way."""

    def __init__(self, **happens: Callable[[], None]) -> None:
        super().__init__()
        self.happens = happens
        self.handles: list[str] = []

    def prepare(self, order: Order) -> Order:
        self._happen("prepare")
        return replace(order, handle=f"token {self.calls.count('prepare')}", base_url="https://operator")

    def submit(self, order: Order) -> Confirmation:
        self.handles.append(order.handle)
        self._happen("submit")
        return Confirmation("pending")

    def ask_status(self, order: Order) -> Confirmation:
        self._happen("ask")
        return Confirmation(self.says[0] if self.says else "pending", reason="said")

    def _happen(self, call: str) -> None:
        self.calls.append(call)
        if act := self.happens.get(f"{call}_{self.calls.count(call)}"):
            act()


def refuse() -> None:
    raise RailError("no answer in time", ran="no")


def look(rail: Meanwhile, payment: Payment) -> News | None:
    return worker.look_at(rail, payment, time.monotonic() + 60)  # type: ignore[arg-type]  # a rail that says what it should


def lease_anew(world: World, rail: str) -> Payment:
    """The payment, leased by another worker once the first one's lease has run out."""
    world.pass_time(LEASE_SECONDS + 1)
    [leased] = worker.lease(rail, 9)
    return leased


def go_on(world: World, rail: str) -> None:
    """Look twice more at all that is due."""
    for _ in range(2):
        world.pass_time(LEASE_SECONDS + 1)
        worker.work(rail)


def test_a_failed_preparation_says_nothing_of_what_another_worker_tells(world: World) -> None:
    """Its lease ran out while it waited for its turn, and for an answer."""
    world.credit(MOUSSA, 20_000)
    world.withdraw(rail="orange")
    [first] = worker.lease("orange", 9)
    late: list[News | None] = []
    second: list[Payment] = []

    def lose_the_lease() -> None:
        second.append(lease_anew(world, "orange"))
        refuse()

    def hear_the_first() -> None:
        worker.settle_news("orange", [one for one in late if one])

    rail = world.rails["orange"] = Meanwhile(prepare_1=lose_the_lease, submit_1=hear_the_first)
    late.append(look(rail, first))
    [news] = [look(rail, one) for one in second]
    assert world.payment_state == "submitting"
    assert news
    worker.settle_news("orange", [news])
    go_on(world, "orange")
    assert rail.handles == ["token 2"], "paid once"
    assert world.payment_state == "pending"


def test_a_late_no_of_one_telling_says_nothing_of_the_next(world: World) -> None:
    """MTN, told again by the same reference: a new reference would be another payment."""
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    late: list[News | None] = []
    rail = world.rails["mtn"] = Meanwhile(
        submit_1=refuse, submit_2=lambda: worker.settle_news("mtn", [one for one in late if one])
    )
    rail.says = ["never_ran"]
    [first] = worker.lease("mtn", 9)
    late.append(look(rail, first))
    for _ in range(3):
        world.pass_time(LEASE_SECONDS + 1)
        worker.work("mtn")
    assert len(rail.handles) > 1
    assert set(rail.handles) == {"token 1"}


def test_what_is_said_of_a_forgotten_handle_does_not_end_the_payment(world: World) -> None:
    """Its question was under way when the order was known to have done nothing, and another was told."""
    world.credit(MOUSSA, 20_000)
    world.withdraw(rail="orange")
    balance = world.balance(MOUSSA)
    asked: list[News | None] = []

    def be_asked_about() -> None:
        asked.append(look(rail, lease_anew(world, "orange")))
        refuse()

    rail = world.rails["orange"] = Meanwhile(submit_1=be_asked_about)
    rail.says = ["expired"]
    worker.work("orange")
    assert world.payment_state == "created"
    rail.says = ["pending"]
    world.pass_time(3)
    worker.work("orange")
    assert rail.handles == ["token 1", "token 2"]
    worker.settle_news("orange", [one for one in asked if one])
    assert (world.payment_state, world.balance(MOUSSA)) == ("pending", balance), "nothing was given back"
    assert world.one("SELECT why FROM payment_step ORDER BY at DESC LIMIT 1") == "of an earlier attempt: expired"


def test_who_lost_the_lease_tells_nothing(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw(rail="orange")
    [first] = worker.lease("orange", 9)
    second: list[Payment] = []
    rail = world.rails["orange"] = Meanwhile(prepare_1=lambda: second.append(lease_anew(world, "orange")))
    assert look(rail, first) is None
    assert world.payment_state == "created"
    assert look(rail, second[0])
    assert rail.handles == ["token 2"]


def test_nothing_is_begun_after_its_lease(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    monkeypatch.setattr(worker.payments, "LEASE_SECONDS", 0)
    monkeypatch.setattr(worker, "WORKING_SECONDS", 0.5)  # it leases the same one again and again
    world.work()
    assert world.rails["mtn"].calls == []
