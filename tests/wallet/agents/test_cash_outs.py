"""Cash at an agent: held whole, opened by its code for its amount, ended once, and told apart by nobody."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import Connection, text

from sms_templates import say
from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.hashed import PEPPER
from tests.world.world import World
from wallet.accounts.first_screen import find_first_screen
from wallet.accounts.lock_wallet import LockWallet
from wallet.agents import cash_outs
from wallet.agents.ask_cash_out import (
    AskCashOut,
    CancelCashOut,
    ShowCashCode,
    find_counter,
    find_waiting_cash_out,
    quote_cash_out,
)
from wallet.agents.pay_cash_out import Handover, PayCashOut, check_handover
from wallet.core.errors import Misread, Refused
from wallet.core.secrets import Secrets
from wallet.operations import asks
from wallet.operations.use_case import Outcome
from workers.deadlines import DEADLINES

TOTAL = 5_000 + 75 + 14
HALF_AN_HOUR = 30 * 60


class AgentsCounter:
    """Fatou's counter, and Moussa who takes cash at it."""

    def __init__(self, world: World) -> None:
        self.world, self.count = world, 0
        self.agent = world.appoint_agent()
        world.credit(MOUSSA, 40_000)

    def ask(self, phone: str = MOUSSA, amount: int = 5_000) -> Outcome:
        actor, self.count = self.world.actor(phone), self.count + 1

        def quote(db: Connection) -> AskCashOut:
            return AskCashOut(quote_cash_out(db, actor.id, find_counter(db, actor.id, self.agent.code), amount))

        return self.world.perform(actor, self.world.do(quote), f"{phone} asks {self.count}")

    @property
    def newest(self) -> str:
        return str(self.world.one("SELECT id FROM cash_out ORDER BY asked_at DESC LIMIT 1"))

    @property
    def code(self) -> str:
        return cash_outs.compute_code(self.world.wallet.secrets, self.newest)

    def try_code(self, code: str, amount: int = 5_000) -> Handover:
        actor, digest = self.world.actor(FATOU), asks.digest_code(self.world.wallet.secrets, FATOU, code)
        return self.world.do(lambda db: check_handover(db, actor.id, digest, amount))

    def pay(self, handover: Handover, key: str = "pays") -> Outcome:
        return self.world.conclude(FATOU, PayCashOut(handover), key)

    def expire(self, cash_out_id: str) -> None:
        self.world.do(lambda db: DEADLINES["cash_outs"].end(db, cash_out_id))

    @property
    def state(self) -> str:
        return str(self.world.one("SELECT state FROM cash_out ORDER BY asked_at DESC LIMIT 1"))

    @property
    def float(self) -> int:
        return self.world.balance_of(self.agent.float_id)


@pytest.fixture
def counter(world: World) -> AgentsCounter:
    return AgentsCounter(world)


def test_it_is_held_whole_and_paid_with_its_fee_tax_and_commission(world: World, counter: AgentsCounter) -> None:
    started = counter.float
    assert counter.ask().sentence == "cash_out_asked"
    assert (world.balance(MOUSSA), world.balance_of("held")) == (40_000 - TOTAL, TOTAL)
    handover = counter.try_code(counter.code)
    assert (handover.name, handover.commission) == ("Moussa B.", 30)
    assert counter.pay(handover).sentence == "cash_handed_out"
    assert (world.balance_of("held"), counter.float) == (0, started + 5_000)
    assert [world.balance_of(account) for account in ("fees", "tax", "commissions")] == [75, 14, -30]
    assert counter.state == "paid"
    world.check()


def test_no_code_is_kept_anywhere(world: World, counter: AgentsCounter) -> None:
    counter.ask()
    tables = ("operation", "notice", "cash_out", "agent", "movement")
    rows = (f"SELECT {table}::text FROM {table}" for table in tables)
    kept = "".join(str(world.do(lambda db, one=one: db.execute(text(one)).scalars().all())) for one in rows)
    assert counter.newest in kept
    assert counter.code not in kept
    shown = world.perform(MOUSSA, ShowCashCode(), "sees")
    assert cash_outs.fill_placeholders(world.wallet.secrets, shown.values["cash_code"]) == counter.code


def test_a_code_opens_only_there_for_its_amount_and_once(world: World, counter: AgentsCounter) -> None:
    counter.ask()
    code = counter.code
    assert counter.try_code(code, 5_001).refusal == "refusal.cash_out_differs"
    handover = counter.try_code(code)
    assert counter.pay(handover).sentence == "cash_handed_out"
    assert counter.pay(handover, "again").sentence == "refusal.to_agent"
    assert counter.try_code(code).refusal == "refusal.cash_out_differs"
    with pytest.raises(Refused, match="not_agent"):
        world.do(lambda db: check_handover(db, world.actor(AWA).person_id, "48", 5_000))


def test_only_its_agent_pays_it_in_time_for_its_amount_while_money_may_move(
    world: World, counter: AgentsCounter
) -> None:
    """All of it looked at again after the code was right, as an agent takes a while to type a PIN."""
    world.appoint_agent(AWA, "223453")
    counter.ask()
    handover = counter.try_code(counter.code)
    assert world.conclude(AWA, PayCashOut(handover), "another").sentence == "refusal.to_agent"
    assert counter.pay(replace(handover, amount=4_999), "less").sentence == "refusal.to_agent"
    set_state = "UPDATE person SET state = :state WHERE id = :id"
    world.change(set_state, state="frozen", id=handover.person_id)
    assert counter.pay(handover, "frozen").sentence == "refusal.to_agent"
    world.change(set_state, state="open", id=handover.person_id)
    world.pass_time(HALF_AN_HOUR + 1)
    assert counter.pay(handover, "late").sentence == "refusal.to_agent"
    assert counter.state == "open"


def test_the_customers_first_line_says_what_the_agent_was_refused_for(world: World, counter: AgentsCounter) -> None:
    """The agent reads that code or amount differ, not which; whose cash it is reads what was asked, and where."""
    moussa = world.actor(MOUSSA).person_id
    counter.ask()
    assert world.do(lambda db: find_first_screen(db, moussa)).first_line == "usual"
    counter.try_code(counter.code, 4_000)
    shown = world.do(lambda db: find_first_screen(db, moussa))
    assert (shown.first_line, shown.name, shown.amount) == ("differs", "Fatou B.", 5_000)
    assert say("fr", "ussd.main.title", **vars(shown)) == "Agent Fatou B.: le montant attendu est 5 000 FCFA"


def test_an_agent_does_not_serve_themselves(counter: AgentsCounter) -> None:
    with pytest.raises(Misread, match="own_agent"):
        counter.ask(FATOU, 500)


def test_five_wrong_tries_end_a_withdrawal_and_ten_wrong_codes_an_agents_day(
    world: World, counter: AgentsCounter
) -> None:
    counter.ask()
    for _ in range(5):
        assert counter.try_code(counter.code, 4_000).refusal == "refusal.cash_out_differs"
    assert counter.try_code(counter.code).refusal == "refusal.cash_out_differs", "the right amount comes too late"
    counter.expire(counter.newest)
    assert (counter.state, world.balance(MOUSSA), world.balance_of("held")) == ("returned", 40_000, 0)
    assert world.one("SELECT wrong_codes FROM agent") == 1, "wrong amounts are not the agent's wrong codes"
    counter.ask()
    for wrong in range(9):
        assert (
            counter.try_code(f"{(int(counter.code) + 100_000 * (wrong + 1)) % 10**7:07d}").refusal
            == "refusal.cash_out_differs"
        )
    assert counter.try_code(counter.code).refusal == "refusal.agent_codes"
    assert world.one("SELECT count(*) FROM security_event") == 1
    world.pass_time(86_400)
    counter.expire(counter.newest)
    counter.ask()
    assert counter.try_code(counter.code).refusal == ""


def test_time_cancelling_and_the_lock_return_it_whole(world: World, counter: AgentsCounter) -> None:
    counter.ask()
    actor = world.actor(MOUSSA)
    cancelled = world.perform(actor, CancelCashOut(counter.newest), "cancels")
    assert (cancelled.sentence, world.balance(MOUSSA)) == ("cash_out_cancelled", 40_000)
    assert world.perform(actor, CancelCashOut(counter.newest), "twice").refused
    counter.ask()
    counter.ask()
    world.perform(actor, LockWallet(), "locks", "sms")
    assert (world.balance(MOUSSA), world.balance_of("held")) == (40_000, 0)
    assert world.do(lambda db: find_waiting_cash_out(db, actor.id)).id == ""
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 0, "the ceilings are given back"
    world.change("UPDATE person SET locked_by_owner = false")
    counter.ask()
    counter.expire(counter.newest)
    assert counter.state == "open", "its time is not up"
    world.pass_time(HALF_AN_HOUR)
    assert counter.try_code(counter.code).refusal == "refusal.cash_out_differs"
    counter.expire(counter.newest)
    counter.expire(counter.newest)
    assert (counter.state, world.balance(MOUSSA)) == ("returned", 40_000)
    world.check()


@pytest.mark.parametrize("state", ["frozen", "closed"])
def test_a_customer_whose_money_may_not_move_is_not_paid(world: World, counter: AgentsCounter, state: str) -> None:
    counter.ask()
    handover = counter.try_code(counter.code)
    world.change("UPDATE person SET state = :state WHERE name LIKE 'Moussa%'", state=state)
    assert counter.pay(handover).sentence == "refusal.to_agent"
    assert counter.try_code(counter.code).refusal == "refusal.cash_out_differs"


@pytest.mark.parametrize("turn", range(2))
def test_payout_and_expiry_in_the_same_instant_are_exactly_one(world: World, counter: AgentsCounter, turn: int) -> None:
    """Ten times each: the time is up between the agent's PIN and the posting, while the worker returns the money."""
    for once in range(10):
        counter.ask(amount=300)
        handover, started, had = counter.try_code(counter.code, 300), counter.float, world.balance(MOUSSA)
        # due in a few milliseconds, so that either may come first
        world.change("UPDATE cash_out SET until = wallet_now() + interval '6 ms' WHERE state = 'open'")
        barrier = threading.Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            paying = threads.submit(pay_at, barrier, counter, handover, f"pays {turn} {once}")
            threads.submit(end_at, barrier, counter).result()
        paid = paying.result().sentence == "cash_handed_out"
        assert counter.state == ("paid" if paid else "returned")
        assert counter.float == started + 300 * paid
        assert world.balance(MOUSSA) == had + (0 if paid else 300 + 50 + 5)
    assert world.balance_of("held") == 0
    world.check()


def pay_at(barrier: threading.Barrier, counter: AgentsCounter, handover: Handover, key: str) -> Outcome:
    barrier.wait()
    return counter.pay(handover, key)


def end_at(barrier: threading.Barrier, counter: AgentsCounter) -> None:
    barrier.wait()
    while counter.state == "open":
        counter.expire(counter.newest)


def test_two_customers_at_once_get_codes_that_begin_otherwise(world: World, counter: AgentsCounter) -> None:
    world.credit(AWA, 10_000)
    threads = [threading.Thread(target=counter.ask, args=(phone, 200)) for phone in (MOUSSA, AWA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    places = world.column("SELECT place FROM cash_out WHERE state = 'open'")
    assert len(set(places)) == 2


def refusal_times(counter: AgentsCounter, tries: int) -> dict[str, list[float]]:
    """Return the milliseconds each kind of refusal takes, tried in turns so that none has the warmer cache."""
    counter.ask(amount=1_000)
    code = counter.code
    other = f"{(int(code[:2]) + 1) % 100:02d}"
    kinds: dict[str, tuple[str, int, str]] = {
        "no funds (no code)": (f"{other}00001", 1_000, "open"),
        "unknown code": (f"{other}12345", 1_000, "open"),
        "wrong code": (code[:2] + f"{(int(code[2:]) + 1) % 10**5:05d}", 1_000, "open"),
        "wrong amount": (code, 1_100, "open"),
        "frozen": (code, 1_000, "frozen"),
        "locked": (code, 1_000, "locked"),
    }
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(tries):
        for kind, (typed, amount, state) in kinds.items():
            counter.world.change("UPDATE agent SET wrong_codes = 0")
            counter.world.change("UPDATE cash_out SET tries = 0")
            counter.world.change(
                "UPDATE person SET state = :state, locked_by_owner = :locked WHERE name LIKE 'Moussa%'",
                state="frozen" if state == "frozen" else "open",
                locked=state == "locked",
            )
            begun = perf_counter()
            assert counter.try_code(typed, amount).refusal == "refusal.cash_out_differs"
            taken[kind].append((perf_counter() - begun) * 1000)
    return taken


def test_every_refusal_takes_the_same_time(counter: AgentsCounter) -> None:
    taken = refusal_times(counter, 40)
    medians = {kind: median(times) for kind, times in taken.items()}
    print({kind: f"{one:.2f} ms" for kind, one in medians.items()})
    spread = max(max(times) - min(times) for times in taken.values())
    assert max(medians.values()) - min(medians.values()) < max(2.0, spread / 2)


def test_fee_and_commission_are_both_of_the_tariff_that_was_agreed(world: World, counter: AgentsCounter) -> None:
    """Whatever is in force by the time the cash is handed over: else a change of prices would pay for a circle."""
    counter.ask()
    world.change("INSERT INTO tariff VALUES ('pay_cash_out', clock_timestamp(), 0, 0, 0, 0, 0, 400000, 'amount')")
    world.pass_time(1)
    handover = counter.try_code(counter.code)
    assert handover.commission == 30
    assert counter.pay(handover).values["commission"] == 30
    assert [world.balance_of(account) for account in ("fees", "tax", "commissions")] == [75, 14, -30]
    world.check()


def test_a_code_that_was_issued_stays_the_same_code_while_the_pepper_turns(
    world: World, counter: AgentsCounter
) -> None:
    counter.ask()
    code, newer = counter.code, "2:a-pepper-that-takes-over-from-it"
    after = Secrets.read(f"{newer},{PEPPER}")
    shown = world.perform(MOUSSA, ShowCashCode(), "sees").values["cash_code"]
    assert cash_outs.fill_placeholders(after, shown) == code
    assert cash_outs.fill_placeholders(after, f"~{counter.newest}~") != code, "as a version before wrote it: the newest"
    assert cash_outs.fill_placeholders(Secrets.read(newer), shown) == "-------", "its pepper is gone, and so is it"
    agent = world.actor(FATOU).id
    wrong, right = (
        asks.digest_code(after, FATOU, typed) for typed in (cash_outs.compute_code(after, counter.newest), code)
    )
    assert world.do(lambda db: check_handover(db, agent, wrong, 5_000)).refusal == "refusal.cash_out_differs"
    handover = world.do(lambda db: check_handover(db, agent, right, 5_000))
    assert counter.pay(handover).sentence == "cash_handed_out"
    world.check()
