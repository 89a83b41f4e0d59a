"""Requests paid by operators' customers: the first success pays, a later one goes back to who paid it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Connection

from sms_templates import say
from tests.world.asking import ask, collect, paying, read_state
from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.world import World
from wallet.business.refund_payment import RefundPayment, find_refundable
from wallet.core.errors import Refused
from wallet.operations import movements
from wallet.payments.orders import Confirmation, News
from wallet.people import people
from wallet.people.people import Person
from wallet.purposes.settle import settle
from wallet.requests import payment_requests
from wallet.requests.answer_request import RefuseRequest

OTHER = "+237650000009"
MINUTE = 60


@pytest.mark.parametrize("rail", ["mtn", "orange"])
def test_the_asker_is_credited_the_moment_the_operator_confirms(world: World, rail: str) -> None:
    _, code = ask(world, payer=FATOU)
    assert collect(world, code, rail=rail).sentence == "request_prompted"
    world.work("pending", rail=rail)
    assert world.balance(MOUSSA) == 0
    world.pass_time(6)
    world.work("succeeded", rail=rail)
    assert (read_state(world), world.balance(MOUSSA)) == ("paid", 2_000)
    assert world.receipts()[-2:] == ["request_received", "request_by_operator_succeeded"]
    world.check()


def test_what_an_operators_customer_paid_is_not_refunded_from_here_and_the_way_is_said(world: World) -> None:
    """There is no wallet to give it back to: the refusal leads to Envoyer, where it waits for them."""
    _, code = ask(world, payer=FATOU)
    collect(world, code)
    world.work("succeeded")
    moussa = world.actor(MOUSSA)
    [paid] = world.do(lambda db: movements.list_latest(db, moussa.person_id))
    assert (paid.kind, paid.operator, paid.phone) == ("pay_request", "mtn", FATOU)
    with pytest.raises(Refused, match="not_refundable"), world.engine.begin() as db:
        find_refundable(db, moussa.person_id, paid.transfer)
    assert "Envoyer" in say("fr", "refusal.not_refundable")
    assert world.conclude(moussa, RefundPayment(paid.transfer, "", 500), "f1").refused
    assert world.balance(MOUSSA) == 2_000


USED_IN = "SELECT COALESCE(sum(amount), 0) FROM usage WHERE direction = 'in'"


@pytest.mark.parametrize("said", ["failed", "expired"])
def test_not_approved_it_stays_open_and_counts_until_it_certainly_never_comes(world: World, said: str) -> None:
    _, code = ask(world, payer=FATOU)
    collect(world, code)
    world.work(said)
    assert (read_state(world), world.receipts()[-1]) == ("open", f"request_by_operator_{said}")
    assert world.one(USED_IN) == (2_000 if said == "expired" else 0)
    world.pass_time(3_601)
    world.work(*([said] if said == "expired" else []))
    assert world.one(USED_IN) == 0


def test_a_second_payer_may_always_pay_and_the_other_has_theirs_back(world: World) -> None:
    """The code is a name, not a lock: whoever starts to pay and leaves it stands in nobody's way."""
    request_id, code = ask(world, payer=FATOU)
    collect(world, code)
    world.work("pending")
    assert collect(world, code, key="again").sentence == "refusal.request_under_way", "it is on her phone already"
    assert collect(world, code, OTHER, "orange").sentence == "request_prompted"
    assert world.one(USED_IN) == 2_000, "once, however many are about to pay it"
    world.work("succeeded", rail="orange")
    assert (read_state(world), world.balance(MOUSSA)) == ("paid", 2_000)
    world.pass_time(3_600)
    world.work("succeeded", "pending")
    assert (world.balance(MOUSSA), world.one(USED_IN)) == (2_000, 2_000)
    assert world.receipts()[-2:] == ["request_paid_twice", "request_goes_back"], "both are told"
    world.check()
    world.pass_time(60)
    world.work("succeeded")
    assert (world.balance_of("held"), world.balance_of("in_transit:mtn")) == (0, 0)
    assert world.balance_of("operator_float:mtn") == 0, "she has her money back where it came from"
    assert world.receipts()[-1] == "request_given_back"
    world.check()
    assert world.do(lambda db: payment_requests.lock_row(db, request_id)).state == "paid"


def test_a_wallet_pays_while_somebody_s_prompt_waits(world: World) -> None:
    """And what the prompt would have brought takes no room of the asker's any more."""
    world.change("INSERT INTO ceiling VALUES (0, 'in', 'day', clock_timestamp(), 3000)")
    world.pass_time(1)
    world.credit(AWA, 20_000)
    _, code = ask(world, payer=AWA)
    collect(world, code, FATOU)
    world.work("pending")
    assert world.perform(AWA, paying(world, AWA, code), "p").sentence == "request_paid"
    assert world.one(USED_IN) == 2_000
    world.pass_time(6)
    world.work("succeeded", "pending")
    assert (world.balance(MOUSSA), world.balance_of("in_transit:mtn"), world.one(USED_IN)) == (2_000, 2_000, 2_000)
    world.pass_time(60)
    world.work("failed")
    assert (world.balance_of("held"), world.balance_of("in_transit:mtn")) == (2_000, 0), "kept where it cannot go back"
    assert world.receipts()[-1] == "request_closed"
    world.check()
    world.open_wallet(FATOU)
    assert world.balance(FATOU) == 2_000, "she has her money back by opening a wallet"
    world.check()


def test_the_one_asked_refuses_while_somebody_s_prompt_waits(world: World) -> None:
    request_id, code = ask(world, payer=AWA)
    collect(world, code, FATOU)
    world.work("pending")
    assert world.perform(AWA, RefuseRequest(request_id), "n").sentence == "request_declined"
    assert world.one(USED_IN) == 0
    world.pass_time(6)
    world.work("succeeded", "pending")
    assert (world.balance(MOUSSA), world.balance_of("in_transit:mtn"), world.one(USED_IN)) == (0, 2_000, 0)
    world.check()


@pytest.mark.parametrize("first", ["failed", "succeeded"])
def test_room_is_kept_for_a_request_as_long_as_anybody_may_pay_it(world: World, first: str) -> None:
    """The one that was counted fails or pays, and the other as well: in the end it counts once, or not at all."""
    _, code = ask(world, payer=FATOU)
    collect(world, code)
    collect(world, code, OTHER, "orange")
    world.work(first)
    assert world.one(USED_IN) == 2_000
    world.work("failed", rail="orange")
    assert world.one(USED_IN) == (2_000 if first == "succeeded" else 0)
    world.check()


def test_paid_from_a_wallet_once_the_prompt_expired_the_late_success_is_its_payer_s(world: World) -> None:
    world.credit(AWA, 20_000)
    _, code = ask(world, payer=AWA)
    collect(world, code, FATOU)
    world.work("expired")
    world.open_wallet(FATOU)
    case = paying(world, AWA, code)
    assert world.perform(AWA, case, "p").sentence == "request_paid"
    world.pass_time(3_601)
    world.work("succeeded", "failed")  # it cannot go back
    assert (world.balance(MOUSSA), world.balance(FATOU)) == (2_000, 2_000)
    assert world.receipts()[-1] == "add_money_succeeded"
    world.check()


def test_a_late_success_waits_for_a_payer_who_closes_their_wallet_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And they have it once they open another."""
    _, code = ask(world, payer=FATOU)
    collect(world, code)
    world.work("expired")
    world.credit(AWA, 20_000)
    assert world.perform(AWA, paying(world, AWA, code), "p").sentence == "request_paid"
    world.open_wallet(FATOU)
    find, owner, closing = people.find_by_phone, world.actor(FATOU), ["once"]

    def find_then_close(db: Connection, phone: str) -> Person | None:
        found = find(db, phone)
        if found and phone == FATOU and closing:
            closing.clear()
            assert world.conclude(owner, world.closing(owner), "close").sentence == "account_closed_empty"
        return found

    monkeypatch.setattr(people, "find_by_phone", find_then_close)
    world.pass_time(3_601)
    world.work("succeeded", "failed")  # it cannot go back
    assert not closing
    assert (world.balance_of("held"), world.cases()) == (2_000, [])
    world.open_wallet(FATOU, "Fatou Bih")
    assert world.balance(FATOU) == 2_000
    world.check()


def test_two_strangers_approving_at_once_pay_it_once_and_the_other_has_it_back(world: World) -> None:
    """Six times: both operators confirm in the same instant, the one whose prompt had expired and the one after."""
    for turn in range(6):
        phones = (f"+2376770090{turn:02d}", f"+2376900090{turn:02d}")
        _, code = ask(world, payer=phones[0], key=f"asks {turn}")
        collect(world, code, phones[0])
        world.work("pending")
        world.pass_time(16 * MINUTE)
        world.work("pending")
        collect(world, code, phones[1], "orange")
        world.work("pending", rail="orange")
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as operators:
            list(operators.map(lambda phone, barrier=barrier: confirm(world, phone, barrier), phones))
        newest = world.one("SELECT state FROM request ORDER BY asked_at DESC LIMIT 1")
        assert (newest, world.balance(MOUSSA)) == ("paid", 2_000 * (turn + 1))
        world.check()
        rail = str(world.one("SELECT rail FROM payment WHERE direction = 'refund' ORDER BY created_at DESC LIMIT 1"))
        world.work("succeeded", rail=rail)
        assert [world.balance_of(f"in_transit:{one}") for one in BOTH] == [0, 0]
        assert sum(world.balance_of(f"operator_float:{one}") for one in BOTH) == -2_000 * (turn + 1)
        world.check()
        world.pass_time(24 * 60 * MINUTE)  # who asks too often in a day is refused


BOTH = ("mtn", "orange")


def confirm(world: World, phone: str, barrier: Barrier) -> None:
    """The operator's word that this phone approved."""
    payment = str(world.one("SELECT id FROM payment WHERE party = :phone", phone=phone))
    barrier.wait()
    said = Confirmation("succeeded", 2_000, phone, "XAF")
    world.do(lambda db: settle(db, [News(payment, said)]))
