"""Many at once on real connections: nothing lost, nothing spent twice, nothing stuck."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Connection, Engine, text

from tests.wallet.ledger.accounts import Accounts
from wallet.core.database import in_transaction
from wallet.ledger import Transfer, balance, post, roll_up

THREADS = 64


def all_at_once(engine: Engine, accounts: Accounts, said: Sequence[Sequence[str]]) -> Counter[str]:
    """A thread for each list, posting it line by line, a transaction each; how often each outcome came."""
    barrier = Barrier(len(said))

    def outcome(transfer: Transfer) -> str:
        return in_transaction(engine, lambda db: post(db, [transfer])[0].outcome)

    def thread(lines: Sequence[str]) -> list[str]:
        asked = [accounts.transfer(line) for line in lines]
        barrier.wait()
        return [outcome(transfer) for transfer in asked]

    with ThreadPoolExecutor(len(said)) as threads:
        return Counter(told for outcomes in threads.map(thread, said) for told in outcomes)


def balances(engine: Engine, accounts: Accounts, *names: str) -> list[int]:
    with engine.begin() as db:
        return [balance(db, accounts.id(name)) for name in names]


def test_64_threads_spend_one_balance_20_times(engine: Engine, accounts: Accounts) -> None:
    """Moussa has 1 000 for every 64 who want 37 with a fee of 3: exactly 25 get it, every time."""
    for turn in range(20):
        all_at_once(engine, accounts, [[f"in{turn}: cash -1000, moussa +1000"]])
        wanted = [[f"s{turn}.{n}: moussa -40, awa +37, fees +3"] for n in range(THREADS)]
        assert all_at_once(engine, accounts, wanted) == {"posted": 25, "refused": 39}
        assert balances(engine, accounts, "moussa", "awa", "fees") == [0, 37 * 25 * (turn + 1), 3 * 25 * (turn + 1)]


def test_there_and_back_at_the_same_time_loses_nothing(engine: Engine, accounts: Accounts) -> None:
    all_at_once(engine, accounts, [["in1: cash -500, moussa +500", "in2: cash -500, awa +500"]])
    there = [[f"t{n}.{m}: moussa -1, awa +1" for m in range(20)] for n in range(8)]
    back = [[f"b{n}.{m}: awa -1, moussa +1" for m in range(20)] for n in range(8)]
    assert all_at_once(engine, accounts, there + back) == {"posted": 320}
    assert balances(engine, accounts, "moussa", "awa") == [500, 500]


def test_one_key_at_the_same_time_is_posted_once(engine: Engine, accounts: Accounts) -> None:
    assert all_at_once(engine, accounts, [["in: cash -9, moussa +9"]] * 16) == {"posted": 1, "already": 15}


def test_one_key_at_the_same_time_on_accounts_nobody_locks(engine: Engine, accounts: Accounts) -> None:
    same = ["in: cash -9, orange +9"]
    assert all_at_once(engine, accounts, [same] * 16) == {"posted": 1, "already": 15}
    other = [["k: cash -9, orange +9"], ["k: cash -9, held +9"]] * 8
    outcomes = all_at_once(engine, accounts, other)
    assert (outcomes["posted"], outcomes["already"], outcomes["clash"]) == (1, 7, 8)


def test_refunds_at_the_same_time_never_exceed_what_they_undo(engine: Engine, accounts: Accounts) -> None:
    all_at_once(engine, accounts, [["in: cash -1000, moussa +1000", "s: moussa -1000, brice +1000"]])
    all_at_once(engine, accounts, [["more: cash -1000, brice +1000"]])
    refunds = [[f"r{n}: brice -300, moussa +300 undoes s"] for n in range(16)]
    assert all_at_once(engine, accounts, refunds) == {"posted": 3, "refused": 13}
    assert balances(engine, accounts, "moussa", "brice") == [900, 1100]


def test_what_waits_ends_once_however_many_end_it(engine: Engine, accounts: Accounts) -> None:
    all_at_once(engine, accounts, [["in: cash -900, moussa +900", "h: moussa -100, held +100"]])
    ends = [[f"e{n}: held -100, {who} +100 ends h"] for n, who in enumerate(["moussa", "awa", "orange"] * 5)]
    assert all_at_once(engine, accounts, ends) == {"posted": 1, "refused": 14}
    assert balances(engine, accounts, "held") == [0]


def test_rolling_up_all_the_while_counts_nothing_twice(engine: Engine, accounts: Accounts) -> None:
    all_at_once(engine, accounts, [["in: cash -1000, moussa +1000"]])
    barrier = Barrier(8)

    def thread(n: int) -> int:
        barrier.wait()
        if n % 2:
            return sum(in_transaction(engine, roll_up) for _ in range(25))
        asked = [accounts.transfer(f"t{n}.{m}: moussa -2, awa +1, fees +1") for m in range(25)]
        for transfer in asked:
            assert in_transaction(engine, lambda db, one=transfer: post(db, [one])[0].outcome) == "posted"
        return 0

    with ThreadPoolExecutor(8) as threads:
        rolled = sum(threads.map(thread, range(8)))
    with engine.begin() as db:
        assert rolled + roll_up(db) == 1 + 100
        assert balance(db, accounts.id("fees")) == 100


def test_batches_at_the_same_time_take_their_locks_in_one_order(engine: Engine, accounts: Accounts) -> None:
    all_at_once(engine, accounts, [["in1: cash -500, moussa +500", "in2: cash -500, awa +500"]])
    barrier = Barrier(8)

    def thread(n: int) -> Counter[str]:
        pair = ("moussa", "awa") if n % 2 else ("awa", "moussa")
        asked = [accounts.transfer(f"t{n}.{m}: {pair[0]} -1, {pair[1]} +1") for m in range(40)]
        barrier.wait()
        with engine.begin() as db:  # no second try: a deadlock would show
            return Counter(posting.outcome for posting in post(db, asked))

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(thread, range(8)), Counter()) == {"posted": 320}
    assert balances(engine, accounts, "moussa", "awa") == [500, 500]


def test_a_line_cut_just_before_a_posting_is_posted_on_another_once(engine: Engine, accounts: Accounts) -> None:
    cut: list[int] = []

    def post_after_a_cut(db: Connection) -> str:
        if not cut:
            cut.append(db.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
            with engine.begin() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": cut[0]})
        return post(db, [accounts.transfer("t1: cash -500, awa +500")])[0].outcome

    assert in_transaction(engine, post_after_a_cut) == "posted"
    assert balances(engine, accounts, "awa") == [500]


def test_what_is_posted_is_committed_or_undone_with_its_connection(engine: Engine, accounts: Accounts) -> None:
    with engine.connect() as db:
        post(db, [accounts.transfer("t1: cash -500, awa +500")])
        db.commit()
        post(db, [accounts.transfer("t2: cash -500, awa +500")])
    assert balances(engine, accounts, "awa") == [500]
