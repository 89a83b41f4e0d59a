"""Workers killed at every point of a payment by PayPal, and all that payers do there: once taken, once credited."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pytest

from tests.workers.rails.pages import Pages, open_pages, press
from tests.workers.rails.test_killed_pages import Killed, KilledError, go_on, page_of, read, work_killed
from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.operations.refunds import ask_refund
from wallet.payments import payments
from wallet.payments.party import Party
from wallet.payments.payments import LEASE_SECONDS, NewPayment
from wallet.payments.rails import RAILS
from wallet.people import people
from wallet.prices import quotes
from workers import payments as worker
from workers.rails.paypal.calls import PaypalCalls

AMOUNT, CENTS, OVER = 10_000, 1_525, 3  # by the parity 15.25 euros pay 10 003 francs and a third
REFERENCE, REFUND = "K7Q2-93FD", "R7Q2-93FE"
TAKEN: Final = ("collection", CENTS)


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        yield opened


def ask_for(world: World) -> None:
    def create(db: Any) -> None:
        owner, quote = people.find_by_phone(db, MOUSSA), quotes.make_quote(db, "EUR", AMOUNT)
        assert owner
        payments.create(
            db,
            NewPayment(
                purpose="add_money", direction="collect", reference=REFERENCE, rail="paypal", party=Party("payer", ""),
                channel="web", person_id=owner.id, asked_by=owner.id, amount=AMOUNT, currency="EUR",
                charged=quote.charged, quote_id=quote.id,
            ),
        )  # fmt: skip

    world.do(create, "web")


def work(world: World, pages: Pages, point: str = "") -> None:
    work_killed(world, Killed(pages.rails["paypal"], point), "paypal")


def asked_for(world: World, pages: Pages, *acts: str) -> None:
    """Ask for Moussa's recharge and let its payer press these."""
    ask_for(world)
    work(world, pages)
    press(page_of(world), *acts)


def expect_credited(world: World, pages: Pages) -> None:
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    assert pages.executed() == [TAKEN]
    assert (world.balance_of("operator_float:paypal:EUR"), world.balance_of("rounding")) == (-CENTS, OVER)
    assert world.receipts()[-1:] == ["add_money_succeeded"]
    assert world.cases() == []
    world.check()


@pytest.mark.parametrize(
    "point", ["", *(f"{when} {call}" for call in ("prepare", "submit") for when in ("before", "after"))]
)
@pytest.mark.parametrize("asked_at", ["", "before ask_status", "after ask_status"])
def test_an_order_is_taken_once_wherever_workers_die(world: World, pages: Pages, point: str, asked_at: str) -> None:
    ask_for(world)
    work(world, pages, point)
    assert read(world).state == "pending"
    press(page_of(world), "approve")
    work(world, pages, asked_at)
    expect_credited(world, pages)


@pytest.mark.parametrize("after", [False, True])
def test_a_worker_that_dies_beside_the_capture_itself_takes_nothing_twice(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    asked_for(world, pages, "approve")
    post = PaypalCalls.post

    def die(self: PaypalCalls, path: str, *rest: Any) -> Any:
        if after:
            post(self, path, *rest)
        raise KilledError

    world.pass_time(LEASE_SECONDS + 1)
    [payment] = worker.lease("paypal", 9)
    with monkeypatch.context() as killed, suppress(KilledError):
        killed.setattr(PaypalCalls, "post", die)
        worker.look_at(pages.rails["paypal"], payment, time.monotonic() + 9)
    assert pages.executed() == ([TAKEN] if after else [])
    assert read(world).state == "pending"
    go_on(world, "paypal")
    expect_credited(world, pages)


@pytest.mark.parametrize("act", ["leave", "cancel", "approve_declined"])
def test_who_did_not_pay_expires_in_time_and_is_credited_where_they_pay_late(
    world: World, pages: Pages, act: str
) -> None:
    asked_for(world, pages, act)
    go_on(world, "paypal")
    assert (read(world).state, pages.executed()) == ("pending", [])
    world.pass_time(60 * RAILS["paypal"].approval_minutes)
    go_on(world, "paypal")
    assert (read(world).state, world.receipts()) == ("expired", ["add_money_expired"])
    press(page_of(world), "approve")
    world.pass_time(3_600)
    go_on(world, "paypal")
    expect_credited(world, pages)


def test_who_approves_twice_pays_once(world: World, pages: Pages) -> None:
    asked_for(world, pages, "approve", "return")
    for _ in range(2):
        world.do(lambda db: payments.ask_now(db, "paypal", [REFERENCE]))
        worker.work("paypal")
    press(page_of(world), "return")
    go_on(world, "paypal")
    expect_credited(world, pages)


def test_an_echeck_that_bounces_fails_and_credits_nothing(world: World, pages: Pages) -> None:
    pages.put("providers/paypal", {"echeck_seconds": 0.0})
    asked_for(world, pages, "approve_denied")
    go_on(world, "paypal")
    assert (read(world).state, world.balance(MOUSSA), pages.executed()) == ("failed", 0, [])
    world.check()


@pytest.mark.parametrize("more", [1, -1])
def test_a_cent_too_much_or_too_little_is_not_what_was_asked(world: World, pages: Pages, more: int) -> None:
    asked_for(world, pages, "approve")
    world.rails["paypal"].ask_status(page_of(world))  # it is captured, and what that said is lost
    pages.put("faults", {"paypal": {"status_wrong_amount": {"chance": 1, "value": more, "call": "status"}}})
    go_on(world, "paypal")
    ended = ("succeeded", AMOUNT, []) if more > 0 else ("failed", 0, [])
    assert (read(world).state, world.balance(MOUSSA), world.cases()) == ended
    came = world.one("SELECT charged FROM payment WHERE beside IS NOT NULL")
    assert came == (more if more > 0 else CENTS + more)
    world.check()


@pytest.mark.parametrize("fault", ["executed_then_hangs", "executed_then_error", "malformed", "dropped"])
@pytest.mark.parametrize("call", ["create", "capture"])
def test_what_is_lost_on_the_way_is_told_again_and_taken_once(
    world: World, pages: Pages, call: str, fault: str
) -> None:
    pages.fault("paypal", fault, next=2, call=call, **({"value": 4} if "hangs" in fault else {}))
    ask_for(world)
    world.rails["paypal"] = pages.rails["paypal"]  # type: ignore[assignment]  # not scripted
    for _ in range(6):  # two that go wrong, and a slow machine's
        worker.work("paypal")
        world.pass_time(30)
    press(page_of(world), "approve")
    go_on(world, "paypal", 5)
    expect_credited(world, pages)


# ------------------------------------------------------------------------------------------------------- refunds


def paid_and_asked_back(world: World, pages: Pages, amount: int = 4_000) -> None:
    asked_for(world, pages, "approve")
    go_on(world, "paypal")
    assert world.balance(MOUSSA) == AMOUNT

    def hold(db: Any) -> None:
        of, owner = payments.find_by_reference(db, REFERENCE), people.find_by_phone(db, MOUSSA)
        assert of
        assert owner
        ask_refund(db, of, amount, owner.account_id, key="b", reference=REFUND, channel="web", asked_by=owner.id)

    world.allow("hold_refund")  # no use case asks for it yet
    world.do(hold)


@pytest.mark.parametrize(
    "point", ["", *(f"{when} {call}" for call in ("prepare", "refund") for when in ("before", "after"))]
)
def test_a_refund_is_made_once_wherever_workers_die(world: World, pages: Pages, point: str) -> None:
    paid_and_asked_back(world, pages)
    work(world, pages, point)
    go_on(world, "paypal")
    assert (read(world, REFUND).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT - 4_000)
    assert pages.executed() == [TAKEN, ("refund", 610)], "its share of 15.25, rounded down"
    assert world.balance_of("operator_float:paypal:EUR") == -CENTS + 610
    world.check()


@pytest.mark.parametrize("fault", ["executed_then_dropped", "executed_then_error", "malformed", "refused_error"])
def test_a_refund_whose_answer_is_lost_is_made_once(world: World, pages: Pages, fault: str) -> None:
    paid_and_asked_back(world, pages, AMOUNT)
    pages.fault("paypal", fault, call="refund")
    work(world, pages)
    go_on(world, "paypal", 5)
    assert (read(world, REFUND).state, world.balance(MOUSSA)) == ("succeeded", 0)
    assert pages.executed() == [TAKEN, ("refund", CENTS)]
    assert (world.balance_of("operator_float:paypal:EUR"), world.balance_of("rounding")) == (0, 0)
    world.check()


def test_a_refund_that_failed_there_is_back_where_it_was_taken(world: World, pages: Pages) -> None:
    paid_and_asked_back(world, pages)
    pages.fault("paypal", "refund_fails")
    work(world, pages)
    assert (read(world, REFUND).state, world.balance(MOUSSA)) == ("failed", AMOUNT)
    assert pages.executed() == [TAKEN]
    world.check()
