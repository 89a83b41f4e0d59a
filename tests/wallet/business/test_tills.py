"""Shops and their tills: made by staff, paid free of charge, the merchant's fee taken from what it receives."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from local.__main__ import mbongo
from tests.world import hashed
from tests.world.shop import BRICE, TILL, Street
from tests.world.town import AWA, MOUSSA, PEPPER, PIN
from wallet.business.empty_till import EmptyTill
from wallet.business.pay_till import find_till, quote_till
from wallet.core.codes import TillCode
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.operations.proofs import PinProof
from wallet.staff import logins

PASSWORD = "un long mot de passe"


def add(street: Street, *arguments: str) -> Result:
    with street.town.owner.begin() as db:
        logins.set_password(db, "alice", hashed.password(PEPPER, PASSWORD))
    asked = ("merchant", "add", *arguments, "--login", "alice")
    result = CliRunner().invoke(mbongo, asked, input=f"{PASSWORD}\n")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_staff_open_a_shop_and_it_is_written_down(street: Street) -> None:
    street.check_id(MOUSSA)
    said = add(street, "--owner", "677000001", "--name", "Chez Moussa & fils", "--phone", "655000009", "--why", "new")
    assert said.exit_code == 0, said.output
    [row] = street.rows("SELECT t.code, m.name, m.phone FROM till t JOIN merchant m ON m.id = merchant_id"
                        " WHERE m.owner_id = :id", id=street.town.actor(MOUSSA).person_id)  # fmt: skip
    assert (row.name, row.phone) == ("Chez Moussa & fils", "+237655000009")
    assert row.code in said.output
    assert TillCode.read(row.code) == row.code
    again = add(street, "--owner", "677000001", "--name", "Chez Moussa & fils")
    assert again.exit_code == 0, again.output
    acts = street.rows("SELECT kind, asked_by, after FROM staff_act WHERE kind LIKE 'add%' ORDER BY at")
    assert [(act.kind, act.asked_by) for act in acts] == [("add_merchant", "alice"), ("add_till", "alice")]
    assert acts[0].after["till"] == row.code


@pytest.mark.parametrize(
    ("owner", "name", "said"),
    [
        ("699000002", "Chez Awa", "Nobody has seen the ID"),
        ("677777777", "Chez Awa", "no open wallet"),
        ("12", "Chez Awa", "no mobile number"),
        ("655000004", "Autre", "the shop Boulangerie Kamga already"),
        ("655000004", "Une boulangerie bien trop longue", "Name too long"),
        ("655000004", "Orange Money", "This name is reserved"),
        ("655000004", "{menu}", "letters only"),
    ],
)
def test_a_shop_that_may_not_be(street: Street, owner: str, name: str, said: str) -> None:
    before = street.rows("SELECT count(*) FROM till")
    result = add(street, "--owner", owner, "--name", name)
    assert result.exit_code == 1
    assert said in result.output
    assert street.rows("SELECT count(*) FROM till") == before


@pytest.mark.parametrize("amount", [100, 101, 199, 250, 4_999])
def test_the_payer_pays_nothing_more_and_the_shop_one_percent_rounded_up(street: Street, amount: int) -> None:
    street.town.credit(AWA, 5_000)
    assert street.pay(AWA, amount, "p1").sentence == "till_paid"
    fee = -(-amount // 100)
    assert (street.town.balance(AWA), street.takings) == (5_000 - amount, amount - fee)
    assert street.pay(AWA, amount, "p1").values["amount"] == amount
    assert street.takings == amount - fee, "once per key"
    street.check()


def test_ceilings_of_the_payer_bind_and_none_of_the_shop(street: Street) -> None:
    street.town.credit(AWA, 40_000)
    for number in range(4):
        assert not street.pay(AWA, 5_000, f"p{number}").refused
    assert street.pay(AWA, 100, "p5").sentence == "refusal.ceiling_day"
    assert street.takings == 19_800


def test_a_till_is_not_paid_when_its_owner_cannot_be(street: Street) -> None:
    street.town.credit(AWA, 5_000)
    with street.town.engine.begin() as db:
        db.execute(text("UPDATE person SET state = 'frozen' WHERE id = :id"), {"id": street.shop.owner_id})
    refused = street.pay(AWA, 500, "p1")
    assert (refused.sentence, street.town.balance(AWA)) == ("refusal.shop_closed", 5_000)


def test_ones_own_till_is_not_paid(street: Street) -> None:
    with pytest.raises(Misread) as wrong:
        in_transaction(street.town.engine, lambda db: find_till(db, street.town.actor(BRICE).person_id, TILL))
    assert wrong.value.key == "error.own_till"


def test_only_the_owner_empties_a_till_and_never_more_than_is_there(street: Street) -> None:
    street.town.credit(AWA, 5_000)
    street.pay(AWA, 5_000, "p1")
    wallet, shop = street.town.wallet, street.shop
    stolen = wallet.perform(EmptyTill(shop.id, 100), street.town.actor(AWA), "e1", "ussd", PinProof(PIN))
    assert (stolen.refused, street.takings) == (True, 4_950)

    def empty(number: int) -> str:
        return wallet.conclude(EmptyTill(shop.id, 3_000), street.town.actor(BRICE), f"e2 {number}", "ussd").sentence

    with ThreadPoolExecutor(4) as hands:
        said = sorted(hands.map(empty, range(4)))
    assert said == ["refusal.not_enough_free"] * 3 + ["takings_moved"]
    assert (street.takings, street.town.balance(BRICE)) == (1_950, 3_000)
    street.check()


def test_a_wallet_that_would_be_too_full_keeps_the_money_in_the_till(street: Street) -> None:
    street.town.credit(BRICE, 2_499_000)
    street.town.credit(AWA, 5_000)
    street.pay(AWA, 5_000, "p1")
    refused = street.town.wallet.conclude(EmptyTill(street.shop.id, 4_000), street.town.actor(BRICE), "e1", "ussd")
    assert (refused.sentence, refused.values["left"], street.takings) == ("refusal.ceiling_balance", 1_000, 4_950)


def test_many_pay_one_till_at_once(street: Street) -> None:
    for phone in (AWA, MOUSSA):
        street.town.credit(phone, 20_000)
    cases = [
        (street.town.actor(phone), in_transaction(street.town.engine, lambda db, who=phone: quote_of(street, db, who)))
        for phone in (AWA, MOUSSA)
    ]

    def pay(number: int) -> bool:
        actor, case = cases[number % 2]
        return street.town.wallet.conclude(case, actor, f"p{number}", "ussd").refused

    with ThreadPoolExecutor(8) as hands:
        assert not any(hands.map(pay, range(20)))
    assert street.takings == 20 * 990
    assert street.town.balance(AWA) == street.town.balance(MOUSSA) == 10_000
    street.check()


def quote_of(street: Street, db: object, phone: str) -> object:
    from wallet.business.pay_till import PayTill

    actor = street.town.actor(phone)
    return PayTill(quote_till(db, actor.person_id, find_till(db, actor.person_id, TILL), 1_000))  # type: ignore[arg-type]
