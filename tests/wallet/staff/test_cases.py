"""Cases that are no contest: unclaimed money is paid once, to its owner's wallet, the rest closed with a reason."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office, name_person
from tests.world.world import World
from wallet.core.errors import Refused
from wallet.payments.orders import Confirmation
from wallet.staff.actions.pay_unclaimed import PayUnclaimed, find_owner

LEFT = 20_000


def left_behind(world: World) -> None:
    """Moussa closes; the operator does not take what was left; he registers again, poor."""
    world.see_id(MOUSSA)
    world.credit(MOUSSA, LEFT)
    world.perform(MOUSSA, world.closing(MOUSSA), "c1")
    world.work("failed")
    world.open_wallet(MOUSSA, "Moussa Bello Njoya")


def decide(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.done("case", "decide", *arguments, login=login)


def denied(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.refused("case", "decide", *arguments, login=login)


def test_what_is_unclaimed_is_paid_to_its_owner_s_wallet_by_two(world: World, office: Office) -> None:
    left_behind(world)
    assert (world.balance_of("unclaimed"), world.balance(MOUSSA)) == (LEFT, 0)
    shown = office.done("case", "show", "C1", login=ALICE)
    assert "20 000 FCFA" in shown
    assert "--pay-to PERSON" in shown
    assert "Asked" in decide(office, "c1", "--pay-to", "677000001", "--why", "his ID, and his old PIN")
    assert "somebody else" in denied(office, "C1", "--approve")
    done = decide(office, "C1", "--approve", login=BRUNO)
    assert f"pay C1 to Moussa N., {name_person(world, MOUSSA)}" in done
    assert "-20 000  unclaimed" in done
    assert (world.balance_of("unclaimed"), world.balance(MOUSSA)) == (0, LEFT), "what is owed passes every ceiling"
    assert world.one("SELECT sentence FROM notice WHERE phone = :p ORDER BY written_at DESC LIMIT 1", p=MOUSSA) == (
        "unclaimed_paid"
    )
    assert "Already approved" in decide(office, "C1", "--approve", login=BRUNO)
    assert "is closed" in denied(office, "C1", "--pay-to", "677000001", "--why", "once more")
    assert "No case is open" in office.done("case", "list")
    world.check()


def test_nobody_is_paid_who_has_no_wallet_or_another_number_by_then(world: World, office: Office) -> None:
    left_behind(world)
    assert "reaches no wallet" in denied(office, "C1", "--pay-to", "655000003", "--why", "his ID")
    assert "no mobile number" in denied(office, "C1", "--pay-to", "12", "--why", "his ID")
    decide(office, "C1", "--pay-to", AWA, "--why", "her ID")
    world.change("UPDATE phone SET until = wallet_now() WHERE number = '+237699000002'")
    assert "reaches Awa N. no longer" in denied(office, "C1", "--approve", login=BRUNO)
    assert world.balance_of("unclaimed") == LEFT


def test_nothing_is_paid_to_a_wallet_that_is_frozen(world: World, office: Office) -> None:
    left_behind(world)
    decide(office, "C1", "--pay-to", "677000001", "--why", "his ID")
    office.done("person", "freeze", MOUSSA[4:], "--why", "a forged ID")
    told = denied(office, "C1", "--approve", login=BRUNO)
    assert "Moussa N. is frozen: what is theirs waits" in told
    assert f"./mbongo person unfreeze {name_person(office.world, MOUSSA)}" in told
    assert world.balance_of("unclaimed") == LEFT


def test_what_waits_in_unclaimed_is_neither_closed_nor_contested(world: World, office: Office) -> None:
    left_behind(world)
    assert "waits in unclaimed" in denied(office, "C1", "--close", "--why", "old")
    assert "is no contest" in denied(office, "C1", "--leave", "--why", "old")
    world.credit(AWA, 1)
    assert "Other open cases: 1" in office.done("payments", "--review")


def test_two_who_pay_it_at_once_pay_it_once(world: World) -> None:
    left_behind(world)
    world.allow("pay_unclaimed")  # an act done by hand, which two agree to above
    owners = world.do(lambda db: {who: find_owner(db, who) for who in (MOUSSA, AWA)})

    def pay(who: str) -> str:
        act = PayUnclaimed("C1", owners[who], why="their ID")

        def pay_it(db: Connection) -> str:
            act.lock(db)
            act.preview(db)
            return act.do(db, Office(world).doing()).outcome.sentence

        try:
            return world.do_as_owner(pay_it)  # whom no guard asks for two logins
        except Refused as no:
            return no.key

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(pay, (MOUSSA, AWA)))
    assert sorted(said) == ["staff.unclaimed_paid", "staff.unclaimed_paid_already"]
    assert world.balance(MOUSSA) + world.balance(AWA) == LEFT
    assert world.balance_of("unclaimed") == 0
    world.check("a case is closed by an act")


def test_a_contradiction_looked_into_is_closed_with_its_reason_by_two(world: World, office: Office) -> None:
    world.recharge()
    world.work("failed")
    world.change("UPDATE payment SET due_at = wallet_now()")
    world.work("succeeded")
    assert world.cases() == ["contradiction"]
    assert "--close" in office.done("case", "show", "C1", login=ALICE)
    decide(office, "C1", "--close", "--why", "MTN reversed it: their ticket 8812")
    assert "would post nothing" in decide(office, "C1", "--approve", login=BRUNO)
    assert "closed already" in denied(office, "C1", "--close", "--why", "again")
    [act] = world.rows("SELECT why FROM staff_act WHERE kind = 'close_case'")
    assert act.why == "MTN reversed it: their ticket 8812"


@pytest.mark.parametrize("says", [Confirmation("succeeded", 9_000, MOUSSA, "XAF")])
def test_a_payment_in_review_is_settled_not_closed(world: World, office: Office, says: Confirmation) -> None:
    world.recharge()
    world.work(says)
    assert world.payment_state == "review"
    assert "is in review" in denied(office, "C1", "--close", "--why", "no idea")
    assert "payments --review" in office.done("case", "list")
