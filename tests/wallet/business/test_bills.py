"""Bills: known ones are paid at once and once; others a worker asks the biller for, and a code pays what it heard."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from sqlalchemy import Connection, text

from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.world.shop import BRICE, TILL, Street
from tests.world.town import AWA, MOUSSA, PIN
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.business import bills, merchants
from wallet.business.bills import AGAIN_SECONDS, Due
from wallet.business.pay_bill import BillQuote, FindBill, PayBill, find_bill, find_bill_by_code, find_biller
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.operations import movements
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from workers import billers

REFERENCE, NUMBER = "FACT2026118", "2026-118"


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    wire = Wire("http://127.0.0.1:9/", "http://127.0.0.1:9/")
    with serving(create_app(wire)) as url:
        yield url


def make_biller(street: Street, url: str = "") -> None:
    in_transaction(street.town.engine, lambda db: merchants.set_biller(db, street.shop.id, "ENEO", url))


def load(street: Street, amount: int = 1_550, number: str = REFERENCE) -> None:
    in_transaction(street.town.engine, lambda db: bills.learn(db, street.shop.id, [Due(REFERENCE, number, amount)]))


def quote(street: Street, phone: str) -> BillQuote:
    actor = street.town.actor(phone)

    def find(db: Connection) -> BillQuote:
        return find_bill(db, actor.person_id, find_biller(db, "ENEO"), REFERENCE)

    return in_transaction(street.town.engine, find)


def pay(street: Street, phone: str, asked: BillQuote, key: str) -> Outcome:
    return street.town.wallet.perform(PayBill(asked), street.town.actor(phone), key, "ussd", PinProof(PIN))


def work(street: Street) -> None:
    """What the worker does with what is due now."""
    for asked in in_transaction(street.town.engine, lambda db: bills.lease(db, 10)):
        told = billers.ask(asked)
        with street.town.engine.begin() as db:
            billers.note(db, asked, told)


def texts(street: Street) -> list[tuple[str, dict[str, object]]]:
    rows = street.rows("""SELECT sentence, "values" FROM notice WHERE sentence LIKE '%bill%' ORDER BY written_at""")
    return [(row.sentence, row.values) for row in rows]


def wrong(street: Street, phone: str) -> str:
    with pytest.raises(Misread) as misread:
        quote(street, phone)
    return misread.value.key


def test_a_known_bill_is_paid_and_the_biller_pays_the_fee(street: Street) -> None:
    make_biller(street)
    assert wrong(street, AWA) == "error.no_such_bill"
    load(street)
    street.town.credit(AWA, 5_000)
    assert wrong(street, BRICE) == "error.own_till"
    assert pay(street, AWA, quote(street, AWA), "b1").sentence == "bill_paid"
    assert (street.town.balance(AWA), street.takings) == (3_450, 1_534)
    assert [sentence for sentence, _ in texts(street)] == ["bill_paid", "pay_bill_received"]
    assert wrong(street, AWA) == "error.bill_paid"
    load(street, 9_999)
    assert wrong(street, AWA) == "error.bill_paid", "the file loaded again opens nothing"
    street.check()


def test_a_paid_bill_is_contested_as_what_is_paid_at_a_till(street: Street) -> None:
    make_biller(street)
    load(street)
    street.town.credit(AWA, 5_000)
    pay(street, AWA, quote(street, AWA), "b1")
    awa = street.town.actor(AWA)
    [paid, *_] = in_transaction(street.town.engine, lambda db: movements.list_latest(db, awa.person_id))
    assert (paid.kind, paid.contestable) == ("pay_bill", 1)
    given = in_transaction(street.town.engine, lambda db: contests.find_given(db, awa.person_id, paid.transfer))
    assert (given.name, given.phone, given.account_id) == ("Boulangerie Kamga", "", street.shop.account_id)
    outcome = street.town.wallet.conclude(ContestPayment(given), awa, "c1", "ussd")
    assert (outcome.values["held"], street.takings) == (1_534, 0)
    street.check()


def test_two_who_pay_one_bill_at_once_pay_it_once(street: Street) -> None:
    make_biller(street)
    load(street)
    for phone in (AWA, MOUSSA):
        street.town.credit(phone, 5_000)
    asked = quote(street, AWA)

    def conclude(number: int) -> str:
        actor = street.town.actor((AWA, MOUSSA)[number % 2])
        return street.town.wallet.conclude(PayBill(asked), actor, f"b{number}", "ussd").sentence

    with ThreadPoolExecutor(6) as hands:
        said = sorted(hands.map(conclude, range(6)))
    assert said == ["bill_paid"] + ["refusal.bill_paid"] * 5
    assert street.town.balance(AWA) + street.town.balance(MOUSSA) == 10_000 - 1_550
    street.check()


def test_a_worker_asks_and_the_code_pays_for_who_asked_alone(street: Street, outside: str) -> None:
    make_biller(street, f"{outside}/billers/ENEO/bills")
    books = {"bills": {REFERENCE: {"number": NUMBER, "amount": 1_550}}}
    requests.put(f"{outside}/billers/ENEO", json=books, timeout=5).raise_for_status()
    street.town.credit(AWA, 5_000)
    unknown = quote(street, AWA)
    assert unknown.bill_id == ""
    case = FindBill(unknown.merchant_id, unknown.shop, unknown.bill)
    for _ in range(2):
        assert street.town.wallet.perform(case, street.town.actor(AWA), "a1", "sms").sentence == "bill_sought"
    work(street)
    work(street)
    [(sentence, said)] = texts(street)
    assert (sentence, said["amount"]) == ("bill_found", 1_550)
    code = str(said["pay_code"])
    with street.town.engine.begin() as db:
        assert find_bill_by_code(db, street.town.actor(MOUSSA).person_id, code).bill_id == ""
    with street.town.engine.begin() as db:
        found = find_bill_by_code(db, street.town.actor(AWA).person_id, code)
    assert not pay(street, AWA, found, "b1").refused
    assert pay(street, AWA, found, "b2").sentence == "refusal.bill_paid"
    again = FindBill(unknown.merchant_id, unknown.shop, unknown.bill)
    street.town.wallet.perform(again, street.town.actor(AWA), "a2", "sms")
    work(street)
    assert texts(street)[-1][0] == "bill_paid_before", "a biller that has not heard of it yet"
    street.check()


@pytest.mark.parametrize("mood", ["down", "nonsense"])
def test_a_biller_that_tells_nothing_is_asked_again_and_given_up(street: Street, outside: str, mood: str) -> None:
    make_biller(street, f"{outside}/billers/SNEC/bills")
    requests.put(f"{outside}/billers/SNEC", json={"mood": mood}, timeout=5).raise_for_status()
    street.town.wallet.perform(FindBill(street.shop.id, "x", REFERENCE), street.town.actor(AWA), "a1", "ussd")
    for wait in (*AGAIN_SECONDS, 1):
        work(street)
        street.town.pass_time(wait + 1)
    assert [sentence for sentence, _ in texts(street)] == ["bill_not_found"]


def test_a_bill_the_biller_does_not_know(street: Street, outside: str) -> None:
    make_biller(street, f"{outside}/billers/CAMW/bills")
    street.town.wallet.perform(FindBill(street.shop.id, "x", REFERENCE), street.town.actor(AWA), "a1", "ussd")
    work(street)
    assert [sentence for sentence, _ in texts(street)] == ["bill_missing"]
    assert street.rows("SELECT 1 FROM till WHERE code = :code", code=TILL)


def test_nobody_looks_for_more_than_twenty_a_day(street: Street) -> None:
    make_biller(street, "http://127.0.0.1:9/bills")
    with street.town.engine.begin() as db:
        db.execute(
            text("""INSERT INTO bill_search (id, merchant_id, reference, person_id, state, due_at, asked_at)
                SELECT gen_random_uuid(), :shop, 'A' || n, :awa, 'missing', wallet_now(), wallet_now()
                FROM generate_series(1, 20) n"""),
            {"shop": street.shop.id, "awa": street.town.actor(AWA).person_id},
        )
    case = FindBill(street.shop.id, "x", REFERENCE)
    assert street.town.wallet.perform(case, street.town.actor(AWA), "a1", "ussd").sentence == "refusal.searches"
