"""Collections given back to their source: held, told to the operator, paid on or returned; never more than came."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.world.asking import ask, collect
from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.service import Service
from tests.world.world import World
from wallet import ledger
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.business.refund_payment import RefundPayment, find_refundable
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.operations import movements
from wallet.operations.refunds import ask_refund, find_left
from wallet.payments import payments
from wallet.payments.orders import Confirmation, News
from wallet.payments.payments import NewPayment, Payment
from wallet.people import people
from wallet.purposes.settle import preview, settle, settle_by_hand
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge

COLLECTED = 5_000
CUSTOMERS = {"mtn": MOUSSA, "orange": AWA}


def collected(world: World, rail: str = "mtn") -> Payment:
    """Moussa's recharge of 5 000, done."""
    asked = world.recharge(COLLECTED, rail=rail)
    world.work("succeeded", rail=rail)
    found = world.do(lambda db: payments.find_by_reference(db, asked.values["reference"]))
    assert found
    return found


def give_back(world: World, of: Payment, amount: int, key: str = "r", phone: str = MOUSSA) -> NewPayment:
    def ask(db: Any) -> NewPayment:
        account = people.find_by_phone(db, phone).account_id  # type: ignore[union-attr]  # they have a wallet
        return ask_refund(
            db, of, amount, account, key=key, reference=f"REF-{key}", channel="ussd", asked_by=of.person_id
        )

    world.allow("hold_refund")  # no use case asks for it yet
    return world.do(ask)


def left(world: World, of: Payment) -> int:
    return world.do(lambda db: find_left(db, of))


def of_operator(world: World, rail: str = "mtn") -> int:
    return int(world.balance_of(f"operator_float:{rail}"))


@pytest.mark.parametrize("rail", ["mtn", "orange"])
def test_part_of_a_collection_goes_back_to_who_paid_it(world: World, rail: str) -> None:
    of = collected(world, rail)
    refund = give_back(world, of, 2_000)
    assert refund.party == of.party
    assert world.balance(MOUSSA) == 3_000, "held at once"
    world.work("pending", rail=rail)
    world.pass_time(6)
    world.work("succeeded", rail=rail)
    assert (world.balance(MOUSSA), of_operator(world, rail)) == (3_000, -3_000)
    assert world.rails[rail].calls[-2:] == ["refund", "ask"]
    assert world.rails[rail].refunded == of.handle
    assert world.receipts()[1:] == ["refund_payment_succeeded"], "who is given back their own money reads it once"
    assert left(world, of) == 3_000
    world.check()


def test_its_owner_sees_it_in_their_history(world: World) -> None:
    of = collected(world)
    give_back(world, of, 2_000)
    world.work("succeeded")
    [newest, *_] = world.do(lambda db: movements.list_latest(db, of.person_id))
    assert (newest.kind, newest.amount, newest.operator, newest.phone) == ("refund_payment", -2_000, "mtn", MOUSSA)


def test_what_the_operator_refuses_is_returned_whole_and_may_be_tried_again(world: World) -> None:
    of = collected(world)
    give_back(world, of, COLLECTED)
    world.work("failed")
    assert world.balance(MOUSSA) == COLLECTED
    assert world.receipts()[-1] == "refund_payment_failed"
    assert left(world, of) == COLLECTED
    give_back(world, of, COLLECTED, "again")
    world.work("succeeded")
    assert (world.balance(MOUSSA), of_operator(world)) == (0, 0)
    world.check()


def test_never_more_than_came_in_is_given_back_nor_while_it_is_on_its_way(world: World) -> None:
    of = collected(world)
    world.credit(MOUSSA, 20_000)
    with pytest.raises(Refused, match="refunded_already"):
        give_back(world, of, COLLECTED + 1)
    give_back(world, of, 3_000)
    with pytest.raises(Refused, match="refunded_already"):
        give_back(world, of, 2_001, "more")
    give_back(world, of, 2_000, "rest")
    world.work("succeeded", "succeeded")
    with pytest.raises(Refused, match="refunded_already"):
        give_back(world, of, 100, "after")
    assert of_operator(world) == 0
    world.check()


def test_two_at_once_give_back_no_more_than_there_is(world: World) -> None:
    of = collected(world)
    world.credit(MOUSSA, 20_000)

    def one(key: str) -> str:
        try:
            return give_back(world, of, 3_000, key).reference
        except Refused as refused:
            return refused.key

    with ThreadPoolExecutor(4) as both:
        said = sorted(both.map(one, "abcd"))
    assert said[1:] == ["refusal.refunded_already"] * 3
    assert said[0].startswith("REF-")


def test_only_the_account_it_credited_gives_it_back(world: World) -> None:
    of = collected(world)
    world.credit(AWA, 20_000)
    with pytest.raises(Refused, match="not_refundable"):
        give_back(world, of, 2_000, phone=AWA)


def test_what_was_spent_cannot_be_given_back(world: World) -> None:
    of = collected(world)
    world.withdraw(4_000)
    with pytest.raises(Refused, match="not_enough_free"):
        give_back(world, of, 2_000)


def test_a_refund_nobody_heard_of_is_told_again_where_that_is_safe(world: World) -> None:
    of = collected(world)
    give_back(world, of, 2_000)
    world.work("lost")
    world.pass_time(70)
    world.work("never_ran", "pending")
    world.pass_time(70)
    world.work("succeeded")
    assert world.rails["mtn"].calls.count("refund") == 2
    assert of_operator(world) == -3_000
    world.check()


def test_a_refund_nobody_knows_the_end_of_is_settled_by_hand(world: World) -> None:
    of = collected(world, "orange")
    give_back(world, of, 2_000)
    world.work("lost", rail="orange")
    world.pass_time(73 * 3_600)
    world.work("never_ran", rail="orange")

    def settle(db: Any) -> None:
        id_ = str(world.one("SELECT id FROM payment WHERE direction = 'refund'"))
        refund = payments.lock_rows(db, [id_])[id_]
        assert refund.state == "review"
        would = preview(db, refund, "failed")
        assert would
        assert would.kind == "return_refund"
        settle_by_hand(db, refund, "failed", "the operator says no")

    world.do(settle)
    assert world.balance(MOUSSA) == COLLECTED
    assert left(world, of) == COLLECTED
    world.check()


def test_a_refund_made_of_what_was_corrected_meanwhile_is_posted_and_a_person_looks(world: World) -> None:
    of = collected(world)
    give_back(world, of, 2_000)

    def correct(db: Any) -> None:
        undone = payments.find_posted(db, of.id)
        taken = (
            Entry(ledger.ours(db, "operator_float:mtn"), COLLECTED),
            Entry(ledger.ours(db, "suspense"), -COLLECTED),
        )
        ledger.post_one(db, Transfer("correction:D1:0", "correct_books", taken, undoes=undone))

    world.allow("correct_books")
    world.do(correct)
    world.work("succeeded")
    assert world.cases() == ["mismatch"]
    assert of_operator(world) == 2_000
    world.check()


# -------------------------------------------------------------------------------- beside other ways to take it back
def request_paid(world: World) -> tuple[Payment, str]:
    """Moussa's request for 2 000, paid by Fatou's operator; she has a wallet by then. The collection, its transfer."""
    world.credit(MOUSSA, 20_000)
    _, code = ask(world, payer=FATOU)
    collect(world, code)
    world.work("pending")
    world.open_wallet(FATOU)
    world.pass_time(6)
    world.work("succeeded")
    found = world.do(lambda db: payments.find_by_reference(db, world.payment_reference))
    assert found
    [paid, *_] = world.do(lambda db: movements.list_latest(db, found.person_id))
    return found, paid.transfer


def test_what_the_operator_gives_back_is_not_given_back_from_wallet_to_wallet(world: World) -> None:
    of, transfer = request_paid(world)
    give_back(world, of, 1_500)
    able = world.do(lambda db: find_refundable(db, of.person_id, transfer))
    assert able.left == 500
    back = world.conclude(MOUSSA, RefundPayment(transfer, able.person_id, 501), "f1")
    assert back.sentence == "refusal.refunded_already"
    assert not world.conclude(MOUSSA, RefundPayment(transfer, able.person_id, 500), "f2").refused
    with pytest.raises(Refused, match="refunded_already"):
        give_back(world, of, 1, "more")
    world.work("succeeded")
    assert world.balance(MOUSSA) == 20_000
    assert world.cases() == []
    world.check()


def test_of_what_is_on_its_way_back_a_contest_holds_nothing(world: World) -> None:
    of, transfer = request_paid(world)
    give_back(world, of, 2_000)
    given = world.do(lambda db: contests.find_given(db, world.actor(FATOU).person_id, transfer))
    assert world.conclude(FATOU, ContestPayment(given), "c1").sentence == "contested_late"
    assert world.balance(MOUSSA) == 20_000


def test_two_ways_at_once_give_back_no_more_than_there_is(world: World) -> None:
    of, transfer = request_paid(world)
    payer = world.actor(FATOU).person_id

    def by_operator() -> bool:
        try:
            return bool(give_back(world, of, 1_500))
        except Refused:
            return False

    def by_wallet() -> bool:
        return not world.conclude(MOUSSA, RefundPayment(transfer, payer, 1_500), "f").refused

    with ThreadPoolExecutor(2) as both:
        done = [one.result() for one in [both.submit(way) for way in (by_operator, by_wallet)]]
    assert sorted(done) == [False, True]


def test_a_refund_that_failed_here_and_was_made_there_is_not_made_again_unseen(world: World) -> None:
    of = collected(world)
    world.credit(MOUSSA, 20_000)
    give_back(world, of, COLLECTED)
    world.work("failed")
    refund = str(world.one("SELECT id FROM payment WHERE direction = 'refund'"))
    done = Confirmation("succeeded", COLLECTED, None, "XAF", "op-7")
    world.do(lambda db: settle(db, [News(refund, done)]))
    assert world.cases() == ["contradiction"]
    assert left(world, of) == 0
    world.change("UPDATE case_file SET state = 'closed'")
    assert left(world, of) == COLLECTED, "looked into: it was not made"
    world.change(
        "INSERT INTO discrepancy (rail, class, payment_id, state, found_at)"
        " VALUES ('mtn', 'status_differs', CAST(:id AS uuid), 'corrected', wallet_now())",
        id=refund,
    )
    assert left(world, of) == 0, "its operator's file shows it, and the books were corrected"


@pytest.mark.parametrize("rail", ["mtn", "orange"])
def test_the_real_workers_give_a_collection_back_through_the_operators_own_wire(service: Service, rail: str) -> None:
    """The one product path there is to it yet is a collection of one's own: the payer and the owner are the same."""
    phone = CUSTOMERS[rail]
    actor = service.open_wallet(phone)
    person = service.do(lambda db: people.find_by_phone(db, phone))

    def quote(db: Any) -> AddMoney:
        to = check_recharge(db, person.id, find_beneficiary(db, person.id, phone), COLLECTED)
        return AddMoney(quote_recharge(db, to, COLLECTED, phone, rail))

    asked = service.perform(actor, service.do(quote), "r1")
    service.wake(rail)
    service.settle()
    assert service.outside.decide(phone, approve=True) == ""
    service.settle()
    assert service.balance(phone) == COLLECTED
    of = service.do(lambda db: payments.find_by_reference(db, asked.values["reference"]))
    service.allow("hold_refund")
    service.do(
        lambda db: ask_refund(
            db, of, 2_000, person.account_id, key="b1", reference="REF-b1", channel="ussd", asked_by=person.id
        )
    )
    service.wake(rail)
    service.settle()
    assert service.balance(phone) == 3_000
    journal = requests.get(f"{service.simulator_url}/journal", {"operator": rail}, timeout=60).json()[-2:]
    assert [(one["amount"], one["phone"]) for one in journal] == [(COLLECTED, phone), (2_000, phone)]
    assert journal[-1]["direction"] == {"mtn": "refund", "orange": "payout"}[rail]
    service.check()
    service.check_operators()
