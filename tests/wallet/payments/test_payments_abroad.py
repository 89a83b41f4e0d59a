"""Payments charged in euros: by a quote that held, agreeing to the cent; refunds share what was charged."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests.workers.rails.pages import Pages, open_pages, press
from tests.world.cast import MOUSSA
from tests.world.examples import draw
from tests.world.world import World
from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.roles import ProcessKind
from wallet.ledger import Entry, Transfer
from wallet.operations.refunds import ask_refund
from wallet.payments import payments
from wallet.payments.party import Party
from wallet.payments.payments import LEASE_SECONDS, NewPayment, Payment
from wallet.people import people
from wallet.prices import quotes
from wallet.purposes import conversion, settle
from wallet.purposes.ending import Ending
from workers import payments as worker

AMOUNT, CENTS, OVER = 10_000, 1_525, 3  # by the parity 15.25 euros pay 10 003 francs and a third
REFERENCE: Final = "K7Q2-93FD"
RAIL: Final = "flutterwave"


@pytest.fixture
def pages(world: World) -> Iterator[Pages]:
    with open_pages() as opened:
        world.rails[RAIL] = opened.rails[RAIL]  # type: ignore[assignment]  # not scripted
        yield opened


def ask(world: World, reference: str = REFERENCE, **more: Any) -> None:
    def create(db: Any) -> None:
        owner = people.find_by_phone(db, MOUSSA)
        assert owner
        quote = quotes.make_quote(db, "EUR", AMOUNT)
        said = {"currency": quote.currency, "charged": quote.charged, "quote_id": quote.id, "amount": AMOUNT} | more
        payments.create(
            db,
            NewPayment(
                purpose="add_money", direction="collect", reference=reference, rail=RAIL, party=Party("payer", ""),
                channel="web", person_id=owner.id, asked_by=owner.id, **said,
            ),
        )  # fmt: skip

    world.do(create, "web")


def read(world: World, reference: str = REFERENCE) -> Payment:
    found = world.do(lambda db: payments.find_by_reference(db, reference))
    assert found
    return found


def go_on(world: World, times: int = 3) -> None:
    for _ in range(times):
        world.pass_time(LEASE_SECONDS + 1)
        worker.work(RAIL)


def pay(world: World) -> None:
    ask(world)
    go_on(world, 2)
    press(worker.make_order(read(world)), "pay:card")
    go_on(world, 2)


def give_back(world: World, amount: int, reference: str) -> None:
    def hold(db: Any) -> None:
        of, owner = payments.find_by_reference(db, REFERENCE), people.find_by_phone(db, MOUSSA)
        assert of
        assert owner
        ask_refund(
            db, of, amount, owner.account_id, key=reference, reference=reference, channel="web", asked_by=owner.id
        )

    world.allow("hold_refund")  # no use case asks for it yet
    world.do(hold)


def books(world: World) -> dict[str, int]:
    codes = ("operator_float:flutterwave:EUR", "position:EUR", "position:XAF", "rounding", "operator_float:flutterwave")
    return {code: world.balance_of(code) for code in codes}


def test_what_is_paid_in_euros_is_posted_in_both_currencies_and_rounding_is_seen(world: World, pages: Pages) -> None:
    pay(world)
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    assert books(world) == {
        "operator_float:flutterwave:EUR": -CENTS, "position:EUR": CENTS, "position:XAF": -AMOUNT - OVER,
        "rounding": OVER, "operator_float:flutterwave": 0,
    }  # fmt: skip
    assert pages.executed() == [("collection", CENTS)]
    go_on(world)
    world.check()


@pytest.mark.parametrize(
    ("cents", "credited", "back"),
    [(1_526, AMOUNT, (1, 6)), (1_524, 0, (1_524, 9_993)), (3_050, AMOUNT, (1_525, AMOUNT))],
)
def test_another_amount_goes_back_in_the_currency_it_came_in(
    world: World, pages: Pages, cents: int, credited: int, back: tuple[int, int]
) -> None:
    ask(world)
    go_on(world, 2)
    pages.put("faults", {RAIL: {"charge_other_amount": {"next": 1, "value": cents - CENTS}}})
    press(worker.make_order(read(world)), "pay:card")
    go_on(world, 1)
    came = world.rows("SELECT charged, amount FROM payment WHERE beside IS NOT NULL")
    assert [tuple(one) for one in came] == [back]
    world.check()
    go_on(world)
    assert (world.balance(MOUSSA), world.cases()) == (credited, [])
    assert pages.executed() == [("collection", cents), ("refund", back[0])]
    assert books(world)["operator_float:flutterwave:EUR"] == -(CENTS if credited else 0)
    assert books(world)["rounding"] == (OVER if credited else 0)
    world.check()


def test_a_currency_that_differs_waits_for_a_person(world: World, pages: Pages) -> None:
    ask(world)
    go_on(world, 2)
    press(worker.make_order(read(world)), "pay:card")
    pages.put("faults", {RAIL: {"status_wrong_currency": {"chance": 1, "value": "USD", "call": "status"}}})
    go_on(world)
    assert (read(world).state, world.balance(MOUSSA), world.cases()) == ("review", 0, ["mismatch"])
    assert world.one("SELECT detail FROM case_file") == "currency USD"
    assert books(world)["position:EUR"] == 0


def test_refunds_in_parts_give_back_what_was_charged_and_no_cent_more(world: World, pages: Pages) -> None:
    pay(world)
    shares = []
    for number, part in enumerate((3_333, 3_333, 3_334)):
        give_back(world, part, f"R7Q2-93F{number}")
        shares.append(read(world, f"R7Q2-93F{number}").charged)
        go_on(world)
        world.check("hold_refund")
    assert shares == [508, 508, 509]
    assert books(world) == dict.fromkeys(books(world), 0)
    assert pages.executed()[1:] == [("refund", cents) for cents in shares]
    assert world.balance(MOUSSA) == 0


def test_a_refund_that_failed_leaves_its_share_to_the_next(world: World, pages: Pages) -> None:
    pay(world)
    pages.fault(RAIL, "refund_fails")
    give_back(world, 5_000, "R7Q2-93FA")
    go_on(world)
    assert read(world, "R7Q2-93FA").state == "failed"
    give_back(world, AMOUNT, "R7Q2-93FB")
    assert read(world, "R7Q2-93FB").charged == CENTS
    go_on(world)
    assert books(world) == dict.fromkeys(books(world), 0)
    world.check("hold_refund")


def test_a_share_below_a_cent_is_refused_and_nothing_is_held(world: World, pages: Pages) -> None:
    pay(world)
    with pytest.raises(Refused, match="refund_too_small"):
        give_back(world, 6, "R7Q2-93FA")
    assert world.balance(MOUSSA) == AMOUNT


@pytest.mark.parametrize(
    "wrong",
    [
        {"charged": CENTS - 1},
        {"currency": "USD"},
        {"amount": AMOUNT + 1},
        {"quote_id": "11111111-1111-1111-1111-111111111111"},
    ],
)
def test_nobody_writes_a_payment_that_no_quote_says(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(ProgrammingError, match="is not what was quoted"):
        ask(world, **wrong)


def test_a_quote_that_ran_out_or_was_used_pays_nothing_more(world: World) -> None:
    quote = world.do(lambda db: quotes.make_quote(db, "EUR", AMOUNT), "web")
    ask(world, quote_id=quote.id)
    with pytest.raises(DBAPIError, match="quoted_once"):
        ask(world, "K7Q2-93FE", quote_id=quote.id)
    late = world.do(lambda db: quotes.make_quote(db, "EUR", AMOUNT), "web")
    world.pass_time(15 * 60)
    with pytest.raises(ProgrammingError, match="is not what was quoted"):
        ask(world, "K7Q2-93FF", quote_id=late.id)


def test_an_end_without_what_was_charged_is_not_posted(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(world)
    go_on(world, 2)
    press(worker.make_order(read(world)), "pay:card")
    monkeypatch.setattr(settle, "post_charged", lambda *_: None)
    go_on(world)
    assert (read(world).state, world.balance(MOUSSA)) == ("pending", 0)


@draw(200)
@given(
    st.integers(1, 10**6), st.integers(1, 10**9), st.lists(st.tuples(st.integers(1, 10**6), st.booleans()), max_size=8)
)
def test_whatever_fails_in_between_never_more_goes_back_than_was_charged(
    charged: int, francs: int, parts: list[tuple[int, bool]]
) -> None:
    gone = given_back = 0
    for part, fails in parts:
        more = min(part, francs - gone)
        share = quotes.give_back(charged, francs, more, gone, given_back) if more else 0
        if not fails:
            gone, given_back = gone + more, given_back + share
        assert given_back * francs <= charged * gone
    rest = quotes.give_back(charged, francs, francs - gone, gone, given_back)
    assert given_back + rest == charged


def move(world: World, key: str, kind: str, *legs: tuple[str, int], who: ProcessKind = "worker") -> None:
    """Post something by hand as a process, and take it back if it may be."""

    def post(db: Any) -> None:
        entries = tuple(Entry(ledger.ours(db, code), amount) for code, amount in legs)
        ledger.post_one(db, Transfer(key, kind, entries))
        raise AssertionError("posted")

    with pytest.raises(ProgrammingError, match="may not post"):
        world.do(post, who)


def test_a_taken_over_worker_posts_nothing_else_beside_a_payment(world: World, pages: Pages) -> None:
    there, euros, francs = "operator_float:flutterwave:EUR", "position:EUR", "position:XAF"
    ask(world)
    go_on(world, 2)
    id_ = read(world).id
    move(world, f"charged:{id_}", "convert_charged", (there, -CENTS), (euros, CENTS))  # nobody paid
    press(worker.make_order(read(world)), "pay:card")
    go_on(world, 2)
    for key, kind, legs in (
        (f"charged:{id_}:2", "convert_charged", ((there, -CENTS), (euros, CENTS))),
        (f"payment:{id_}:2", "convert_charged", ((there, -CENTS), (euros, CENTS))),
        (f"rounding:{id_}:2", "round_charged", ((francs, -OVER), ("rounding", OVER))),
        ("more", "round_charged", (("rounding", -OVER), (francs, OVER))),
        ("charged", "convert_refunded", ((euros, -CENTS), (there, CENTS))),
    ):
        move(world, key, kind, *legs)
    world.check()


@pytest.mark.parametrize(
    ("kind", "legs"),
    [
        ("convert_charged", (("operator_float:flutterwave:EUR", -CENTS - 1), ("position:EUR", CENTS + 1))),
        ("convert_charged", (("operator_float:flutterwave:USD", -CENTS), ("position:USD", CENTS))),
        ("convert_refunded", (("position:EUR", -CENTS), ("operator_float:flutterwave:EUR", CENTS))),
        ("round_charged", (("position:XAF", -OVER - 1), ("rounding", OVER + 1))),
        ("round_charged", (("rounding", -OVER), ("position:XAF", OVER))),
    ],
)
def test_what_stands_beside_an_end_is_of_its_size_and_its_currency(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch, kind: str, legs: Any
) -> None:
    ask(world)
    go_on(world, 2)
    press(worker.make_order(read(world)), "pay:card")
    names = {"round_charged": "rounding"}

    def post_wrongly(db: Any, endings: Any) -> None:
        entries = tuple(Entry(ledger.ours(db, code), amount) for code, amount in legs)
        key = f"{names.get(kind, 'charged')}:{endings[0].payment.id}"
        with pytest.raises(ProgrammingError, match="may not post"), db.begin_nested():
            ledger.post_one(db, Transfer(key, kind, entries))
        tried.append(kind)
        conversion.post_charged(db, endings)

    tried = list[str]()
    monkeypatch.setattr(settle, "post_charged", post_wrongly)
    go_on(world, 2)
    assert tried == [kind]
    assert read(world).state == "succeeded"
    world.check()


def test_what_was_paid_in_euros_is_not_credited_out_of_francs_held_for_us(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(world)
    go_on(world, 2)
    press(worker.make_order(read(world)), "pay:card")
    monkeypatch.setattr(Ending, "float", property(lambda end: f"operator_float:{end.payment.rail}"))
    go_on(world, 2)
    assert (read(world).state, world.balance(MOUSSA)) == ("pending", 0)


def test_nobody_writes_a_refund_of_more_than_its_share(world: World, pages: Pages) -> None:
    pay(world)
    give = quotes.give_back
    with pytest.MonkeyPatch.context() as wrong:
        wrong.setattr(quotes, "give_back", lambda *said: give(*said) + 1)
        with pytest.raises(ProgrammingError, match="is not what was quoted"):
            give_back(world, 3_333, "R7Q2-93FA")
    assert world.balance(MOUSSA) == AMOUNT


def test_nobody_gives_francs_back_for_euros(world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    pay(world)
    create = payments.create
    in_francs = {"currency": "XAF", "charged": None, "quote_id": None}
    monkeypatch.setattr(payments, "create", lambda db, asked: create(db, replace(asked, **in_francs)))
    with pytest.raises(ProgrammingError, match="is not what was quoted"):
        give_back(world, AMOUNT, "R7Q2-93FA")
    assert world.balance(MOUSSA) == AMOUNT


@pytest.mark.parametrize(
    ("key", "kind", "legs"),
    [
        ("charged", "convert_charged", (("operator_float:flutterwave:EUR", -CENTS), ("position:EUR", CENTS))),
        ("rounding", "round_charged", (("position:XAF", -OVER), ("rounding", OVER))),
        ("payment", "add_money", (("operator_float:flutterwave", 1 - AMOUNT), ("position:XAF", -1), ("", AMOUNT))),
        ("payment", "add_money", (("operator_float:flutterwave", -AMOUNT), ("", AMOUNT))),
    ],
)
def test_before_its_end_nothing_is_posted_beside_it_nor_out_of_anything_else(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch, key: str, kind: str, legs: Any
) -> None:
    ask(world)
    go_on(world, 2)
    press(worker.make_order(read(world)), "pay:card")
    post, tried = settle.post, list[str]()

    def post_wrongly_first(db: Any, endings: Any) -> Any:
        [end] = endings
        entries = tuple(Entry(ledger.ours(db, code) if code else end.owner.account_id, many) for code, many in legs)
        with pytest.raises(ProgrammingError, match="may not post"), db.begin_nested():
            ledger.post_one(db, Transfer(f"{key}:{end.payment.id}", kind, entries))
        tried.append(kind)
        return post(db, endings)

    monkeypatch.setattr(settle, "post", post_wrongly_first)
    go_on(world, 2)
    assert tried == [kind]
    assert read(world).state == "succeeded"
    world.check()
