"""Shops and their tills: made by staff, paid free of charge, the merchant's fee taken from what it receives."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.cast import ALICE, AWA, BRICE, MOUSSA, TILL
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.empty_till import EmptyTill
from wallet.business.pay_till import find_till
from wallet.core.codes import TillCode
from wallet.core.errors import Misread

ADD = ("merchant", "add", "--why", "asked for", "--owner")


def test_staff_open_a_shop_and_it_is_written_down(world: World, office: Office) -> None:
    world.see_id(MOUSSA)
    asked = (*ADD, "677000001", "--name", "Chez Moussa & fils")
    said = office.done(*asked, "--phone", "655000009", login=ALICE)
    [row] = world.rows("SELECT t.code, m.name, m.phone FROM till t JOIN merchant m ON m.id = merchant_id"
                        " WHERE m.owner_id = :id", id=world.actor(MOUSSA).person_id)  # fmt: skip
    assert (row.name, row.phone) == ("Chez Moussa & fils", "+237655000009")
    assert row.code in said
    assert TillCode.read(row.code) == row.code
    office.done(*asked, login=ALICE)
    acts = world.rows("SELECT kind, asked_by, after FROM staff_act WHERE kind LIKE 'add%' ORDER BY at")
    assert [(act.kind, act.asked_by) for act in acts] == [("add_merchant", ALICE), ("add_till", ALICE)]
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
def test_a_shop_that_may_not_be(world: World, shop: Shop, office: Office, owner: str, name: str, said: str) -> None:
    before = world.rows("SELECT count(*) FROM till")
    assert said in office.refused(*ADD, owner, "--name", name, login=ALICE)
    assert world.rows("SELECT count(*) FROM till") == before


@pytest.mark.parametrize("amount", [100, 101, 199, 250, 4_999])
def test_the_payer_pays_nothing_more_and_the_shop_one_percent_rounded_up(world: World, shop: Shop, amount: int) -> None:
    world.credit(AWA, 5_000)
    assert shop.pay(AWA, amount, "p1").sentence == "till_paid"
    fee = -(-amount // 100)
    assert (world.balance(AWA), shop.takings) == (5_000 - amount, amount - fee)
    assert shop.pay(AWA, amount, "p1").values["amount"] == amount
    assert shop.takings == amount - fee, "once per key"
    world.check()


def test_ceilings_of_the_payer_bind_and_none_of_the_shop(world: World, shop: Shop) -> None:
    world.credit(AWA, 40_000)
    for number in range(4):
        assert not shop.pay(AWA, 5_000, f"p{number}").refused
    assert shop.pay(AWA, 100, "p5").sentence == "refusal.ceiling_day"
    assert shop.takings == 19_800


def test_a_till_is_not_paid_when_its_owner_cannot_be(world: World, shop: Shop) -> None:
    world.credit(AWA, 5_000)
    world.change("UPDATE person SET state = 'frozen' WHERE id = :id", id=shop.merchant.owner_id)
    refused = shop.pay(AWA, 500, "p1")
    assert (refused.sentence, world.balance(AWA)) == ("refusal.shop_closed", 5_000)


def test_ones_own_till_is_not_paid(world: World, shop: Shop) -> None:
    with pytest.raises(Misread) as wrong:
        world.do(lambda db: find_till(db, shop.merchant.owner_id, TILL))
    assert wrong.value.key == "error.own_till"


def test_only_the_owner_empties_a_till_and_never_more_than_is_there(world: World, shop: Shop) -> None:
    world.credit(AWA, 5_000)
    shop.pay(AWA, 5_000, "p1")
    stolen = world.perform(AWA, EmptyTill(shop.merchant.id, 100), "e1")
    assert (stolen.refused, shop.takings) == (True, 4_950)

    def empty(number: int) -> str:
        return world.conclude(BRICE, EmptyTill(shop.merchant.id, 3_000), f"e2 {number}").sentence

    with ThreadPoolExecutor(4) as hands:
        said = sorted(hands.map(empty, range(4)))
    assert said == ["refusal.not_enough_free"] * 3 + ["takings_moved"]
    assert (shop.takings, world.balance(BRICE)) == (1_950, 3_000)
    world.check()


def test_a_wallet_that_would_be_too_full_keeps_the_money_in_the_till(world: World, shop: Shop) -> None:
    world.credit(BRICE, 2_499_000)
    world.credit(AWA, 5_000)
    shop.pay(AWA, 5_000, "p1")
    refused = world.conclude(BRICE, EmptyTill(shop.merchant.id, 4_000), "e1")
    assert (refused.sentence, refused.values["left"], shop.takings) == ("refusal.ceiling_balance", 1_000, 4_950)


def test_many_pay_one_till_at_once(world: World, shop: Shop) -> None:
    for phone in (AWA, MOUSSA):
        world.credit(phone, 20_000)
    cases = [(world.actor(phone), shop.quote(phone, 1_000)) for phone in (AWA, MOUSSA)]

    def pay(number: int) -> bool:
        actor, case = cases[number % 2]
        return world.conclude(actor, case, f"p{number}").refused

    with ThreadPoolExecutor(8) as hands:
        assert not any(hands.map(pay, range(20)))
    assert shop.takings == 20 * 990
    assert world.balance(AWA) == world.balance(MOUSSA) == 10_000
    world.check()
