"""What is no contest: unclaimed money is paid once to its owner's wallet, the rest is closed with a reason, by two."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from tests.world.office import ALICE, BRUNO, PASSWORD, Office, doing
from tests.world.scripted_rail import Counter
from tests.world.town import AWA, MOUSSA, PIN, Town
from wallet import ledger
from wallet.accounts.close_wallet import CloseWallet
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.core.errors import Refused
from wallet.operations.proofs import PinProof
from wallet.payments.orders import Confirmation
from wallet.staff.actions.pay_unclaimed import PayUnclaimed, find_owner

LEFT = 20_000


def left_behind(counter: Counter) -> None:
    """Moussa closes; the operator does not take what was left; he registers again, poor."""
    town = counter.town
    town.credit(MOUSSA, LEFT)
    town.wallet.perform(CloseWallet("mtn"), town.actor(MOUSSA), "c1", "ussd", PinProof(PIN))
    counter.work("failed")
    town.register(MOUSSA, "Moussa Bello Njoya")


def in_unclaimed(town: Town) -> int:
    return in_transaction(town.engine, lambda db: ledger.balance(db, ledger.ours(db, "unclaimed")))


def decide(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.done("case", "decide", *arguments, "--login", login, typed=f"{PASSWORD[login]}\ny\n")


def denied(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.refused("case", "decide", *arguments, "--login", login, typed=f"{PASSWORD[login]}\ny\n")


def sound(town: Town) -> None:
    assert in_transaction(town.engine, check) == []


def test_what_is_unclaimed_is_paid_to_its_owner_s_wallet_by_two(office: Office) -> None:
    town = office.counter.town
    left_behind(office.counter)
    assert (in_unclaimed(town), town.balance(MOUSSA)) == (LEFT, 0)
    shown = office.done("case", "show", "C1")
    assert f"{LEFT} FCFA" in shown
    assert "--pay-to NUMBER" in shown
    assert "Asked" in decide(office, "c1", "--pay-to", "677000001", "--why", "his ID, and his old PIN")
    assert "somebody else" in denied(office, "C1", "--approve")
    done = decide(office, "C1", "--approve", login=BRUNO)
    assert f"pay C1 to Moussa Bello Njoya, {MOUSSA}" in done
    assert "-20000  unclaimed" in done
    assert (in_unclaimed(town), town.balance(MOUSSA)) == (0, LEFT), "what is owed passes every ceiling"
    assert town.one("SELECT sentence FROM notice WHERE phone = :p ORDER BY written_at DESC LIMIT 1", p=MOUSSA) == (
        "unclaimed_paid"
    )
    assert "Already approved" in decide(office, "C1", "--approve", login=BRUNO)
    assert "is closed" in denied(office, "C1", "--pay-to", "677000001", "--why", "once more")
    assert "No case is open" in office.done("case", "list")
    sound(town)


def test_nobody_is_paid_who_has_no_wallet_or_another_number_by_then(office: Office) -> None:
    left_behind(office.counter)
    assert "reaches no wallet" in denied(office, "C1", "--pay-to", "655000003", "--why", "his ID")
    assert "no mobile number" in denied(office, "C1", "--pay-to", "12", "--why", "his ID")
    decide(office, "C1", "--pay-to", AWA, "--why", "her ID")
    with office.counter.town.owner.begin() as db:
        db.exec_driver_sql("UPDATE phone SET until = wallet_now() WHERE number = '+237699000002'")
    assert "no longer reaches Awa Ngono" in denied(office, "C1", "--approve", login=BRUNO)
    assert in_unclaimed(office.counter.town) == LEFT


def test_what_waits_in_unclaimed_is_neither_closed_nor_contested(office: Office) -> None:
    left_behind(office.counter)
    assert "waits in unclaimed" in denied(office, "C1", "--close", "--why", "old")
    assert "is no contest" in denied(office, "C1", "--leave", "--why", "old")
    office.counter.town.credit(AWA, 1)
    assert "Other open cases: 1" in office.done("payments", "--review")


def test_two_who_pay_it_at_once_pay_it_once(counter: Counter) -> None:
    left_behind(counter)
    town = counter.town
    owners = in_transaction(town.engine, lambda db: {who: find_owner(db, who) for who in (MOUSSA, AWA)})

    def pay(who: str) -> str:
        act = PayUnclaimed("C1", owners[who], why="their ID")

        def pay_it(db: Connection) -> str:
            act.lock(db)
            act.preview(db)
            return act.do(db, doing(town)).outcome.sentence

        try:
            return in_transaction(town.engine, pay_it)
        except Refused as no:
            return no.key

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(pay, (MOUSSA, AWA)))
    assert sorted(said) == ["staff.unclaimed_paid", "staff.unclaimed_paid_already"]
    assert town.balance(MOUSSA) + town.balance(AWA) == LEFT
    assert in_unclaimed(town) == 0
    sound(town)


def test_a_contradiction_looked_into_is_closed_with_its_reason_by_two(office: Office) -> None:
    counter = office.counter
    counter.recharge()
    counter.work("failed")
    with counter.town.owner.begin() as db:
        db.exec_driver_sql("UPDATE payment SET due_at = wallet_now()")
    counter.work("succeeded")
    assert counter.cases() == ["contradiction"]
    assert "--close" in office.done("case", "show", "C1")
    decide(office, "C1", "--close", "--why", "MTN reversed it: their ticket 8812")
    assert "would post nothing" in decide(office, "C1", "--approve", login=BRUNO)
    assert "closed already" in denied(office, "C1", "--close", "--why", "again")
    [act] = office.rows("SELECT why FROM staff_act WHERE kind = 'close_case'")
    assert act.why == "MTN reversed it: their ticket 8812"


@pytest.mark.parametrize("says", [Confirmation("succeeded", 9_000, MOUSSA, "XAF")])
def test_a_payment_in_review_is_settled_not_closed(office: Office, says: Confirmation) -> None:
    office.counter.recharge()
    office.counter.work(says)
    assert office.counter.state == "review"
    assert "is in review" in denied(office, "C1", "--close", "--why", "no idea")
    assert "payments --review" in office.done("case", "list")
