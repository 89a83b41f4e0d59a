"""A checkout goes back to where it was paid from, whole or in part, never more in sum than was paid."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from tests.wallet.business.test_paid_abroad import PAID, go
from tests.wallet.business.test_pay_checkout import pay
from tests.world.cashier import Cashier
from tests.world.cast import AWA, BRICE, FATOU, MOUSSA, STRANGER
from tests.world.examples import draw
from tests.world.program import give_key
from tests.world.shop import Shop
from tests.world.world import World
from wallet.accounts import closing
from wallet.business.api_keys import KeyProof
from wallet.business.checkouts import Checkout
from wallet.business.empty_till import EmptyTill
from wallet.business.refund_checkout import (
    RefundableCheckout,
    RefundCheckout,
    check_refund_checkout,
    find_refundable_checkout,
)
from wallet.core.errors import Misread, Refused
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome
from wallet.payments.orders import Confirmation
from wallet.people import people

FEE: Final = 50  # 1 % of 5 000
CAN_REFUND: Final = frozenset({"refunds:write"})


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


def key_of(cashier: Cashier, may: frozenset[str] = CAN_REFUND) -> Actor:
    """Return a key of the shop, as the actor it is."""
    merchant = cashier.shop.merchant.id
    if not cashier.world.one("SELECT count(*) FROM api_key WHERE merchant_id = :id", id=merchant):
        give_key(cashier.world, merchant)
    key = cashier.world.one("SELECT id::text FROM api_key WHERE merchant_id = :id", id=merchant)
    return Actor("api_key", key, "fr", business_id=merchant, permissions=may)


def look(cashier: Cashier, one: Checkout) -> RefundableCheckout:
    return cashier.world.do(lambda db: find_refundable_checkout(db, cashier.shop.merchant.id, one.id))


def refunding(cashier: Cashier, one: Checkout, amount: int) -> RefundCheckout:
    found = look(cashier, one)
    return RefundCheckout(one.id, amount, found.owner_id, found.person_id, found.operator, "abîmé")


def give_back(cashier: Cashier, one: Checkout, amount: int, key: str = "b1", case: Any = None) -> Outcome:
    """Let the shop's program give so much of a checkout back."""
    asked = case or refunding(cashier, one, amount)
    wallet = cashier.world.wallet_on("web")
    return wallet.perform(asked, key_of(cashier), f"api:{key}", "api", KeyProof())


def by_wallet(cashier: Cashier, amount: int = 5_000) -> Checkout:
    cashier.world.credit(AWA, 2 * amount)
    one = cashier.ask(amount)
    assert pay(cashier, one) == "checkout_paid"
    return one


def by_rail(cashier: Cashier, rail: str, phone: str = STRANGER, **more: Any) -> Checkout:
    one = cashier.ask(**more)
    if rail in ("mtn", "orange"):
        cashier.prompt(one, phone, f"c {rail}", rail)
    else:
        cashier.go_to_page(one, f"c {rail}", rail, phone)
    cashier.world.work("succeeded", rail=rail)
    return cashier.read(one)


def states(cashier: Cashier) -> list[str]:
    return cashier.world.column("SELECT state FROM refund ORDER BY created_at, id")


def test_what_a_wallet_paid_goes_back_to_it_with_the_shops_fee(world: World, cashier: Cashier) -> None:
    one = by_wallet(cashier)
    assert (look(cashier, one).way, look(cashier, one).left) == ("wallet", 5_000)
    assert give_back(cashier, one, 2_000).sentence == "checkout_refunded"
    assert (world.balance(AWA), cashier.shop.takings) == (7_000, 3_000 - 30)
    assert (cashier.read(one).refunded, look(cashier, one).left, states(cashier)) == (2_000, 3_000, ["succeeded"])
    assert cashier.heard()[-3:] == ["refund.created", "refund.succeeded", "checkout.refunded"]
    assert "refund_received" in world.texts_to(AWA)
    assert "checkout_refunded" in world.texts_to(BRICE)
    world.check()
    assert not give_back(cashier, one, 3_000, "b2").refused
    assert (world.balance(AWA), cashier.shop.takings, world.balance_of("fees")) == (10_000, 0, 0)
    with pytest.raises(Refused, match="refunded_already"):
        look(cashier, one)
    world.check()


@pytest.mark.parametrize("rail", ["mtn", "orange", "flutterwave"])
def test_what_a_rail_paid_goes_back_by_it(world: World, cashier: Cashier, rail: str) -> None:
    one = by_rail(cashier, rail, "" if rail == RAIL else STRANGER)
    assert (look(cashier, one).way, look(cashier, one).operator) == ("source", rail)
    asked = give_back(cashier, one, 2_000)
    assert asked.sentence == "checkout_refund_asked"
    assert (cashier.shop.takings, world.balance_of(f"in_transit:{rail}")) == (3_000 - 30, 2_000)
    assert (states(cashier), cashier.read(one).refunded) == (["pending"], 2_000)
    world.check()
    world.work("pending", rail=rail)
    world.pass_time(10)
    world.work("succeeded", rail=rail)
    assert world.rails[rail].refunded.startswith("handle of ")
    assert (world.balance_of(f"in_transit:{rail}"), world.balance_of(f"operator_float:{rail}")) == (0, -3_000)
    assert (states(cashier), world.balance_of("fees")) == (["succeeded"], 30)
    assert cashier.heard()[-3:] == ["refund.created", "refund.succeeded", "checkout.refunded"]
    assert "checkout_refund_succeeded" in world.texts_to(BRICE)
    if rail in ("mtn", "orange"):
        assert world.texts_to(STRANGER)[-1] == "checkout_refund_received"
    world.check()


def test_an_owner_who_paid_at_their_own_shop_hears_of_each_event_once(world: World, cashier: Cashier) -> None:
    heard = len(world.texts_to(BRICE))
    one = by_rail(cashier, "mtn", BRICE)
    assert len(world.texts_to(BRICE)) == heard + 1
    give_back(cashier, one, 2_000)
    heard = len(world.texts_to(BRICE))
    world.work("succeeded")
    assert world.texts_to(BRICE)[heard:] == ["checkout_refund_succeeded"]
    waits = by_rail(cashier, "cinetpay", BRICE)  # which has no way back
    assert look(cashier, waits).way == "wallet"
    heard = len(world.texts_to(BRICE))
    give_back(cashier, waits, 1_000, "b2")
    assert world.texts_to(BRICE)[heard:] == ["refund_received"]


def test_what_a_rail_refuses_is_its_shops_again_and_may_be_tried_again(world: World, cashier: Cashier) -> None:
    one = by_rail(cashier, "mtn")
    give_back(cashier, one, 5_000)
    assert (cashier.shop.takings, world.balance_of("fees")) == (0, 0)
    world.work("failed")
    assert (cashier.shop.takings, world.balance_of("fees")) == (5_000 - FEE, FEE)
    assert (states(cashier), cashier.read(one).refunded) == (["failed"], 0)
    assert cashier.heard()[-1] == "refund.failed"
    assert world.texts_to(BRICE)[-1] == "checkout_refund_failed"
    world.check()
    give_back(cashier, one, 5_000, "again")
    world.work("succeeded")
    assert (cashier.shop.takings, world.balance_of("operator_float:mtn")) == (0, 0)
    world.check()


def test_where_a_rail_cannot_it_goes_to_the_wallet_of_its_payers_number(world: World, cashier: Cashier) -> None:
    one = by_rail(cashier, "cinetpay", MOUSSA)
    assert (look(cashier, one).way, look(cashier, one).phone) == ("wallet", MOUSSA)
    give_back(cashier, one, 1_000)
    assert world.balance(MOUSSA) == 1_000
    world.check()


def test_a_number_without_a_wallet_has_it_by_opening_one(world: World, cashier: Cashier) -> None:
    one = by_rail(cashier, "cinetpay", STRANGER)
    assert look(cashier, one).way == "number"
    give_back(cashier, one, 1_000)
    assert world.texts_to(STRANGER)[-1] == "checkout_refund_waits"
    assert (world.balance_of("held"), cashier.shop.takings) == (1_000, 4_000 - 40)
    world.check()
    world.open_wallet(STRANGER, "Chantal Essomba")
    assert world.balance(STRANGER) == 1_000
    world.check()


@pytest.mark.parametrize("rail", ["cinetpay", "orange"])
def test_a_number_that_went_to_somebody_else_takes_no_refund_with_it(world: World, cashier: Cashier, rail: str) -> None:
    world.open_wallet(STRANGER, "Chantal Essomba")
    one = by_rail(cashier, rail, STRANGER)
    before = refunding(cashier, one, 1_000)
    chantal = world.actor(STRANGER)

    def pass_on(db: Connection) -> None:
        closing.close(db, people.lock_rows(db, chantal.person_id)[chantal.person_id], passed_on=True)

    world.pass_time(60)
    world.do_as_owner(pass_on)
    for holder in ("", "Paul Biloa"):
        if holder:
            world.open_wallet(STRANGER, holder)
        with pytest.raises(Refused, match="not_refundable"):
            look(cashier, one)
        assert give_back(cashier, one, 1_000, f"b{holder}", before).refused
    assert (world.balance(STRANGER), cashier.shop.takings) == (0, 5_000 - FEE)


def test_the_customers_number_serves_where_the_payer_typed_none(world: World, cashier: Cashier) -> None:
    one = by_rail(cashier, "cinetpay", "", customer_phone=MOUSSA)
    give_back(cashier, one, 1_000)
    assert world.balance(MOUSSA) == 1_000
    world.check()


def test_of_a_payer_nobody_knows_nothing_goes_back_and_this_is_said_before(cashier: Cashier) -> None:
    one = by_rail(cashier, "cinetpay", "")
    with pytest.raises(Refused, match="not_refundable"):
        look(cashier, one)


def test_an_open_checkout_and_another_shops_are_not_refunded(world: World, cashier: Cashier) -> None:
    with pytest.raises(Refused, match="not_refundable"):
        look(cashier, cashier.ask())
    one = by_wallet(cashier)
    world.open_wallet(FATOU)
    world.see_id(FATOU)
    theirs = Cashier(world, Shop(world, world.open_shop(FATOU, "Chez Fatou", "55228")))
    with pytest.raises(Refused, match="not_refundable"):
        look(theirs, one)
    case = refunding(cashier, one, 1_000)
    assert give_back(theirs, one, 1_000, case=case).sentence == "refusal.not_allowed"


def test_never_more_than_was_paid_nor_than_the_shop_holds(world: World, cashier: Cashier) -> None:
    one = by_rail(cashier, "mtn")
    with pytest.raises(Misread, match="more_than_left"):
        check_refund_checkout(world.do(lambda db: db), look(cashier, one), 5_001)
    assert give_back(cashier, one, 5_001).sentence == "refusal.refunded_already"
    give_back(cashier, one, 3_000, "b2")
    assert give_back(cashier, one, 2_001, "b3").sentence == "refusal.refunded_already"
    world.work("succeeded")
    assert give_back(cashier, one, 2_001, "b4").sentence == "refusal.refunded_already"
    assert cashier.read(one).refunded == 3_000
    two = by_rail(cashier, "orange")
    three = refunding(cashier, two, 5_000)
    empty(cashier)
    assert give_back(cashier, two, 5_000, "b5", three).sentence == "refusal.not_enough_free"
    assert cashier.read(two).refunded == 0
    world.check()


def empty(cashier: Cashier) -> None:
    """Let the owner take all that is in the till."""
    case = EmptyTill(cashier.shop.merchant.id, cashier.shop.takings)
    assert cashier.world.conclude(BRICE, case, "empties").sentence == "takings_moved"


def test_many_at_once_give_back_no_more_than_there_is(world: World, cashier: Cashier) -> None:
    one = by_wallet(cashier)
    by_rail(cashier, "orange")  # the shop holds more than this one brought
    case = refunding(cashier, one, 2_000)
    key_of(cashier)
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda n: give_back(cashier, one, 0, f"at once {n}", case).sentence, range(4)))
    assert sorted(said) == ["checkout_refunded"] * 2 + ["refusal.refunded_already"] * 2
    assert cashier.read(one).refunded == 4_000
    world.check()


def test_a_key_needs_the_permission_and_one_that_ended_gives_nothing_back(world: World, cashier: Cashier) -> None:
    case = refunding(cashier, by_wallet(cashier), 1_000)
    wallet, key = world.wallet_on("web"), key_of(cashier)
    with pytest.raises(Refused, match="not_allowed"):
        wallet.perform(case, key_of(cashier, frozenset()), "k1", "api", KeyProof())
    with pytest.raises(ValueError, match="does not accept"):
        wallet.perform(case, key, "k2", "api")
    world.change("UPDATE api_key SET until = wallet_now()")
    with pytest.raises(Refused, match="not_allowed"):
        wallet.perform(case, key, "k3", "api", KeyProof())


def test_a_frozen_owners_program_gives_nothing_back(world: World, cashier: Cashier) -> None:
    one = by_wallet(cashier)
    world.change("UPDATE person SET state = 'frozen' WHERE id = CAST(:id AS uuid)", id=cashier.shop.merchant.owner_id)
    assert give_back(cashier, one, 1_000).refused
    assert world.balance(AWA) == 5_000


def test_the_database_lets_no_refund_be_written_above_what_was_paid(world: World, cashier: Cashier) -> None:
    one = by_wallet(cashier)
    give_back(cashier, one, 3_000)
    again = """INSERT INTO refund (id, merchant_id, checkout_id, amount, fee, way, method, phone, charged, reference,
            state, created_at, ended_at)
        SELECT gen_random_uuid(), merchant_id, checkout_id, {amount}, {fee}, way, method, phone, {amount}, 'X', state,
            created_at, ended_at FROM refund"""

    def write(db: Connection, amount: int, fee: int) -> None:
        cashier.claim_refund(db, one.id, amount)
        db.exec_driver_sql(again.format(amount=amount, fee=fee))

    for amount, fee in ((2_001, 20), (2_000, 21)):
        with pytest.raises(ProgrammingError, match="more than may go back"):
            world.do(lambda db, amount=amount, fee=fee: write(db, amount, fee), "web")


def test_the_database_ends_a_refund_only_as_its_payment_ended(world: World, cashier: Cashier) -> None:
    give_back(cashier, by_rail(cashier, "mtn"), 3_000)

    def end(db: Connection, state: str) -> None:
        db.exec_driver_sql(f"UPDATE refund SET state = '{state}', ended_at = wallet_now()")

    for state in ("succeeded", "failed"):
        with pytest.raises(ProgrammingError, match="as its payment ended"):
            world.do(lambda db, state=state: end(db, state), "worker")


def count_untold(world: World) -> int:
    return int(world.one("SELECT count(*) FROM payment WHERE direction = 'refund' AND state = 'created'"))


SAID = st.sampled_from(["succeeded", "failed"])
RAIL: Final = "flutterwave"


@draw(10)
@given(parts=st.lists(st.tuples(st.integers(100, 4_000), SAID, st.booleans()), min_size=1, max_size=6), rail=...)
def test_refunds_in_any_parts_never_exceed_what_was_paid(
    world: World, cashier: Cashier, parts: list[tuple[int, str, bool]], rail: bool
) -> None:
    nth = world.one("SELECT count(*) FROM checkout")
    world.credit(AWA, 5_000, f"of {nth}")
    one = cashier.ask()
    if rail:
        cashier.go_to_page(one, f"c{nth}", RAIL)
        world.work("succeeded", rail=RAIL)
    else:
        pay(cashier, one, key=f"p{nth}")
    takings, fees = cashier.shop.takings, world.balance_of("fees")
    for number, (amount, said, waits) in enumerate(parts):
        with suppress(Refused, Misread):
            give_back(cashier, one, amount, f"b{nth} {number}")
        if not waits:
            world.work(*[said] * count_untold(world), rail=RAIL)
        fee_back = fees - world.balance_of("fees")
        assert takings - cashier.shop.takings + fee_back == cashier.read(one).refunded <= 5_000
        assert fee_back == FEE * cashier.read(one).refunded // 5_000
    world.work(*["succeeded"] * count_untold(world), rail=RAIL)
    world.check()


@pytest.mark.parametrize("rail", ["flutterwave", "paypal"])
def test_of_euros_a_part_goes_back_in_euros_by_its_own_quote(world: World, cashier: Cashier, rail: str) -> None:
    one = go(cashier, rail)
    world.work(PAID, rail=rail)
    for number, (amount, cents) in enumerate([(1_000, 152), (1_500, 229), (2_500, 382)]):
        give_back(cashier, one, amount, f"b{number}")
        asked = world.rows("SELECT charged, currency, state FROM refund ORDER BY created_at DESC LIMIT 1")
        assert asked == [(cents, "EUR", "pending")]
        world.work(Confirmation("succeeded", cents, None, "EUR"), rail=rail)
        world.check()
    assert world.balance_of(f"operator_float:{rail}:EUR") == 0
    assert (cashier.shop.takings, world.balance_of("fees"), world.balance_of("rounding")) == (0, 0, 0)
