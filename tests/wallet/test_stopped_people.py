"""A stop stops all: whoever was frozen, locked for their robbed owner or suspended does nothing more, told or not."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from tests.wallet.agents.test_cash_outs import AgentsCounter
from tests.world.cast import ALICE, AWA, BRUNO, FATOU, MOUSSA, STRANGER
from tests.world.office import Office
from tests.world.world import World
from wallet.accounts.lock_wallet import LockWallet, UnlockWallet
from wallet.agents.agents import Agent
from wallet.agents.ask_cash_out import find_counter
from wallet.agents.float_moves import SendFloat, TakeCommission, quote_float, read_float
from wallet.agents.identify_person import IdentifyPerson, find_unchecked
from wallet.agents.lock_customer import LockCustomer, UnlockCustomer
from wallet.agents.pay_cash_out import Handover, PayCashOut, check_handover
from wallet.agents.read_agent_day import ReadAgentDay
from wallet.agents.start_pin_reset import StartPinReset
from wallet.agents.take_cash_in import Credit, TakeCashIn, find_customer
from wallet.core.errors import Refused
from wallet.operations.use_case import UseCase
from wallet.payments import payments
from wallet.people import sims
from wallet.people.sims import SimAnswer
from wallet.perform import ALL
from workers import payments as worker
from workers import sims as sim_worker

FREEZE = ("person", "freeze", MOUSSA, "--why", "a forged ID")
ROB = ("person", "lock", MOUSSA, "--why", "his phone was taken")


def freeze(world: World, office: Office) -> None:
    office.done(*FREEZE, login=ALICE)


def rob(world: World, office: Office) -> None:
    office.done(*ROB, login=ALICE)


def lock(world: World, _: Office) -> None:
    world.perform(MOUSSA, LockWallet(), "BLOQUE", "sms")


STOPS: list[Callable[[World, Office], None]] = [freeze, rob, lock]
stops = pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.__name__)


# -------------------------------------------------------------------------------- what no operator was told yet
@stops
@pytest.mark.parametrize("amount", [5_000, 150_000])
def test_a_payout_that_was_not_told_goes_back(
    world: World, office: Office, stop: Callable[[World, Office], None], amount: int
) -> None:
    """Asked before the stop; a large one waits for the SIM to be looked at."""
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 200_000)
    assert world.withdraw(amount).sentence == "withdraw_money_asked"
    stop(world, office)
    if amount > 100_000:
        world.do(lambda db: sims.hear(db, MOUSSA, SimAnswer()))
        sim_worker.let_go(MOUSSA)
    world.work()
    assert world.rails["mtn"].calls in ([], ["prepare"]), "nothing that moves money was said"
    assert (world.payment_state, world.balance(MOUSSA)) == ("failed", 200_000)
    assert world.receipts()[-1] == "withdraw_money_failed"
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 0
    world.check()


@stops
def test_one_that_was_told_goes_on(world: World, office: Office, stop: Callable[[World, Office], None]) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    world.work("pending")
    stop(world, office)
    world.pass_time(6)
    world.work("succeeded")
    assert world.payment_state == "succeeded"
    world.check()


def test_one_that_was_lost_is_not_told_again(world: World, office: Office) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    world.work("lost")
    freeze(world, office)
    world.pass_time(70)
    world.work("never_ran")
    assert world.payment_state == "unknown", "it may have run: only the operator knows"
    assert world.rails["mtn"].calls.count("submit") == 1


def test_a_stop_lifted_in_time_stops_nothing(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    lock(world, Office(world))
    world.perform(MOUSSA, UnlockWallet(), "u")
    world.work("succeeded")
    assert world.payment_state == "succeeded"


@pytest.mark.parametrize("stop", STOPS[:2], ids=["freeze", "rob"])
def test_nobody_is_prompted_for_who_was_stopped(
    world: World, office: Office, stop: Callable[[World, Office], None]
) -> None:
    """And nobody is taken to have refused: the prompt was never sent."""
    world.recharge(payer=STRANGER)
    stop(world, office)
    world.work()
    assert (world.payment_state, world.rails["mtn"].calls) == ("failed", ["prepare"])
    assert world.one("SELECT reason FROM payment") == "stopped"


def test_a_stop_between_the_lease_and_the_telling_is_seen(world: World, office: Office) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    [leased] = world.do(lambda db: payments.lease(db, "mtn", 1, submit=True))
    freeze(world, office)
    assert worker.tell(world.rails["mtn"], leased) is None  # type: ignore[arg-type]  # a rail that says what it should
    assert world.payment_state == "failed"


# -------------------------------------------------------------------------------- what a stopped person may do
WHEN_STOPPED = {
    "read_balance", "change_language", "choose_texts", "change_pin", "choose_pin", "reset_pin", "keep_pin",
    "lock_wallet", "unlock_wallet", "refuse_request", "cancel_request", "block_person", "unblock_person",
    "remove_favourite", "cancel_cash_out", "cancel_send", "contest_payment", "end_subscription", "pause_subscription",
    "refuse_shop_request", "send_page_link",
}  # fmt: skip


def test_every_use_case_says_if_a_stopped_person_may_do_it() -> None:
    """Looking, locking, refusing what others want, and asking back what was given: nothing that gives money."""
    may = {case.kind for case in ALL.values() if case.when_stopped}
    assert may == WHEN_STOPPED
    assert not any(ALL[kind].moves_money for kind in may)


# -------------------------------------------------------------------------------- agents
def as_agent(world: World, agent: Agent, customer: str) -> dict[str, UseCase]:
    """Everything an agent does for others, or with their float."""
    awa = world.actor(AWA)
    return {
        case.kind: case
        for case in (
            IdentifyPerson("", STRANGER, "cni", "AB123457", "Zita Bih"),
            IdentifyPerson(awa.id, AWA, "cni", "AB123457", "Awa Ngono"),
            StartPinReset(awa.id, AWA, "AB123457"),
            LockCustomer(awa.id, AWA, "AB123457"),
            UnlockCustomer(awa.id, AWA, "AB123457"),
            TakeCashIn(Credit(awa.id, AWA, "Awa", 1_000, 2)),
            PayCashOut(Handover(customer, world.actor(MOUSSA).id, "Moussa", 5_000, 30)),
            SendFloat("123455", awa.id, 1_000),
            TakeCommission(1),
            ReadAgentDay(),
        )
    }


LOOKS: dict[str, Callable[[Connection, str], object]] = {
    "customer": lambda db, who: find_customer(db, who, AWA),
    "unchecked": lambda db, who: find_unchecked(db, who, AWA),
    "handover": lambda db, who: check_handover(db, who, "10" + "0" * 64, 1_000),
    "float": read_float,
    "gift": lambda db, who: quote_float(db, who, None, 1_000),  # type: ignore[arg-type]
}
AGENT_STOPS = {
    "frozen": ("refusal.account_frozen", ("person", "freeze", FATOU, "--why", "a forged ID")),
    "robbed": ("refusal.locked_for_owner", ("person", "lock", FATOU, "--why", "she came to us")),
    "suspended": ("refusal.agent_suspended", ("agent", "suspend", "{agent}", "--why", "splits sums")),
}


@pytest.mark.parametrize("stop", AGENT_STOPS)
def test_a_stopped_agent_does_nothing_as_an_agent(world: World, office: Office, stop: str) -> None:
    counter = AgentsCounter(world)
    counter.ask()
    fatou, before = world.actor(FATOU), world.balance(MOUSSA)
    refusal, command = AGENT_STOPS[stop]
    cases = as_agent(world, counter.agent, counter.newest)
    office.done(*(word.format(agent=counter.agent.code) for word in command), login=ALICE)
    assert world.balance(MOUSSA) == before + 5_089, "what waited there went back to its owner"
    for kind, case in cases.items():
        assert world.conclude(FATOU, case, f"as agent {kind}").sentence == refusal, kind
    for name, look in LOOKS.items():
        with pytest.raises(Refused) as refused:
            world.do(lambda db, look=look: look(db, fatou.id))
        assert refused.value.key == refusal, name
    assert world.rows("SELECT 1 FROM identity WHERE number = 'AB123457'") == []
    assert world.actor(STRANGER).kind == "stranger"
    with pytest.raises(Refused, match="agent_away"):
        world.do(lambda db: find_counter(db, world.actor(MOUSSA).id, counter.agent.code))
    world.check()


def test_one_login_suspends_two_reinstate(world: World, office: Office) -> None:
    agent = world.appoint_agent()
    ask = ("agent", "reinstate", agent.code, "--why", "looked into")
    assert "nothing to reinstate" in office.refused(*ask, login=ALICE)
    suspend = ("agent", "suspend", agent.code, "--why", "splits sums")
    assert "is suspended" in office.done(*suspend, login=ALICE)
    assert "nothing to suspend" in office.refused(*suspend, login=ALICE)
    assert "no agent" in office.refused("agent", "suspend", "999999", "--why", "splits sums", login=ALICE).lower()
    world.credit(FATOU, 5_000)
    assert world.send(FATOU, AWA, 500, "own").sentence == "money_sent", "their own wallet works"
    assert "Asked" in office.done(*ask, login=ALICE)
    approve = ("agent", "reinstate", agent.code, "--approve")
    assert "somebody else must" in office.refused(*approve, login=ALICE)
    assert "done" in office.done(*approve, login=BRUNO)
    assert world.texts_to(FATOU)[:1] + world.texts_to(FATOU)[-1:] == ["agent_suspended", "agent_reinstated"]
    world.pay_in(AWA, 1_000)
