"""A rail whose payer pays at a hosted page: nobody's number is known, and what must agree is the rail's to say."""

from dataclasses import replace
from typing import Any

import pytest

from tests.world.cast import MOUSSA
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.payments import payments
from wallet.payments.orders import Confirmation, Order
from wallet.payments.party import Party
from wallet.payments.payments import NewPayment, Payment
from wallet.payments.rails import RAILS, Rail
from wallet.people import people
from workers import process

PAGE = Rail(
    name="page",
    kind="redirect",
    title="Card",
    short="Card",
    can=frozenset({"collect_by_redirect"}),
    must_agree={"amount": "stated", "currency": "stated"},
    approval_minutes=60,
)
MINUTE = 60


class PageRail(ScriptedRail):
    """Makes a page for each order; whoever pays there is never named."""

    def prepare(self, order: Order) -> Order:
        return replace(super().prepare(order), redirect_url=f"https://page.example/{order.reference}")


@pytest.fixture(autouse=True)
def page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A third rail, whose row and accounts are made as migrating makes them."""
    monkeypatch.setitem(RAILS, PAGE.name, PAGE)
    locks = process.configured().locks
    assert isinstance(locks, dict)
    monkeypatch.setitem(locks, PAGE.name, locks["mtn"])
    world.rails[PAGE.name] = PageRail()
    world.change("INSERT INTO operator (rail, changed_at) VALUES ('page', wallet_now())")
    for kind in ("operator_float", "in_transit"):
        world.change("SELECT open_account(:code, :kind)", code=f"{kind}:page", kind=kind)


def ask(world: World, reference: str = "K7Q2-93FD") -> None:
    def create(db: Any) -> None:
        owner = people.find_by_phone(db, MOUSSA)
        assert owner
        payments.create(
            db,
            NewPayment(
                purpose="add_money",
                direction="collect",
                reference=reference,
                rail="page",
                party=Party("payer", ""),
                channel="web",
                person_id=owner.id,
                asked_by=owner.id,
                amount=5_000,
            ),
        )

    world.do(create)


def read(world: World, reference: str = "K7Q2-93FD") -> Payment:
    found = world.do(lambda db: payments.find_by_reference(db, reference))
    assert found
    return found


def paid(amount: int | None = 5_000, currency: str | None = "XAF", party: str | None = None) -> Confirmation:
    return Confirmation("succeeded", amount, party, currency, "op-1")


def test_the_page_is_there_for_the_channel_that_asked_before_anybody_has_paid(world: World) -> None:
    ask(world)
    assert read(world).redirect_url == ""
    world.work("pending", rail="page")
    assert read(world).redirect_url == "https://page.example/K7Q2-93FD"


def test_a_page_that_was_never_taken_is_forgotten_with_its_handle(world: World) -> None:
    ask(world)
    world.work("refused connection", rail="page")
    again = read(world)
    assert (again.state, again.handle, again.base_url, again.redirect_url) == ("created", "", "", "")


@pytest.mark.parametrize("party", [None, "a.payer@example.com"])
def test_whoever_paid_is_not_asked_for(world: World, party: str | None) -> None:
    ask(world)
    world.work("pending", rail="page")
    world.pass_time(6)
    world.work(paid(party=party), rail="page")
    assert (world.payment_state, world.balance(MOUSSA)) == ("succeeded", 5_000)
    assert world.receipts() == ["add_money_succeeded"], "nobody else is known to tell"
    assert world.cases() == []
    world.check()


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        (paid(amount=None), "amount None, not 5000"),
        (paid(currency="EUR"), "currency EUR"),
        (paid(currency=None), "currency None"),
    ],
)
def test_what_its_row_says_must_agree_is_looked_at_by_a_person(world: World, said: Confirmation, detail: str) -> None:
    ask(world)
    world.work("pending", rail="page")
    world.pass_time(6)
    world.work(said, rail="page")
    assert (world.payment_state, world.balance(MOUSSA)) == ("review", 0)
    assert world.one("SELECT detail FROM case_file") == detail


def test_too_little_pays_nothing_and_stands_beside_what_was_asked(world: World) -> None:
    ask(world)
    world.work("pending", rail="page")
    world.pass_time(6)
    world.work(paid(amount=4_999), rail="page")
    states = dict(world.rows("SELECT amount, state FROM payment"))
    assert (states[5_000], world.balance(MOUSSA)) == ("failed", 0)
    assert 4_999 in states
    world.check()


def test_its_row_says_how_long_a_payer_may_take(world: World) -> None:
    ask(world)
    world.work("pending", rail="page")
    for minutes in (16, 40):
        world.pass_time(minutes * MINUTE)
        world.work("pending", rail="page")
        assert world.payment_state == "pending"
    world.pass_time(5 * MINUTE)
    world.work("pending", rail="page")
    assert world.payment_state == "expired"
