"""Refunds: whole or in part, free, and however they race or are cut up never more in sum than came in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.wallet.requests.test_requests import do, paying, request
from tests.world.shop import BRICE, Street
from tests.world.town import AWA, MOUSSA
from wallet import ledger
from wallet.business.refund_payment import RefundPayment, check_refund, find_refundable
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, Refused
from wallet.operations.use_case import Outcome


def newest(street: Street, kind: str) -> str:
    [row] = street.rows(
        "SELECT transfer_id::text FROM movement JOIN transfer t ON t.id = transfer_id WHERE movement.kind = :kind"
        " ORDER BY t.posted_at DESC LIMIT 1",
        kind=kind,
    )
    return str(row.transfer_id)


def give_back(street: Street, phone: str, payer: str, transfer: str, amount: int, key: str) -> Outcome:
    to = street.town.actor(payer).person_id
    return street.town.wallet.conclude(RefundPayment(transfer, to, amount), street.town.actor(phone), key, "ussd")


def sent(street: Street, amount: int = 5_000) -> str:
    street.town.credit(AWA, 20_000)
    street.town.send(AWA, MOUSSA, amount, "s1")
    return newest(street, "send_money")


def fees(street: Street) -> int:
    return in_transaction(street.town.engine, lambda db: ledger.balance(db, ledger.ours(db, "fees")))


def test_a_refund_is_free_and_goes_back_where_it_came_from(street: Street) -> None:
    transfer = sent(street)
    before = street.town.balance(AWA)
    assert give_back(street, MOUSSA, AWA, transfer, 2_000, "r1").sentence == "payment_refunded"
    assert give_back(street, MOUSSA, AWA, transfer, 2_000, "r1").sentence == "payment_refunded", "the same key again"
    assert (street.town.balance(AWA), street.town.balance(MOUSSA)) == (before + 2_000, 3_000)
    again = give_back(street, MOUSSA, AWA, transfer, 3_001, "r2")
    assert (again.refused, again.sentence) == (True, "refusal.refunded_already")
    assert not give_back(street, MOUSSA, AWA, transfer, 3_000, "r3").refused
    assert give_back(street, MOUSSA, AWA, transfer, 1, "r4").refused
    assert (street.town.balance(AWA), street.town.balance(MOUSSA)) == (before + 5_000, 0)
    street.check()


def test_the_senders_fee_and_tax_never_come_out_of_the_receivers_pocket(street: Street) -> None:
    """The ledger would let fee and tax be undone too: what came in is the amount alone."""
    transfer = sent(street)
    street.town.credit(MOUSSA, 5_000)
    assert give_back(street, MOUSSA, AWA, transfer, 5_001, "r1").refused
    assert not give_back(street, MOUSSA, AWA, transfer, 5_000, "r2").refused
    assert street.town.balance(MOUSSA) == 5_000


def test_two_refunds_at_once_never_exceed_what_came_in(street: Street) -> None:
    transfer = sent(street)
    street.town.credit(MOUSSA, 20_000)
    with ThreadPoolExecutor(8) as hands:
        outcomes = list(
            hands.map(lambda n: give_back(street, MOUSSA, AWA, transfer, 3_000, f"r{n}"), range(8)),
        )
    assert sorted(outcome.refused for outcome in outcomes) == [False, *[True] * 7]
    assert street.town.balance(MOUSSA) == 22_000
    street.check()


def test_a_till_payment_is_refunded_with_the_merchants_fee(street: Street) -> None:
    street.town.credit(AWA, 5_000)
    street.pay(AWA, 1_550, "p1")
    assert (street.takings, fees(street)) == (1_534, 16)
    paid = newest(street, "pay_till")
    assert not give_back(street, BRICE, AWA, paid, 500, "r1").refused
    assert not give_back(street, BRICE, AWA, paid, 1_050, "r2").refused
    assert (street.town.balance(AWA), street.takings, fees(street)) == (5_000, 0, 0)
    assert give_back(street, BRICE, AWA, paid, 1, "r3").refused
    street.check()


def test_what_the_shop_no_longer_has_is_not_refunded(street: Street) -> None:
    street.town.credit(AWA, 5_000)
    street.pay(AWA, 1_000, "p1")
    in_transaction(
        street.town.engine,
        lambda db: ledger.post(
            db,
            [ledger.Transfer("spent", "test", (ledger.Entry(street.shop.account_id, -900),
                                               ledger.Entry(ledger.ours(db, "cash"), 900)))],
        ),
    )  # fmt: skip
    refused = give_back(street, BRICE, AWA, newest(street, "pay_till"), 1_000, "r1")
    assert (refused.sentence, street.takings) == ("refusal.not_enough_free", 90)


def test_a_paid_request_is_refunded_whole_or_in_part_to_who_paid_it(street: Street) -> None:
    town = street.town
    town.credit(AWA, 5_000)
    _, code = request(town)
    assert not do(town, AWA, paying(town, AWA, code), "p1").refused
    paid, before = newest(street, "pay_request"), town.balance(AWA)
    with town.engine.begin() as db:
        assert find_refundable(db, town.actor(MOUSSA).person_id, paid).left == 2_000
    assert not give_back(street, MOUSSA, AWA, paid, 500, "r1").refused
    assert not give_back(street, MOUSSA, AWA, paid, 1_500, "r2").refused
    assert give_back(street, MOUSSA, AWA, paid, 1, "r3").refused
    assert (town.balance(AWA), town.balance(MOUSSA)) == (before + 2_000, 0)
    street.check()


@pytest.mark.parametrize("who", [AWA, BRICE])
def test_only_who_was_paid_refunds(street: Street, who: str) -> None:
    transfer = sent(street)
    street.town.credit(who, 10_000)
    before = street.town.balance(who)
    assert give_back(street, who, AWA, transfer, 100, "r1").sentence == "refusal.not_refundable"
    assert street.town.balance(who) == before


def test_a_refund_goes_to_who_paid_and_to_nobody_else(street: Street) -> None:
    transfer = sent(street)
    assert give_back(street, MOUSSA, BRICE, transfer, 100, "r1").sentence == "refusal.recipient_refuses"


def test_a_refund_is_not_refunded_and_neither_is_a_credit(street: Street) -> None:
    give_back(street, MOUSSA, AWA, sent(street), 2_000, "r1")
    assert (
        give_back(street, AWA, MOUSSA, newest(street, "refund_payment"), 100, "r2").sentence == "refusal.not_refundable"
    )
    nothing = "00000000-0000-0000-0000-000000000000"
    assert give_back(street, AWA, MOUSSA, nothing, 100, "r3").sentence == "refusal.not_refundable"


def test_a_closed_wallet_gets_nothing_back_and_the_menu_says_so(street: Street) -> None:
    transfer = sent(street)
    with street.town.engine.begin() as db:
        awa = {"id": street.town.actor(AWA).person_id}
        db.execute(text("UPDATE person SET state = 'closed' WHERE id = :id"), awa)
    assert give_back(street, MOUSSA, AWA, transfer, 100, "r1").sentence == "refusal.recipient_refuses"
    with pytest.raises(Refused), street.town.engine.begin() as db:
        find_refundable(db, street.town.actor(MOUSSA).person_id, transfer)


def test_a_refund_above_every_ceiling_of_the_refunder_goes(street: Street) -> None:
    """What is owed is never held back: a tier 0 wallet sends 5 000 at once, and may have been paid 25 000."""
    street.check_id(AWA)
    street.town.credit(AWA, 30_000)
    street.town.send(AWA, MOUSSA, 20_000, "s1")
    assert not give_back(street, MOUSSA, AWA, newest(street, "send_money"), 20_000, "r1").refused


@pytest.mark.parametrize(
    ("amount", "wrong"), [(5_001, "error.more_than_left"), (99, "error.amount_below"), (5_000, "")]
)
def test_what_may_be_typed(street: Street, amount: int, wrong: str) -> None:
    transfer = sent(street)
    with street.town.engine.begin() as db:
        found = find_refundable(db, street.town.actor(MOUSSA).person_id, transfer)
        if wrong:
            with pytest.raises(Misread) as misread:
                check_refund(db, found, amount)
            assert misread.value.key == wrong
        else:
            assert check_refund(db, found, amount) == found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 4_000), min_size=1, max_size=8), amount=st.integers(100, 5_000))
@example(cuts=[99], amount=100)  # the last franc comes whole from the fee, nothing from the shop
def test_however_it_is_cut_up(street: Street, cuts: list[int], amount: int) -> None:
    """Every cut that fits goes, the others do not; payer, shop and fees end where one whole refund leaves them."""
    runs = len(street.rows("SELECT 1 FROM operation WHERE kind = 'pay_till'"))
    street.town.credit(AWA, 5_000, f"run {runs}")
    with street.town.owner.begin() as db:
        db.execute(text("DELETE FROM usage"))
    start = (street.town.balance(AWA), street.takings, fees(street))
    assert not street.pay(AWA, amount, f"p{runs}").refused
    paid, left = newest(street, "pay_till"), amount
    for number, cut in enumerate(cuts):
        refused = cut > left
        assert give_back(street, BRICE, AWA, paid, cut, f"r{runs} {number}").refused is refused
        left -= 0 if refused else cut
    if left:
        assert not give_back(street, BRICE, AWA, paid, left, f"r{runs} last").refused
    assert (street.town.balance(AWA), street.takings, fees(street)) == start
    street.check()
