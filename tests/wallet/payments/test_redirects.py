"""A rail whose payer pays at a hosted page: nobody's number is known, and what must agree is the rail's to say."""

from dataclasses import replace
from typing import Any

import pytest

from tests.world.scripted_rail import Counter, ScriptedRail
from tests.world.town import MOUSSA
from wallet.core.database import in_transaction
from wallet.payments import payments
from wallet.payments.orders import Confirmation, Order
from wallet.payments.party import Party
from wallet.payments.payments import NewPayment, Payment
from wallet.payments.rails import RAILS, Rail
from wallet.people import people

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


@pytest.fixture
def page(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """The counter with a third rail, whose row and accounts are made as migrating makes them."""
    monkeypatch.setitem(RAILS, PAGE.name, PAGE)
    counter.rails[PAGE.name] = PageRail()
    with counter.town.owner.begin() as db:
        db.exec_driver_sql("INSERT INTO operator (rail, changed_at) VALUES ('page', wallet_now())")
        for kind in ("operator_float", "in_transit"):
            db.exec_driver_sql("SELECT open_account(%s, %s)", (f"{kind}:page", kind))
    return counter


def ask(page: Counter, reference: str = "K7Q2-93FD") -> None:
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

    in_transaction(page.town.engine, create)


def read(page: Counter, reference: str = "K7Q2-93FD") -> Payment:
    found = in_transaction(page.town.engine, lambda db: payments.find_by_reference(db, reference))
    assert found
    return found


def paid(amount: int | None = 5_000, currency: str | None = "XAF", party: str | None = None) -> Confirmation:
    return Confirmation("succeeded", amount, party, currency, "op-1")


def test_the_page_is_there_for_the_channel_that_asked_before_anybody_has_paid(page: Counter) -> None:
    ask(page)
    assert read(page).redirect_url == ""
    page.work("pending", rail="page")
    assert read(page).redirect_url == "https://page.example/K7Q2-93FD"


@pytest.mark.parametrize("party", [None, "a.payer@example.com"])
def test_whoever_paid_is_not_asked_for(page: Counter, party: str | None) -> None:
    ask(page)
    page.work("pending", rail="page")
    page.pass_time(6)
    page.work(paid(party=party), rail="page")
    assert (page.state, page.town.balance(MOUSSA)) == ("succeeded", 5_000)
    assert page.receipts() == ["add_money_succeeded"], "nobody else is known to tell"
    assert page.cases() == []
    page.check()


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        (paid(amount=4_999), "amount 4999, not 5000"),
        (paid(amount=None), "amount None, not 5000"),
        (paid(currency="EUR"), "currency EUR"),
        (paid(currency=None), "currency None"),
    ],
)
def test_what_its_row_says_must_agree_is_looked_at_by_a_person(page: Counter, said: Confirmation, detail: str) -> None:
    ask(page)
    page.work("pending", rail="page")
    page.pass_time(6)
    page.work(said, rail="page")
    assert (page.state, page.town.balance(MOUSSA)) == ("review", 0)
    assert page.town.one("SELECT detail FROM case_file") == detail


def test_its_row_says_how_long_a_payer_may_take(page: Counter) -> None:
    ask(page)
    page.work("pending", rail="page")
    for minutes in (16, 40):
        page.pass_time(minutes * MINUTE)
        page.work("pending", rail="page")
        assert page.state == "pending"
    page.pass_time(5 * MINUTE)
    page.work("pending", rail="page")
    assert page.state == "expired"
