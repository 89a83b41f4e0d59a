"""Cash at an agent: held whole, opened by its code for its amount, ended once, and told apart by nobody."""

import threading
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import Connection, text

from local.demo_agent import appoint
from tests.world.town import AWA, FATOU, MOUSSA, PIN, Town
from wallet import ledger
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
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, Refused
from wallet.operations import asks
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from workers.deadlines import DEADLINES

TOTAL = 5_000 + 75 + 14
HALF_AN_HOUR = 30 * 60


class Market:
    """Fatou the agent, and Moussa who takes cash at hers."""

    def __init__(self, town: Town) -> None:
        self.town, self.count = town, 0
        town.register(FATOU, "Fatou Bello")
        town.credit(MOUSSA, 40_000)
        self.agent = in_transaction(town.engine, lambda db: appoint(db, FATOU))

    def ask(self, phone: str = MOUSSA, amount: int = 5_000) -> Outcome:
        actor, self.count = self.town.actor(phone), self.count + 1

        def quote(db: Connection) -> AskCashOut:
            return AskCashOut(quote_cash_out(db, actor.id, find_counter(db, actor.id, self.agent.code), amount))

        case = in_transaction(self.town.engine, quote)
        return self.town.wallet.perform(case, actor, f"{phone} asks {self.count}", "ussd", PinProof(PIN))

    @property
    def newest(self) -> str:
        return str(self.town.one("SELECT id FROM cash_out ORDER BY asked_at DESC LIMIT 1"))

    @property
    def code(self) -> str:
        return cash_outs.compute_code(self.town.wallet.secrets, self.newest)

    def try_code(self, code: str, amount: int = 5_000) -> Handover:
        actor, digest = self.town.actor(FATOU), asks.digest_code(self.town.wallet.secrets, FATOU, code)
        return in_transaction(self.town.engine, lambda db: check_handover(db, actor.id, digest, amount))

    def pay(self, handover: Handover, key: str = "pays") -> Outcome:
        return self.town.wallet.conclude(PayCashOut(handover), self.town.actor(FATOU), key, "ussd")

    def expire(self, cash_out_id: str) -> None:
        in_transaction(self.town.engine, lambda db: DEADLINES["cash_outs"].end(db, cash_out_id))

    def state(self) -> str:
        return str(self.town.one("SELECT state FROM cash_out ORDER BY asked_at DESC LIMIT 1"))

    def held(self, account: str = "held") -> int:
        return in_transaction(self.town.engine, lambda db: ledger.balance(db, ledger.ours(db, account)))

    def float(self) -> int:
        return in_transaction(self.town.engine, lambda db: ledger.balance(db, self.agent.float_id))

    def check(self) -> None:
        assert in_transaction(self.town.engine, check) == []


@pytest.fixture
def market(town: Town) -> Market:
    return Market(town)


def test_it_is_held_whole_and_paid_with_its_fee_tax_and_commission(market: Market) -> None:
    started = market.float()
    assert market.ask().sentence == "cash_out_asked"
    assert (market.town.balance(MOUSSA), market.held()) == (40_000 - TOTAL, TOTAL)
    handover = market.try_code(market.code)
    assert (handover.name, handover.commission) == ("Moussa B.?", 30)
    assert market.pay(handover).sentence == "cash_handed_out"
    assert (market.held(), market.float()) == (0, started + 5_000)
    assert [market.held(account) for account in ("fees", "tax", "commissions")] == [75, 14, -30]
    assert market.state() == "paid"
    market.check()


def test_no_code_is_kept_anywhere(market: Market) -> None:
    market.ask()
    tables = ("operation", "notice", "cash_out", "agent", "movement")
    with market.town.engine.begin() as db:
        kept = "".join(str(db.execute(text(f"SELECT {table}::text FROM {table}")).all()) for table in tables)
    assert market.newest in kept
    assert market.code not in kept
    shown = market.town.wallet.perform(ShowCashCode(), market.town.actor(MOUSSA), "sees", "ussd", PinProof(PIN))
    assert cash_outs.fill_placeholders(market.town.wallet.secrets, shown.values["cash_code"]) == market.code


def test_a_code_opens_only_there_for_its_amount_and_once(market: Market) -> None:
    market.ask()
    code = market.code
    assert market.try_code(code, 5_001).refusal == "refusal.to_agent"
    handover = market.try_code(code)
    assert market.pay(handover).sentence == "cash_handed_out"
    assert market.pay(handover, "again").sentence == "refusal.to_agent"
    assert market.try_code(code).refusal == "refusal.to_agent"
    with pytest.raises(Refused, match="not_agent"):
        in_transaction(market.town.engine, lambda db: check_handover(db, market.town.actor(AWA).person_id, "48", 5_000))


def test_an_agent_does_not_serve_themselves(market: Market) -> None:
    with pytest.raises(Misread, match="own_agent"):
        market.ask(FATOU, 500)


def test_five_wrong_tries_end_a_withdrawal_and_ten_wrong_codes_an_agents_day(market: Market) -> None:
    market.ask()
    for _ in range(5):
        assert market.try_code(market.code, 4_000).refusal == "refusal.to_agent"
    assert market.try_code(market.code).refusal == "refusal.to_agent", "the right amount comes too late"
    market.expire(market.newest)
    assert (market.state(), market.town.balance(MOUSSA), market.held()) == ("returned", 40_000, 0)
    assert market.town.one("SELECT wrong_codes FROM agent") == 1, "wrong amounts are not the agent's wrong codes"
    market.ask()
    for wrong in range(9):
        assert (
            market.try_code(f"{(int(market.code) + 100_000 * (wrong + 1)) % 10**7:07d}").refusal == "refusal.to_agent"
        )
    assert market.try_code(market.code).refusal == "refusal.agent_codes"
    assert market.town.one("SELECT count(*) FROM security_event") == 1
    market.town.pass_time(86_400)
    market.expire(market.newest)
    market.ask()
    assert market.try_code(market.code).refusal == ""


def test_time_cancelling_and_the_lock_return_it_whole(market: Market) -> None:
    market.ask()
    actor = market.town.actor(MOUSSA)
    cancelled = market.town.wallet.perform(CancelCashOut(market.newest), actor, "cancels", "ussd")
    assert (cancelled.sentence, market.town.balance(MOUSSA)) == ("cash_out_cancelled", 40_000)
    assert market.town.wallet.perform(CancelCashOut(market.newest), actor, "twice", "ussd").refused
    market.ask()
    market.ask()
    market.town.wallet.perform(LockWallet(), actor, "locks", "sms")
    assert (market.town.balance(MOUSSA), market.held()) == (40_000, 0)
    assert in_transaction(market.town.engine, lambda db: find_waiting_cash_out(db, actor.id)).id == ""
    assert market.town.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 0, "the ceilings are given back"
    with market.town.owner.begin() as db:
        db.exec_driver_sql("UPDATE person SET locked_by_owner = false")
    market.ask()
    market.expire(market.newest)
    assert market.state() == "open", "its time is not up"
    market.town.pass_time(HALF_AN_HOUR)
    assert market.try_code(market.code).refusal == "refusal.to_agent"
    market.expire(market.newest)
    market.expire(market.newest)
    assert (market.state(), market.town.balance(MOUSSA)) == ("returned", 40_000)
    market.check()


@pytest.mark.parametrize("state", ["frozen", "closed"])
def test_a_customer_whose_money_may_not_move_is_not_paid(market: Market, state: str) -> None:
    market.ask()
    handover = market.try_code(market.code)
    with market.town.owner.begin() as db:
        db.execute(text("UPDATE person SET state = :state WHERE name LIKE 'Moussa%'"), {"state": state})
    assert market.pay(handover).sentence == "refusal.to_agent"
    assert market.try_code(market.code).refusal == "refusal.to_agent"


@pytest.mark.parametrize("turn", range(2))
def test_payout_and_expiry_in_the_same_instant_are_exactly_one(market: Market, turn: int) -> None:
    """Ten times each: the time is up between the agent's PIN and the posting, while the worker returns the money."""
    for once in range(10):
        market.ask(amount=300)
        handover, started, had = market.try_code(market.code, 300), market.float(), market.town.balance(MOUSSA)
        with market.town.owner.begin() as db:  # due in a few milliseconds, so that either may come first
            db.execute(text("UPDATE cash_out SET until = wallet_now() + interval '6 ms' WHERE state = 'open'"))
        barrier = threading.Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            paying = threads.submit(pay_at, barrier, market, handover, f"pays {turn} {once}")
            threads.submit(end_at, barrier, market).result()
        paid = paying.result().sentence == "cash_handed_out"
        assert market.state() == ("paid" if paid else "returned")
        assert market.float() == started + 300 * paid
        assert market.town.balance(MOUSSA) == had + (0 if paid else 300 + 50 + 5)
    assert market.held() == 0
    market.check()


def pay_at(barrier: threading.Barrier, market: Market, handover: Handover, key: str) -> Outcome:
    barrier.wait()
    return market.pay(handover, key)


def end_at(barrier: threading.Barrier, market: Market) -> None:
    barrier.wait()
    while market.state() == "open":
        market.expire(market.newest)


def test_two_customers_at_once_get_codes_that_begin_otherwise(market: Market) -> None:
    market.town.credit(AWA, 10_000)
    threads = [threading.Thread(target=market.ask, args=(phone, 200)) for phone in (MOUSSA, AWA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with market.town.engine.begin() as db:
        places = db.execute(text("SELECT place FROM cash_out WHERE state = 'open'")).scalars().all()
    assert len(set(places)) == 2


def refusal_times(market: Market, tries: int) -> dict[str, list[float]]:
    """How long each kind of refusal takes, in milliseconds, in turns so that none has the warmer cache."""
    market.ask(amount=1_000)
    code = market.code
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
            with market.town.owner.begin() as db:
                db.exec_driver_sql("UPDATE agent SET wrong_codes = 0")
                db.exec_driver_sql("UPDATE cash_out SET tries = 0")
                db.execute(
                    text("UPDATE person SET state = :state, locked_by_owner = :locked WHERE name LIKE 'Moussa%'"),
                    {"state": "frozen" if state == "frozen" else "open", "locked": state == "locked"},
                )
            begun = perf_counter()
            assert market.try_code(typed, amount).refusal == "refusal.to_agent"
            taken[kind].append((perf_counter() - begun) * 1000)
    return taken


def test_every_refusal_takes_the_same_time(market: Market) -> None:
    taken = refusal_times(market, 40)
    medians = {kind: median(times) for kind, times in taken.items()}
    print({kind: f"{one:.2f} ms" for kind, one in medians.items()})
    spread = max(max(times) - min(times) for times in taken.values())
    assert max(medians.values()) - min(medians.values()) < max(2.0, spread / 2)
