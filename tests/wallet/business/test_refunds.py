"""Refunds: whole or in part, free, and however they race or are cut up never more in sum than came in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.world.asking import ask, paying
from tests.world.cast import AWA, BRICE, MOUSSA
from tests.world.examples import draw
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.business.refund_payment import RefundPayment, check_refund, find_refundable
from wallet.core.errors import Misread, Refused
from wallet.operations.use_case import Outcome


def newest(world: World, kind: str) -> str:
    [row] = world.rows(
        "SELECT transfer_id::text FROM movement JOIN transfer t ON t.id = transfer_id WHERE movement.kind = :kind"
        " ORDER BY t.posted_at DESC LIMIT 1",
        kind=kind,
    )
    return str(row.transfer_id)


def give_back(world: World, phone: str, payer: str, transfer: str, amount: int, key: str) -> Outcome:
    to = world.actor(payer).person_id
    return world.conclude(phone, RefundPayment(transfer, to, amount), key)


def sent(world: World, amount: int = 5_000) -> str:
    world.credit(AWA, 20_000)
    world.send(AWA, MOUSSA, amount, "s1")
    return newest(world, "send_money")


def fees(world: World) -> int:
    return world.balance_of("fees")


def test_a_refund_is_free_and_goes_back_where_it_came_from(world: World) -> None:
    transfer = sent(world)
    before = world.balance(AWA)
    assert give_back(world, MOUSSA, AWA, transfer, 2_000, "r1").sentence == "payment_refunded"
    assert give_back(world, MOUSSA, AWA, transfer, 2_000, "r1").sentence == "payment_refunded", "the same key again"
    assert (world.balance(AWA), world.balance(MOUSSA)) == (before + 2_000, 3_000)
    again = give_back(world, MOUSSA, AWA, transfer, 3_001, "r2")
    assert (again.refused, again.sentence) == (True, "refusal.refunded_already")
    assert not give_back(world, MOUSSA, AWA, transfer, 3_000, "r3").refused
    assert give_back(world, MOUSSA, AWA, transfer, 1, "r4").refused
    assert (world.balance(AWA), world.balance(MOUSSA)) == (before + 5_000, 0)
    world.check()


def test_the_senders_fee_and_tax_never_come_out_of_the_receivers_pocket(world: World) -> None:
    """The ledger would let fee and tax be undone too: what came in is the amount alone."""
    transfer = sent(world)
    world.credit(MOUSSA, 5_000)
    assert give_back(world, MOUSSA, AWA, transfer, 5_001, "r1").refused
    assert not give_back(world, MOUSSA, AWA, transfer, 5_000, "r2").refused
    assert world.balance(MOUSSA) == 5_000


def test_two_refunds_at_once_never_exceed_what_came_in(world: World) -> None:
    transfer = sent(world)
    world.credit(MOUSSA, 20_000)
    with ThreadPoolExecutor(8) as hands:
        outcomes = list(
            hands.map(lambda n: give_back(world, MOUSSA, AWA, transfer, 3_000, f"r{n}"), range(8)),
        )
    assert sorted(outcome.refused for outcome in outcomes) == [False, *[True] * 7]
    assert world.balance(MOUSSA) == 22_000
    world.check()


def test_a_till_payment_is_refunded_with_the_merchants_fee(world: World, shop: Shop) -> None:
    world.credit(AWA, 5_000)
    shop.pay(AWA, 1_550, "p1")
    assert (shop.takings, fees(world)) == (1_534, 16)
    paid = newest(world, "pay_till")
    assert not give_back(world, BRICE, AWA, paid, 500, "r1").refused
    assert not give_back(world, BRICE, AWA, paid, 1_050, "r2").refused
    assert (world.balance(AWA), shop.takings, fees(world)) == (5_000, 0, 0)
    assert give_back(world, BRICE, AWA, paid, 1, "r3").refused
    world.check()


def test_what_the_shop_no_longer_has_is_not_refunded(world: World, shop: Shop) -> None:
    world.credit(AWA, 5_000)
    shop.pay(AWA, 1_000, "p1")
    world.do(
        lambda db: ledger.post(
            db,
            [ledger.Transfer("spent", "test", (ledger.Entry(shop.merchant.account_id, -900),
                                               ledger.Entry(ledger.ours(db, "cash"), 900)))],
        ),
    )  # fmt: skip
    refused = give_back(world, BRICE, AWA, newest(world, "pay_till"), 1_000, "r1")
    assert (refused.sentence, shop.takings) == ("refusal.not_enough_free", 90)


def test_a_paid_request_is_refunded_whole_or_in_part_to_who_paid_it(world: World) -> None:
    world.credit(AWA, 5_000)
    _, code = ask(world)
    assert not world.perform(AWA, paying(world, AWA, code), "p1").refused
    paid, before = newest(world, "pay_request"), world.balance(AWA)
    with world.engine.begin() as db:
        assert find_refundable(db, world.actor(MOUSSA).person_id, paid).left == 2_000
    assert not give_back(world, MOUSSA, AWA, paid, 500, "r1").refused
    assert not give_back(world, MOUSSA, AWA, paid, 1_500, "r2").refused
    assert give_back(world, MOUSSA, AWA, paid, 1, "r3").refused
    assert (world.balance(AWA), world.balance(MOUSSA)) == (before + 2_000, 0)
    world.check()


@pytest.mark.parametrize("who", [AWA, BRICE])
def test_only_who_was_paid_refunds(world: World, who: str) -> None:
    transfer = sent(world)
    if who == BRICE:
        world.open_wallet(BRICE)
    world.credit(who, 10_000)
    before = world.balance(who)
    assert give_back(world, who, AWA, transfer, 100, "r1").sentence == "refusal.not_refundable"
    assert world.balance(who) == before


def test_a_refund_goes_to_who_paid_and_to_nobody_else(world: World) -> None:
    transfer = sent(world)
    world.open_wallet(BRICE)
    assert give_back(world, MOUSSA, BRICE, transfer, 100, "r1").sentence == "refusal.recipient_refuses"


def test_a_refund_is_not_refunded_and_neither_is_a_credit(world: World) -> None:
    give_back(world, MOUSSA, AWA, sent(world), 2_000, "r1")
    assert (
        give_back(world, AWA, MOUSSA, newest(world, "refund_payment"), 100, "r2").sentence == "refusal.not_refundable"
    )
    nothing = "00000000-0000-0000-0000-000000000000"
    assert give_back(world, AWA, MOUSSA, nothing, 100, "r3").sentence == "refusal.not_refundable"


def test_a_closed_wallet_gets_nothing_back_and_the_menu_says_so(world: World) -> None:
    transfer = sent(world)
    with world.owner.begin() as db:
        awa = {"id": world.actor(AWA).person_id}
        db.execute(text("UPDATE person SET state = 'closed' WHERE id = :id"), awa)
    assert give_back(world, MOUSSA, AWA, transfer, 100, "r1").sentence == "refusal.recipient_refuses"
    with pytest.raises(Refused), world.engine.begin() as db:
        find_refundable(db, world.actor(MOUSSA).person_id, transfer)


def test_a_refund_above_every_ceiling_of_the_refunder_goes(world: World) -> None:
    """What is owed is never held back: a tier 0 wallet sends 5 000 at once, and may have been paid 25 000."""
    world.see_id(AWA)
    world.credit(AWA, 30_000)
    world.send(AWA, MOUSSA, 20_000, "s1")
    assert not give_back(world, MOUSSA, AWA, newest(world, "send_money"), 20_000, "r1").refused


@pytest.mark.parametrize(
    ("amount", "wrong"), [(5_001, "error.more_than_left"), (99, "error.amount_below"), (5_000, "")]
)
def test_what_may_be_typed(world: World, amount: int, wrong: str) -> None:
    transfer = sent(world)
    with world.engine.begin() as db:
        found = find_refundable(db, world.actor(MOUSSA).person_id, transfer)
        if wrong:
            with pytest.raises(Misread) as misread:
                check_refund(db, found, amount)
            assert misread.value.key == wrong
        else:
            assert check_refund(db, found, amount) == found


@draw(6)
@given(cuts=st.lists(st.integers(1, 4_000), min_size=1, max_size=8), amount=st.integers(100, 5_000))
@example(cuts=[99], amount=100)  # the last franc comes whole from the fee, nothing from the shop
def test_however_it_is_cut_up(world: World, shop: Shop, cuts: list[int], amount: int) -> None:
    """Every cut that fits goes, the others do not; payer, shop and fees end where one whole refund leaves them."""
    runs = len(world.rows("SELECT 1 FROM operation WHERE kind = 'pay_till'"))
    world.credit(AWA, 5_000, f"run {runs}")
    world.change("DELETE FROM usage")
    start = (world.balance(AWA), shop.takings, fees(world))
    assert not shop.pay(AWA, amount, f"p{runs}").refused
    paid, left = newest(world, "pay_till"), amount
    for number, cut in enumerate(cuts):
        refused = cut > left
        assert give_back(world, BRICE, AWA, paid, cut, f"r{runs} {number}").refused is refused
        left -= 0 if refused else cut
    if left:
        assert not give_back(world, BRICE, AWA, paid, left, f"r{runs} last").refused
    assert (world.balance(AWA), shop.takings, fees(world)) == start
    world.check()
