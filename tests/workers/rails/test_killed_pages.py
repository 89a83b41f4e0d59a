"""Workers killed at every point of a payment at a page, and all that payers do there: once paid, once credited."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pytest
from sqlalchemy import text

from tests.workers.rails.pages import NAMES, Pages, open_pages, press
from tests.world.cast import MOUSSA, STRANGER
from tests.world.world import World
from wallet.operations.refunds import ask_refund
from wallet.payments import payments
from wallet.payments.orders import Confirmation, Order
from wallet.payments.party import Party
from wallet.payments.payments import LEASE_SECONDS, NewPayment, Payment
from wallet.payments.rails import RAILS
from wallet.people import people
from workers import payments as worker
from workers.rails import RailClient, RailError, Signed

EACH = pytest.mark.parametrize("name", NAMES)
AMOUNT: Final = 5_000
REFERENCE: Final = "K7Q2-93FD"
POLLS_MAX: Final = 12


class KilledError(BaseException):
    """The worker is gone: nothing of ours runs after this."""


class Killed:
    """A rail whose worker is killed once, before or after the call of this name."""

    def __init__(self, rail: RailClient, point: str) -> None:
        self.rail, self.point = rail, point

    def _call(self, name: str, order: Order) -> Any:
        self._die(f"before {name}")
        said = getattr(self.rail, name)(order)
        self._die(f"after {name}")
        return said

    def _die(self, point: str) -> None:
        if self.point == point:
            self.point = ""
            raise KilledError

    def prepare(self, order: Order) -> Order:
        made: Order = self._call("prepare", order)
        return made

    def submit(self, order: Order) -> Confirmation:
        said: Confirmation = self._call("submit", order)
        return said

    def refund(self, order: Order) -> Confirmation:
        said: Confirmation = self._call("refund", order)
        return said

    def ask_status(self, order: Order) -> Confirmation:
        said: Confirmation = self._call("ask_status", order)
        return said

    def read_callback(self, body: bytes, signed: Signed) -> str:
        return self.rail.read_callback(body, signed)

    def read_balance(self) -> int:
        return self.rail.read_balance()


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        yield opened


def ask_for(world: World, name: str, amount: int = AMOUNT, party: str = "") -> None:
    def create(db: Any) -> None:
        owner = people.find_by_phone(db, MOUSSA)
        assert owner
        payments.create(
            db,
            NewPayment(
                purpose="add_money",
                direction="collect",
                reference=REFERENCE,
                rail=name,
                party=Party("payer", party),
                channel="web",
                person_id=owner.id,
                asked_by=owner.id,
                amount=amount,
            ),
        )

    world.do(create)


def read(world: World, reference: str = REFERENCE) -> Payment:
    found = world.do(lambda db: payments.find_by_reference(db, reference))
    assert found
    return found


def page_of(world: World) -> Order:
    return worker.make_order(read(world))


def work_killed(world: World, rail: Killed, name: str) -> None:
    """Work as a worker that is killed on the way, then as the next one until nothing is left to do but wait."""
    world.rails[name] = rail  # type: ignore[assignment]  # not scripted
    world.pass_time(LEASE_SECONDS + 1)
    for payment in worker.lease(name, 9):
        with suppress(KilledError):
            news = worker.look_at(rail, payment, time.monotonic() + 9)
            worker.settle_news(name, [news] if news else [])
    assert not rail.point, "its worker was never killed"
    go_on(world, name)


def go_on(world: World, name: str, times: int = 3) -> None:
    for _ in range(times):
        world.pass_time(LEASE_SECONDS + 1)
        worker.work(name)


@EACH
@pytest.mark.parametrize(
    "point", ["", *(f"{when} {call}" for call in ("prepare", "submit") for when in ("before", "after"))]
)
@pytest.mark.parametrize("asked_at", ["", "before ask_status", "after ask_status"])
def test_a_page_is_paid_once_wherever_workers_die(
    world: World, pages: Pages, name: str, point: str, asked_at: str
) -> None:
    ask_for(world, name)
    work_killed(world, Killed(pages.rails[name], point), name)
    assert read(world).state == "pending"
    press(page_of(world), "pay:card")
    work_killed(world, Killed(pages.rails[name], asked_at), name)
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    assert pages.executed() == [("collection", AMOUNT)]
    assert world.receipts() == ["add_money_succeeded"]
    assert world.cases() == []
    world.check()


@EACH
def test_who_left_expires_in_time_and_a_late_payment_is_credited_all_the_same(
    world: World, pages: Pages, name: str
) -> None:
    ask_for(world, name)
    work_killed(world, Killed(pages.rails[name], ""), name)
    press(page_of(world), "leave")
    world.pass_time(60 * RAILS[name].approval_minutes)
    go_on(world, name)
    assert (read(world).state, world.receipts()) == ("expired", ["add_money_expired"])
    press(page_of(world), "pay:card")
    world.pass_time(3_600)
    go_on(world, name)
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    world.check()


def test_who_cancelled_at_a_counter_is_asked_about_for_days(world: World, pages: Pages) -> None:
    ask_for(world, "cinetpay")
    work_killed(world, Killed(pages.rails["cinetpay"], ""), "cinetpay")
    press(page_of(world), "cancel")
    for _ in range(POLLS_MAX):
        world.pass_time(3_600)
        worker.work("cinetpay")
    assert (read(world).state, world.receipts()) == ("expired", ["add_money_expired"])
    press(page_of(world), "pay:card")
    world.pass_time(3_600)
    worker.work("cinetpay")
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    world.check()


@EACH
def test_three_declined_cards_end_it_and_nothing_is_credited(world: World, pages: Pages, name: str) -> None:
    ask_for(world, name)
    work_killed(world, Killed(pages.rails[name], ""), name)
    press(page_of(world), "decline", "decline", "decline")
    go_on(world, name)
    state = {"flutterwave": "failed", "cinetpay": "expired"}[name]
    assert (read(world).state, world.receipts(), world.balance(MOUSSA)) == (state, [f"add_money_{state}"], 0)
    assert pages.executed() == []
    world.check()


ASKED_AT = pytest.mark.parametrize("asked_at", ["", "before ask_status", "after ask_status"])


@ASKED_AT
@pytest.mark.parametrize("point", ["", "before refund", "after refund"])
@pytest.mark.parametrize("more", [500, -500])
def test_what_is_not_what_was_asked_goes_back_wherever_workers_die(
    world: World, pages: Pages, more: int, point: str, asked_at: str
) -> None:
    ask_for(world, "flutterwave")
    work_killed(world, Killed(pages.rails["flutterwave"], ""), "flutterwave")
    pages.put("faults", {"flutterwave": {"charge_other_amount": {"next": 1, "value": more}}})
    press(page_of(world), "pay:card")
    rail = Killed(pages.rails["flutterwave"], asked_at)
    work_killed(world, rail, "flutterwave")
    if point:
        rail.point = point
        world.do_as_owner(lambda db: db.execute(text("UPDATE payment SET due_at = wallet_now() WHERE beside IS NULL")))
    go_on(world, "flutterwave")
    back = more if more > 0 else AMOUNT + more
    ended = ("succeeded", AMOUNT) if more > 0 else ("failed", 0)
    assert (read(world).state, world.balance(MOUSSA)) == ended
    assert pages.executed() == [("collection", AMOUNT + more), ("refund", back)]
    assert world.balance_of("operator_float:flutterwave") == -ended[1]
    assert world.cases() == []
    world.check()


@pytest.mark.parametrize("more", [500, -500])
def test_where_it_cannot_go_back_it_waits_for_its_payer(world: World, pages: Pages, more: int) -> None:
    ask_for(world, "cinetpay", party=STRANGER)
    work_killed(world, Killed(pages.rails["cinetpay"], ""), "cinetpay")
    pages.put("faults", {"cinetpay": {"charge_other_amount": {"next": 1, "value": more}}})
    press(page_of(world), "pay:card")
    go_on(world, "cinetpay")
    assert world.balance(MOUSSA) == (AMOUNT if more > 0 else 0)
    assert world.balance_of("held") == (more if more > 0 else AMOUNT + more)
    assert world.texts_to(STRANGER)[-1] == "other_amount_waits"
    world.check()
    world.open_wallet(STRANGER, "Chantal Essomba")
    assert world.balance(STRANGER) == (more if more > 0 else AMOUNT + more)
    world.check()


def test_a_page_paid_twice_before_anybody_asked_is_credited_once_and_the_rest_goes_back(
    world: World, pages: Pages
) -> None:
    ask_for(world, "flutterwave")
    work_killed(world, Killed(pages.rails["flutterwave"], ""), "flutterwave")
    press(page_of(world), "pay:card", "pay:card")
    go_on(world, "flutterwave")
    assert (read(world).state, world.balance(MOUSSA), world.cases()) == ("succeeded", AMOUNT, [])
    assert pages.executed()[2:] == [("refund", AMOUNT)]
    world.check()


def test_a_page_paid_again_after_it_was_credited_gives_that_back_and_later_the_first(
    world: World, pages: Pages
) -> None:
    ask_for(world, "flutterwave")
    work_killed(world, Killed(pages.rails["flutterwave"], ""), "flutterwave")
    press(page_of(world), "pay:card")
    go_on(world, "flutterwave")
    press(page_of(world), "pay:card")
    for _ in range(2):  # its webhook comes, twice
        world.do(lambda db: payments.ask_now(db, "flutterwave", [REFERENCE]))
        worker.work("flutterwave")
    go_on(world, "flutterwave")
    assert (read(world).state, world.balance(MOUSSA), world.cases()) == ("succeeded", AMOUNT, [])
    give_back(world, AMOUNT)  # of the other charge: the first has nothing left
    go_on(world, "flutterwave")
    assert pages.executed()[2:] == [("refund", AMOUNT), ("refund", AMOUNT)]
    assert world.balance_of("operator_float:flutterwave") == 0
    world.check()


@pytest.mark.parametrize("hours", [1, 11, 23])
def test_a_page_paid_again_of_which_nobody_tells_is_found_within_a_day(world: World, pages: Pages, hours: int) -> None:
    """No webhook comes, and whoever paid does not come back: the page is looked at again though all was well."""
    ask_for(world, "flutterwave")
    work_killed(world, Killed(pages.rails["flutterwave"], ""), "flutterwave")
    press(page_of(world), "pay:card")
    go_on(world, "flutterwave")
    assert read(world).state == "succeeded"
    world.pass_time(hours * 3_600)
    press(page_of(world), "pay:card")
    for _ in range(27 - hours):
        go_on(world, "flutterwave", 1)
        world.pass_time(3_600)
    assert (read(world).state, world.balance(MOUSSA), world.cases()) == ("succeeded", AMOUNT, [])
    assert pages.executed()[2:] == [("refund", AMOUNT)]
    assert world.one("SELECT due_at FROM payment WHERE beside IS NULL AND direction = 'collect'") is None, "for good"
    world.check()


@EACH
@pytest.mark.parametrize("fault", ["executed_then_hangs", "executed_then_error", "malformed", "dropped"])
def test_pages_that_cannot_be_made_are_tried_again_until_one_can(
    world: World, pages: Pages, name: str, fault: str
) -> None:
    pages.fault(name, fault, next=2, call="create", **({"value": 4} if "hangs" in fault else {}))
    ask_for(world, name)
    world.rails[name] = pages.rails[name]  # type: ignore[assignment]  # not scripted
    for _ in range(6):  # two that go wrong, and a slow machine's
        worker.work(name)
        world.pass_time(30)
    assert read(world).state == "pending"
    press(page_of(world), "pay:card")
    go_on(world, name)
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    assert pages.executed() == [("collection", AMOUNT)]


def test_an_amount_its_rail_does_not_collect_is_never_written_down(world: World) -> None:
    with pytest.raises(ValueError, match="multiples of 5"):
        ask_for(world, "cinetpay", 5_003)
    assert world.one("SELECT count(*) FROM payment") == 0


# ------------------------------------------------------------------------------------------------------- refunds


def give_back(world: World, amount: int) -> None:
    """Let Moussa have part of his recharge given back."""

    def ask(db: Any) -> None:
        of = payments.find_by_reference(db, REFERENCE)
        owner = people.find_by_phone(db, MOUSSA)
        assert of
        assert owner
        ask_refund(db, of, amount, owner.account_id, key="b", reference="R7Q2-93FE", channel="web", asked_by=owner.id)

    world.allow("hold_refund")  # no use case asks for it yet
    world.do(ask)


def pay(world: World, pages: Pages) -> None:
    ask_for(world, "flutterwave")
    work_killed(world, Killed(pages.rails["flutterwave"], ""), "flutterwave")
    press(page_of(world), "pay:card")
    go_on(world, "flutterwave")
    assert world.balance(MOUSSA) == AMOUNT


@pytest.mark.parametrize(
    "point",
    ["", *(f"{when} {call}" for call in ("prepare", "ask_status") for when in ("before", "after")), "after refund"],
)
def test_a_refund_is_made_once_wherever_workers_die(world: World, pages: Pages, point: str) -> None:
    pay(world, pages)
    give_back(world, 2_000)
    rail = Killed(pages.rails["flutterwave"], "" if "ask" in point else point)
    if "ask" in point:
        for payment in worker.lease("flutterwave", 9):
            news = worker.look_at(rail, payment, time.monotonic() + 9)
            worker.settle_news("flutterwave", [news] if news else [])
        rail.point = point
    work_killed(world, rail, "flutterwave")
    assert (read(world, "R7Q2-93FE").state, world.balance(MOUSSA)) == ("succeeded", 3_000)
    assert pages.executed() == [("collection", AMOUNT), ("refund", 2_000)]
    assert world.receipts() == ["add_money_succeeded", "refund_payment_succeeded"], "nobody else is known to tell"
    world.check()


def test_a_refund_killed_before_it_was_asked_stays_held_until_a_person_decides(world: World, pages: Pages) -> None:
    """Keep a refund whose worker died as unknown: it may have been asked, though theirs do not have it yet."""
    pay(world, pages)
    give_back(world, 2_000)
    work_killed(world, Killed(pages.rails["flutterwave"], "before refund"), "flutterwave")
    assert (read(world, "R7Q2-93FE").state, world.balance(MOUSSA)) == ("unknown", 3_000)
    assert pages.executed() == [("collection", AMOUNT)]
    world.pass_time(73 * 3_600)
    go_on(world, "flutterwave")
    assert read(world, "R7Q2-93FE").state == "review"
    assert pages.executed() == [("collection", AMOUNT)]


@pytest.mark.parametrize("fault", ["executed_then_dropped", "executed_then_error", "malformed", "refused_error"])
def test_a_refund_whose_answer_is_lost_is_made_at_most_once(world: World, pages: Pages, fault: str) -> None:
    pay(world, pages)
    give_back(world, 2_000)
    pages.fault("flutterwave", fault, call="refund")
    work_killed(world, Killed(pages.rails["flutterwave"], ""), "flutterwave")
    made = fault != "refused_error"
    assert read(world, "R7Q2-93FE").state == ("succeeded" if made else "unknown")
    assert pages.executed() == [("collection", AMOUNT), *([("refund", 2_000)] if made else [])]
    world.check()


def test_a_rail_that_gives_nothing_back_says_so_before_anything_is_held(world: World, pages: Pages) -> None:
    ask_for(world, "cinetpay")
    work_killed(world, Killed(pages.rails["cinetpay"], ""), "cinetpay")
    press(page_of(world), "pay:card")
    go_on(world, "cinetpay")
    with pytest.raises(Exception, match="not_refundable"):
        give_back(world, 2_000)
    assert world.balance(MOUSSA) == AMOUNT
    with pytest.raises(RailError):
        pages.rails["cinetpay"].refund(page_of(world))
