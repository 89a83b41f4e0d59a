"""Bills: known ones are paid at once and once; others a worker asks the biller for, and a code pays what it heard."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from sqlalchemy import Connection, text

from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.world.cast import AWA, BRICE, MOUSSA, TILL
from tests.world.shop import Shop
from tests.world.world import World
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.business import bills, merchants
from wallet.business.bills import AGAIN_SECONDS, Due
from wallet.business.pay_bill import BillQuote, FindBill, PayBill, find_bill, find_bill_by_code, find_biller
from wallet.core.errors import Misread
from wallet.operations import movements
from wallet.operations.use_case import Outcome
from workers import billers

REFERENCE, NUMBER = "FACT2026118", "2026-118"


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    wire = Wire("http://127.0.0.1:9/", "http://127.0.0.1:9/")
    with serving(create_app(wire)) as url:
        yield url


def make_biller(shop: Shop, url: str = "") -> None:
    shop.world.do(lambda db: merchants.set_biller(db, shop.merchant.id, "ENEO", url))


def load(shop: Shop, amount: int = 1_550, number: str = REFERENCE) -> None:
    shop.world.do(lambda db: bills.learn(db, shop.merchant.id, [Due(REFERENCE, number, amount)]))


def quote(world: World, phone: str) -> BillQuote:
    actor = world.actor(phone)

    def find(db: Connection) -> BillQuote:
        return find_bill(db, actor.person_id, find_biller(db, "ENEO"), REFERENCE)

    return world.do(find)


def pay(world: World, phone: str, asked: BillQuote, key: str) -> Outcome:
    return world.perform(phone, PayBill(asked), key)


def work(world: World) -> None:
    """Do what the worker does with what is due now."""
    for asked in world.do(lambda db: bills.lease(db, 10)):
        told = billers.ask(asked)
        with world.engine.begin() as db:
            billers.note(db, asked, told)


def texts(world: World) -> list[tuple[str, dict[str, object]]]:
    rows = world.rows("""SELECT sentence, "values" FROM notice WHERE sentence LIKE '%bill%' ORDER BY written_at""")
    return [(row.sentence, row.values) for row in rows]


def wrong(world: World, phone: str) -> str:
    with pytest.raises(Misread) as misread:
        quote(world, phone)
    return misread.value.key


def test_a_known_bill_is_paid_and_the_biller_pays_the_fee(world: World, shop: Shop) -> None:
    make_biller(shop)
    assert wrong(world, AWA) == "error.no_such_bill"
    load(shop)
    world.credit(AWA, 5_000)
    assert wrong(world, BRICE) == "error.own_till"
    assert pay(world, AWA, quote(world, AWA), "b1").sentence == "bill_paid"
    assert (world.balance(AWA), shop.takings) == (3_450, 1_534)
    assert [sentence for sentence, _ in texts(world)] == ["bill_paid", "pay_bill_received"]
    assert wrong(world, AWA) == "error.bill_paid"
    load(shop, 9_999)
    assert wrong(world, AWA) == "error.bill_paid", "the file loaded again opens nothing"
    world.check()


def test_a_paid_bill_is_contested_as_what_is_paid_at_a_till(world: World, shop: Shop) -> None:
    make_biller(shop)
    load(shop)
    world.credit(AWA, 5_000)
    pay(world, AWA, quote(world, AWA), "b1")
    awa = world.actor(AWA)
    [paid, *_] = world.do(lambda db: movements.list_latest(db, awa.person_id))
    assert (paid.kind, paid.contestable) == ("pay_bill", 1)
    given = world.do(lambda db: contests.find_given(db, awa.person_id, paid.transfer))
    assert (given.name, given.phone, given.account_id) == ("Boulangerie Kamga", "", shop.merchant.account_id)
    outcome = world.conclude(awa, ContestPayment(given), "c1")
    assert (outcome.values["held"], shop.takings) == (1_550, 0)
    world.check()


def test_two_who_pay_one_bill_at_once_pay_it_once(world: World, shop: Shop) -> None:
    make_biller(shop)
    load(shop)
    for phone in (AWA, MOUSSA):
        world.credit(phone, 5_000)
    asked = quote(world, AWA)

    def conclude(number: int) -> str:
        actor = world.actor((AWA, MOUSSA)[number % 2])
        return world.conclude(actor, PayBill(asked), f"b{number}").sentence

    with ThreadPoolExecutor(6) as hands:
        said = sorted(hands.map(conclude, range(6)))
    assert said == ["bill_paid"] + ["refusal.bill_paid"] * 5
    assert world.balance(AWA) + world.balance(MOUSSA) == 10_000 - 1_550
    world.check()


def test_a_worker_asks_and_the_code_pays_for_who_asked_alone(world: World, shop: Shop, outside: str) -> None:
    make_biller(shop, f"{outside}/billers/ENEO/bills")
    books = {"bills": {REFERENCE: {"number": NUMBER, "amount": 1_550}}}
    requests.put(f"{outside}/billers/ENEO", json=books, timeout=60).raise_for_status()
    world.credit(AWA, 5_000)
    unknown = quote(world, AWA)
    assert unknown.bill_id == ""
    case = FindBill(unknown.merchant_id, unknown.shop, unknown.bill)
    for _ in range(2):
        assert world.perform(AWA, case, "a1", "sms").sentence == "bill_sought"
    work(world)
    work(world)
    [(sentence, said)] = texts(world)
    assert (sentence, said["amount"]) == ("bill_found", 1_550)
    code = str(said["pay_code"])
    with world.engine.begin() as db:
        assert find_bill_by_code(db, world.actor(MOUSSA).person_id, code).bill_id == ""
    with world.engine.begin() as db:
        found = find_bill_by_code(db, world.actor(AWA).person_id, code)
    assert not pay(world, AWA, found, "b1").refused
    assert pay(world, AWA, found, "b2").sentence == "refusal.bill_paid"
    again = FindBill(unknown.merchant_id, unknown.shop, unknown.bill)
    world.perform(AWA, again, "a2", "sms")
    work(world)
    assert texts(world)[-1][0] == "bill_paid_before", "a biller that has not heard of it yet"
    world.check()


@pytest.mark.parametrize("mood", ["down", "nonsense"])
def test_a_biller_that_tells_nothing_is_asked_again_and_given_up(
    world: World, shop: Shop, outside: str, mood: str
) -> None:
    make_biller(shop, f"{outside}/billers/SNEC/bills")
    requests.put(f"{outside}/billers/SNEC", json={"mood": mood}, timeout=60).raise_for_status()
    world.perform(AWA, FindBill(shop.merchant.id, "x", REFERENCE), "a1")
    for wait in (*AGAIN_SECONDS, 1):
        work(world)
        world.pass_time(wait + 1)
    assert [sentence for sentence, _ in texts(world)] == ["bill_not_found"]


def test_a_bill_the_biller_does_not_know(world: World, shop: Shop, outside: str) -> None:
    make_biller(shop, f"{outside}/billers/CAMW/bills")
    world.perform(AWA, FindBill(shop.merchant.id, "x", REFERENCE), "a1")
    work(world)
    assert [sentence for sentence, _ in texts(world)] == ["bill_missing"]
    assert world.rows("SELECT 1 FROM till WHERE code = :code", code=TILL)


def test_nobody_looks_for_more_than_twenty_a_day(world: World, shop: Shop) -> None:
    make_biller(shop, "http://127.0.0.1:9/bills")
    with world.engine.begin() as db:
        db.execute(
            text("""INSERT INTO bill_search (id, merchant_id, reference, person_id, state, due_at, asked_at)
                SELECT gen_random_uuid(), :shop, 'A' || n, :awa, 'missing', wallet_now(), wallet_now()
                FROM generate_series(1, 20) n"""),
            {"shop": shop.merchant.id, "awa": world.actor(AWA).person_id},
        )
    case = FindBill(shop.merchant.id, "x", REFERENCE)
    assert world.perform(AWA, case, "a1").sentence == "refusal.searches"
