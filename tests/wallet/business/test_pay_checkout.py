"""A checkout is paid once, by whatever comes first; what comes later goes back, and both sides hear of it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.world.cashier import Cashier
from tests.world.cast import AWA, BRICE, MOUSSA, STRANGER
from tests.world.examples import draw
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.checkouts import Checkout
from wallet.business.create_checkout import WRITE_CHECKOUTS, ExpireCheckout
from wallet.core.errors import Misread
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.payments import payments
from wallet.payments.orders import Confirmation, News
from wallet.purposes.settle import settle
from workers.deadlines import end_due

FEE = 50  # 1 % of 5 000


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


def pay(cashier: Cashier, one: Any, phone: str = AWA, key: str = "p1", amount: int = 0) -> str:
    return cashier.world.perform(phone, cashier.quote(phone, one, amount), key).sentence


def test_a_wallet_pays_it_free_and_the_shop_pays_one_percent(world: World, cashier: Cashier) -> None:
    world.credit(AWA, 10_000)
    one = cashier.ask()
    assert pay(cashier, one) == "checkout_paid"
    assert (world.balance(AWA), cashier.shop.takings) == (5_000, 5_000 - FEE)
    now = cashier.read(one)
    assert (now.state, now.paid_by, now.fee, now.payment_id) == ("paid", "wallet", FEE, None)
    assert cashier.heard() == ["checkout.paid"]
    assert world.texts_to(AWA) == ["checkout_paid"]
    assert "pay_checkout_received" in world.texts_to(BRICE)
    world.check()


def test_it_is_paid_once_by_two_wallets_at_the_same_time(world: World, cashier: Cashier) -> None:
    world.credit(AWA, 10_000)
    world.credit(MOUSSA, 10_000)
    one = cashier.ask()
    cases = {phone: cashier.quote(phone, one) for phone in (AWA, MOUSSA)}
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda phone: world.perform(phone, cases[phone], f"by {phone}").sentence, cases))
    assert sorted(said) == ["checkout_paid", "refusal.checkout_paid"]
    assert world.balance(AWA) + world.balance(MOUSSA) == 15_000
    assert cashier.heard() == ["checkout.paid"]
    world.check()


def test_the_owner_does_not_pay_their_own_shop(cashier: Cashier) -> None:
    with pytest.raises(Misread):
        cashier.quote(BRICE, cashier.ask())


@pytest.mark.parametrize("rail", ["mtn", "orange"])
def test_a_prompt_pays_it(world: World, cashier: Cashier, rail: str) -> None:
    one = cashier.ask()
    assert cashier.prompt(one, STRANGER, "c1", rail).sentence == "checkout_prompted"
    assert cashier.shop.takings == 0
    world.work("succeeded", rail=rail)
    assert cashier.shop.takings == 5_000 - FEE
    now = cashier.read(one)
    assert (now.state, now.paid_by, now.fee) == ("paid", rail, FEE)
    assert cashier.heard() == ["checkout.paid", "payment.succeeded"]
    assert world.texts_to(STRANGER) == ["checkout_by_operator_succeeded"]
    assert "checkout_received" in world.texts_to(BRICE)
    world.check()


def test_a_card_pays_it_and_its_payer_comes_back_to_the_page(world: World, cashier: Cashier, public_url: str) -> None:
    one = cashier.ask()
    asked = cashier.go_to_page(one, "c1")
    assert not asked.refused
    world.work("pending", rail="flutterwave")
    token = world.do(lambda db: pay_addresses.get_of(db, "checkout", one.id)).token
    came_back = f"{public_url}/pay/{token}?p={asked.values['reference']}&back=1"
    assert world.rails["flutterwave"].comes_back_to == came_back
    world.pass_time(60)
    world.work("succeeded", rail="flutterwave")
    assert (cashier.read(one).paid_by, cashier.shop.takings) == ("card", 5_000 - FEE)
    world.check()


def test_a_refused_prompt_leaves_it_open(world: World, cashier: Cashier) -> None:
    one = cashier.ask()
    cashier.prompt(one, STRANGER, "c1")
    world.work("failed")
    assert cashier.read(one).state == "open"
    assert cashier.heard() == ["payment.failed"]
    assert world.texts_to(STRANGER) == ["checkout_by_operator_failed"]
    cashier.prompt(one, AWA, "c2", "orange")
    world.work("succeeded", rail="orange")
    assert cashier.read(one).state == "paid"
    world.check()


def late(cashier: Cashier, rail: str, phone: str = STRANGER, returned: str = "") -> Checkout:
    """Have a checkout paid from a wallet while another of its payments is about to succeed, which then does.

    `returned` is what its rail says of giving it back, "" for one that cannot.
    """
    world, one = cashier.world, cashier.ask()
    world.credit(AWA, 10_000)
    if rail in ("mtn", "orange"):
        cashier.prompt(one, phone, "c1", rail)
    else:
        cashier.go_to_page(one, "c1", rail, phone)
    world.work("pending", rail=rail)
    assert pay(cashier, one) == "checkout_paid"
    world.pass_time(60)
    world.work("succeeded", *([returned] if returned else []), rail=rail)
    return one


@pytest.mark.parametrize("rail", ["mtn", "orange", "flutterwave"])
def test_what_comes_after_a_wallet_paid_goes_back_to_its_source(world: World, cashier: Cashier, rail: str) -> None:
    late(cashier, rail, returned="pending")
    assert cashier.shop.takings == 5_000 - FEE
    assert world.balance_of(f"in_transit:{rail}") == 5_000
    world.check()
    world.pass_time(60)
    world.work("succeeded", rail=rail)
    assert world.rails[rail].refunded.startswith("handle of ")
    assert (world.balance_of(f"in_transit:{rail}"), world.balance_of(f"operator_float:{rail}")) == (0, 0)
    assert cashier.heard() == ["checkout.paid", "payment.late_received", "refund.succeeded"]
    assert world.texts_to(STRANGER) == ["checkout_goes_back", "checkout_given_back"]
    world.check()


def test_what_cannot_go_back_waits_for_its_payers_number(world: World, cashier: Cashier) -> None:
    late(cashier, "mtn", returned="failed")
    assert (world.balance_of("in_transit:mtn"), world.balance_of("held")) == (0, 5_000)
    assert cashier.heard()[-1] == "refund.failed"
    assert world.texts_to(STRANGER) == ["checkout_goes_back", "checkout_closed"]
    world.check()
    world.open_wallet(STRANGER, "Chantal Essomba")
    assert world.balance(STRANGER) == 5_000
    world.check()


def test_what_cannot_go_back_is_credited_to_a_wallet_of_its_payer(world: World, cashier: Cashier) -> None:
    late(cashier, "orange", MOUSSA, returned="failed")
    assert world.balance(MOUSSA) == 5_000
    world.check()


def test_where_a_rail_cannot_give_back_it_is_kept_at_once(world: World, cashier: Cashier) -> None:
    late(cashier, "cinetpay")
    assert world.balance_of("held") == 5_000
    assert cashier.heard()[-1] == "payment.late_received"
    world.check()


def test_of_a_payer_nobody_knows_it_is_unclaimed_and_a_case_says_so(world: World, cashier: Cashier) -> None:
    late(cashier, "cinetpay", "")
    assert (world.balance_of("unclaimed"), world.cases()) == (5_000, ["unclaimed"])
    world.check()


def test_of_two_successes_heard_at_once_one_pays_and_the_other_goes_back(world: World, cashier: Cashier) -> None:
    one = cashier.ask()
    for phone in (STRANGER, MOUSSA):
        cashier.prompt(one, phone, f"by {phone}")
    world.work("pending", "pending")
    asked = world.rows("SELECT id::text, party FROM payment")
    news = [News(row.id, Confirmation("succeeded", 5_000, row.party, "XAF")) for row in asked]
    world.do(lambda db: settle(db, news))
    assert cashier.shop.takings == 5_000 - FEE
    world.work("succeeded")
    heard = ["checkout.paid", "payment.late_received", "payment.succeeded", "refund.succeeded"]
    assert sorted(cashier.heard()) == heard
    assert world.balance_of("operator_float:mtn") == -5_000
    world.check()


# What a card's page took, then whether it paid, what goes back, and what payer, shop and business hear of it.
TAKEN = {
    5_700: (True, 700, ["checkout_by_operator_succeeded", "came_too_much"], "shop_too_much"),
    10_000: (True, 5_000, ["checkout_by_operator_succeeded", "came_too_much"], "shop_too_much"),
    4_300: (False, 4_300, ["came_too_little"], "shop_too_little"),
}


@pytest.mark.parametrize("taken", TAKEN)
@pytest.mark.parametrize("returned", ["succeeded", "failed"])
def test_what_is_not_what_was_asked_goes_back_and_both_are_told(
    world: World, cashier: Cashier, taken: int, returned: str
) -> None:
    paid, back, heard, shop_heard = TAKEN[taken]
    one = cashier.ask()
    cashier.go_to_page(one, "c1", "flutterwave", STRANGER)
    world.work("pending", rail="flutterwave")
    world.pass_time(60)
    world.work(Confirmation("succeeded", taken, None, "XAF"), "pending", rail="flutterwave")
    assert (cashier.read(one).state, cashier.shop.takings) == (("paid", 5_000 - FEE) if paid else ("open", 0))
    assert world.balance_of("in_transit:flutterwave") == back
    world.check()
    world.pass_time(60)
    world.work(returned, rail="flutterwave")
    kept = 0 if returned == "succeeded" else back
    assert (world.balance_of("in_transit:flutterwave"), world.balance_of("held")) == (0, kept)
    last = "other_amount_waits" if kept else "other_amount_given_back"
    assert (world.texts_to(STRANGER), shop_heard in world.texts_to(BRICE)) == ([*heard, last], True)
    assert cashier.heard()[-2:] == ["payment.other_amount", f"refund.{returned}"]
    world.check()
    world.do(
        lambda db: payments.ask_now(
            db, "flutterwave", [world.one("SELECT handle FROM payment WHERE beside IS NULL AND refunds IS NULL")]
        )
    )
    world.work(Confirmation("succeeded", taken, None, "XAF"), rail="flutterwave")  # the same news once more
    assert (world.one("SELECT count(*) FROM payment"), world.cases()) == (3, [])
    world.check()


def test_of_what_came_too_little_more_that_comes_goes_back_as_well(world: World, cashier: Cashier) -> None:
    one = cashier.ask()
    cashier.go_to_page(one, "c1", "cinetpay", STRANGER)
    for taken in (4_000, 5_000, 5_000):
        world.do(
            lambda db: payments.ask_now(
                db, "cinetpay", [world.one("SELECT reference FROM payment WHERE beside IS NULL")]
            )
        )
        world.pass_time(60)
        world.work(Confirmation("succeeded", taken, None, "XAF"), rail="cinetpay")
    assert (cashier.read(one).state, world.balance_of("held")) == ("open", 5_000)
    assert world.column("SELECT amount FROM payment WHERE beside IS NOT NULL ORDER BY amount") == [1_000, 4_000]
    assert world.cases() == []
    world.check()


def test_a_worker_says_of_no_payment_that_another_amount_was_asked(world: World, cashier: Cashier) -> None:
    cashier.go_to_page(cashier.ask(), "c1", "flutterwave", STRANGER)
    world.work("pending", rail="flutterwave")
    for changed in ("amount = 4999, state = 'succeeded'", "amount = 5001", "amount = 1"):
        with pytest.raises(ProgrammingError, match="was asked by payment"):
            world.do(lambda db, changed=changed: db.execute(text(f"UPDATE payment SET {changed}")))


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_what_comes_after_it_ended_goes_back(world: World, cashier: Cashier, end: str) -> None:
    one = cashier.ask(waits_seconds=3_600)
    cashier.prompt(one, STRANGER, "c1")
    world.work("pending")
    if end == "expired":
        world.pass_time(4_000)
        assert end_due() == 0, "it may be approved any moment"
        world.work("pending")
        assert world.payment_state == "expired"
        assert end_due() == 1
    else:
        world.perform(key_of(cashier), expire(one), "x1", "api")
    assert cashier.read(one).state == end
    world.pass_time(4_000)
    world.work("succeeded", "pending")
    assert cashier.shop.takings == 0
    assert world.balance_of("in_transit:mtn") == 5_000
    assert cashier.heard()[-1] == "payment.late_received"
    world.check()


def test_a_payment_begun_in_time_pays_what_is_past_its_time(world: World, cashier: Cashier) -> None:
    one = cashier.ask(waits_seconds=600)
    cashier.prompt(one, STRANGER, "c1")
    world.work("pending")
    world.pass_time(700)
    assert cashier.prompt(one, MOUSSA, "c2").sentence == "refusal.checkout_expired"
    world.work("succeeded")
    assert cashier.read(one).state == "paid"
    world.check()


def test_a_link_is_paid_from_a_wallet_by_a_checkout_of_its_own(world: World, cashier: Cashier) -> None:
    world.credit(AWA, 10_000)
    link = cashier.make_link(least=500, most=2_000, times=2)
    assert [pay(cashier, link, key=key, amount=1_000) for key in ("p1", "p2")] == ["checkout_paid"] * 2
    with pytest.raises(Exception, match="link_closed"):
        cashier.quote(AWA, link, 1_000)
    assert (world.balance(AWA), cashier.shop.takings) == (8_000, 1_980)
    assert world.column("SELECT customer_phone FROM checkout") == [AWA, AWA]
    world.check()


def test_whoever_holds_one_address_pays_no_other_checkout(cashier: Cashier) -> None:
    one, other = cashier.ask(), cashier.ask()
    payer = Actor("payer", other.id, "fr")
    assert cashier.prompt(one, STRANGER, "c1", actor=payer).sentence == "refusal.not_allowed"


def test_a_number_is_prompted_three_times_a_day_however_many_checkouts_ask(cashier: Cashier) -> None:
    said = [cashier.prompt(cashier.ask(), STRANGER, f"c{n}").sentence for n in range(4)]
    assert said == [*["checkout_prompted"] * 3, "refusal.prompts"]


def test_of_one_checkout_three_prompts_wait_at_most_and_one_a_phone(cashier: Cashier) -> None:
    one = cashier.ask()
    phones = [STRANGER, STRANGER, MOUSSA, AWA, "+237699000077"]
    said = [cashier.prompt(one, phone, f"c{n}").sentence for n, phone in enumerate(phones)]
    done, waits = "checkout_prompted", "refusal.checkout_under_way"
    assert said == [done, waits, done, done, waits]


def test_who_left_a_page_is_led_back_to_it_and_may_choose_any_other_way(world: World, cashier: Cashier) -> None:
    one = cashier.ask()
    said = [cashier.go_to_page(one, "p0").values["reference"]]
    world.work("pending", rail="flutterwave")
    world.do_as_owner(lambda db: db.execute(text("UPDATE payment SET redirect_url = 'https://pay.example/1'")))
    said += [cashier.go_to_page(one, f"p{n}").values["reference"] for n in range(1, 4)]
    assert len(set(said)) == 1
    assert world.one("SELECT count(*) FROM payment") == 1
    assert cashier.prompt(one, MOUSSA, "c1").sentence == "checkout_prompted"
    world.pass_time(16 * 60)
    assert cashier.go_to_page(one, "later").values["reference"] not in said


def test_who_refused_two_prompts_is_left_alone(world: World, cashier: Cashier) -> None:
    for n in range(2):
        cashier.prompt(cashier.ask(), STRANGER, f"c{n}")
        world.work("failed")
    world.pass_time(2 * 86_400)
    assert cashier.prompt(cashier.ask(), STRANGER, "c3").sentence == "refusal.prompts"


WAYS = ("wallet", "mtn", "orange", "flutterwave", "cinetpay")


@given(st.lists(st.sampled_from(WAYS), min_size=2, max_size=3, unique=True), st.booleans())
@draw(12)
def test_in_whatever_order_methods_succeed_one_is_kept(
    world: World, cashier: Cashier, order: list[str], ends: bool
) -> None:
    one, before = cashier.ask(500), cashier.shop.takings
    world.credit(AWA, 500, f"for {one.id}")
    case = cashier.quote(AWA, one)
    for rail in order:
        if rail in ("mtn", "orange"):
            cashier.prompt(one, f"+2376990{abs(hash((one.id, rail))) % 100_000:05}", f"{one.id} {rail}", rail)
        elif rail != "wallet":
            cashier.go_to_page(one, f"{one.id} {rail}", rail)
    if ends:
        world.perform(key_of(cashier), expire(one), f"end {one.id}", "api")
    first = "" if ends else order[0]
    for rail in order:
        goes_back = rail not in (first, "cinetpay")
        if rail == "wallet":
            world.perform(AWA, case, f"{one.id} wallet")
        else:
            world.work("succeeded", *(["succeeded"] if goes_back else []), rail=rail)
    assert cashier.shop.takings - before == (0 if ends else 495)
    world.check()


def key_of(cashier: Cashier) -> Actor:
    may = frozenset({WRITE_CHECKOUTS})
    return Actor("api_key", "key-1", "fr", business_id=cashier.shop.merchant.id, permissions=may)


def expire(one: Checkout) -> Any:
    return ExpireCheckout(one.id)
