"""Requests paid by operators' customers: the first success pays, a later one is kept for who paid it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from sms_templates import say
from tests.wallet.requests.test_requests import paying, request, state
from tests.world.scripted_rail import Counter
from tests.world.town import AWA, FATOU, MOUSSA, PIN
from wallet.business.refund_payment import RefundPayment, find_refundable
from wallet.core.database import in_transaction
from wallet.core.errors import Refused
from wallet.operations import movements
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from wallet.payments.orders import Confirmation, News
from wallet.purposes.settle import settle
from wallet.requests import payment_requests
from wallet.requests.collect_request import CollectRequest, find_collection

OTHER = "+237650000009"
MINUTE = 60


def collect(counter: Counter, code: str, phone: str = FATOU, rail: str = "mtn") -> Outcome:
    actor = Actor("stranger", phone, "fr", phone)
    found = in_transaction(counter.town.engine, lambda db: find_collection(db, code, rail))
    return counter.town.wallet.perform(CollectRequest(found), actor, f"by {phone}", "ussd")


@pytest.mark.parametrize("rail", ["mtn", "orange"])
def test_the_asker_is_credited_the_moment_the_operator_confirms(counter: Counter, rail: str) -> None:
    _, code = request(counter.town, payer=FATOU)
    assert collect(counter, code, rail=rail).sentence == "request_prompted"
    counter.work("pending", rail=rail)
    assert counter.town.balance(MOUSSA) == 0
    counter.pass_time(6)
    counter.work("succeeded", rail=rail)
    assert (state(counter.town), counter.town.balance(MOUSSA)) == ("paid", 2_000)
    assert counter.receipts()[-2:] == ["request_received", "request_by_operator_succeeded"]
    counter.check()


def test_what_an_operators_customer_paid_is_not_refunded_from_here_and_the_way_is_said(counter: Counter) -> None:
    """There is no wallet to give it back to: the refusal leads to Envoyer, where it waits for them."""
    town = counter.town
    _, code = request(town, payer=FATOU)
    collect(counter, code)
    counter.work("succeeded")
    moussa = town.actor(MOUSSA)
    [paid] = in_transaction(town.engine, lambda db: movements.list_latest(db, moussa.person_id))
    assert (paid.kind, paid.operator, paid.phone) == ("pay_request", "mtn", FATOU)
    with pytest.raises(Refused, match="not_refundable"), town.engine.begin() as db:
        find_refundable(db, moussa.person_id, paid.transfer)
    assert "Envoyer" in say("fr", "refusal.not_refundable")
    assert town.wallet.conclude(RefundPayment(paid.transfer, "", 500), moussa, "f1", "ussd").refused
    assert town.balance(MOUSSA) == 2_000


@pytest.mark.parametrize("said", ["failed", "expired"])
def test_not_approved_it_stays_open_and_counts_against_no_ceiling(counter: Counter, said: str) -> None:
    _, code = request(counter.town, payer=FATOU)
    collect(counter, code)
    counter.work(said)
    assert (state(counter.town), counter.receipts()[-1]) == ("open", f"request_by_operator_{said}")
    assert counter.town.one("SELECT COALESCE(sum(amount), 0) FROM usage WHERE direction = 'in'") == 0


def test_one_is_live_at_a_time_and_a_late_success_is_kept_for_who_paid(counter: Counter) -> None:
    town = counter.town
    request_id, code = request(town, payer=FATOU)
    collect(counter, code)
    counter.work("pending")
    with pytest.raises(Exception, match=r"refusal\.request_under_way"):
        collect(counter, code, OTHER)
    town.credit(AWA, 20_000)
    counter.pass_time(16 * MINUTE)
    counter.work("pending")
    collect(counter, code, OTHER, "orange")
    counter.work("succeeded", rail="orange")
    assert (state(town), town.balance(MOUSSA)) == ("paid", 2_000)
    counter.pass_time(3_600)
    counter.work("succeeded")
    assert town.balance(MOUSSA) == 2_000
    assert counter.receipts()[-1] == "request_closed"
    counter.check()
    town.register(FATOU, "Fatou Sali")
    assert town.balance(FATOU) == 2_000, "she has her money back by opening a wallet"
    counter.check()
    assert in_transaction(town.engine, lambda db: payment_requests.lock_row(db, request_id)).state == "paid"


def test_paid_from_a_wallet_once_the_prompt_expired_the_late_success_is_its_payer_s(counter: Counter) -> None:
    town = counter.town
    town.credit(AWA, 20_000)
    _, code = request(town, payer=AWA)
    collect(counter, code, FATOU)
    counter.work("expired")
    town.register(FATOU, "Fatou Sali")
    case = paying(town, AWA, code)
    assert town.wallet.perform(case, town.actor(AWA), "p", "ussd", PinProof(PIN)).sentence == "request_paid"
    counter.pass_time(3_601)
    counter.work("succeeded")
    assert (town.balance(MOUSSA), town.balance(FATOU)) == (2_000, 2_000)
    assert counter.receipts()[-1] == "add_money_succeeded"
    counter.check()


def test_two_strangers_approving_at_once_pay_it_once_and_the_other_has_it_back(counter: Counter) -> None:
    """Six times: both operators confirm in the same instant, the one whose prompt had expired and the one after."""
    town = counter.town
    for turn in range(6):
        phones = (f"+2376770090{turn:02d}", f"+2376900090{turn:02d}")
        _, code = request(town, payer=phones[0], key=f"asks {turn}")
        collect(counter, code, phones[0])
        counter.work("pending")
        counter.pass_time(16 * MINUTE)
        counter.work("pending")
        collect(counter, code, phones[1], "orange")
        counter.work("pending", rail="orange")
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as operators:
            list(operators.map(lambda phone, barrier=barrier: confirm(counter, phone, barrier), phones))
        newest = town.one("SELECT state FROM request ORDER BY asked_at DESC LIMIT 1")
        assert (newest, town.balance(MOUSSA)) == ("paid", 2_000 * (turn + 1))
        counter.check()
        for name, phone in zip(("Zita Bih", "Rosine Bih"), phones, strict=True):
            town.register(phone, name)
        assert sorted(town.balance(phone) for phone in phones) == [0, 2_000]
        town.pass_time(24 * 60 * MINUTE)  # who asks too often in a day is refused


def confirm(counter: Counter, phone: str, barrier: Barrier) -> None:
    """The operator's word that this phone approved."""
    payment = str(counter.town.one("SELECT id FROM payment WHERE party = :phone", phone=phone))
    barrier.wait()
    said = Confirmation("succeeded", 2_000, phone, "XAF")
    in_transaction(counter.town.engine, lambda db: settle(db, [News(payment, said)]))
