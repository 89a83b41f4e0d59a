"""Posting, over TPC-B: 3-leg transfers (one customer to another, with a fee) through wallet.ledger and SQLAlchemy."""

import itertools
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url

from bench import tpcb
from bench.figures import MeasuredFigure, figure, in_turns
from local.migrate import migrate
from local.postgres import OWNER, WORKER, Postgres
from local.trial_kinds import TEST, allow_trials
from wallet.ledger import Entry, Transfer, open_account, post, roll_up

THREADS = 16
CUSTOMERS = 10_000
BATCH = 200
BATCH_THREADS = 3
PAIRS = 50_000
ROUNDS = 7
SECONDS = 2
ROLL_UP_EVERY_SECONDS = 0.2
DATABASE = "mbongo_bench_post"

MOST = 500_000  # operations under way, each of which justifies one transfer
# Written down before anything is measured, as a use case does beside its posting.
ASKED = text("""INSERT INTO operation (key, actor_kind, actor_id, channel, kind, content, reference, at)
    SELECT :seed || ':' || n, 'person', '', 'ussd', 'send_money', '{}', n::text, now()
    FROM generate_series(0, :most - 1) n""")

Fees = Sequence[int]  # the fee account each thread credits


def run(server: Postgres) -> dict[str, MeasuredFigure]:
    """Measure post, post_hot, post_many, and two more. A minute and a half.

    post_prepared is over TPC-B with prepared statements as ours are, which is harder; post_in_transaction has BEGIN and
    COMMIT of its own.
    """
    tpcb.prepare(server)
    engine, owner = prepare(server)
    with owner.begin() as db:
        one_fee = [open_account(db, "fees", "fees")] * THREADS
        own_fee = [open_account(db, f"fees-{n}", "fees") for n in range(THREADS)]
        customers = make_rich(db)
    draw = Draw(customers)
    with owner.begin() as db:
        db.execute(ASKED, {"seed": draw.seed, "most": MOST})
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("VACUUM ANALYZE operation")
    owner.dispose()
    server.execute("CHECKPOINT")  # what was prepared is not written while something is measured

    def singles(fees: Fees) -> Callable[[], float]:
        return lambda: _per_second(engine, fees, lambda fee: [draw.transfer(fee)])

    def in_transactions(fees: Fees) -> Callable[[], float]:
        transactional = engine.execution_options(isolation_level="READ COMMITTED")
        return lambda: _per_second(transactional, fees, lambda fee: [draw.transfer(fee)], begun=True)

    def batches(fees: Fees) -> Callable[[], float]:
        return lambda: _per_second(engine, fees, lambda fee: [draw.transfer(fee) for _ in range(BATCH)])

    measures = {
        "tpcb": lambda: tpcb.transactions_per_second(server, SECONDS),
        "prepared": lambda: tpcb.transactions_per_second(server, SECONDS, "prepared"),
        "hot": singles(one_fee),
        "own": singles(own_fee),
        "begun": in_transactions(one_fee),
        "many": batches(one_fee[:BATCH_THREADS]),
    }
    taken = in_turns(measures, ROUNDS)
    engine.dispose()
    return {
        "post": figure(taken, "hot", "tpcb", "transfers/s"),
        "post_prepared": figure(taken, "hot", "prepared", "transfers/s"),
        "post_hot": figure(taken, "hot", "own", "transfers/s"),
        "post_many": figure(taken, "many", "tpcb", "transfers/s"),
        "post_in_transaction": figure(taken, "begun", "tpcb", "transfers/s"),
    }


class Draw:
    """Transfers between customers drawn at random beforehand, each with the key of an operation that asks for it."""

    def __init__(self, customers: Sequence[int]) -> None:
        self.pairs = itertools.cycle([random.sample(customers, 2) for _ in range(PAIRS)])
        self.seed = uuid.uuid4().hex
        self.count = itertools.count()

    def transfer(self, fee: int) -> Transfer:
        sender, recipient = next(self.pairs)
        legs = (Entry(sender, -101), Entry(recipient, 100), Entry(fee, 1))
        number = next(self.count)
        assert number < MOST, "more was posted than was asked for: MOST is too small for this machine"
        return Transfer(f"{self.seed}:{number}", "send_money", legs)


def prepare(server: Postgres) -> tuple[Engine, Engine]:
    """Return a new database as workers and as its owner have it."""
    server.drop_database(DATABASE)
    server.create_database(DATABASE)
    migrate(server.url(DATABASE, OWNER))
    allow_trials(server.url(DATABASE, OWNER))
    urls = (make_url(server.url(DATABASE, role)) for role in (WORKER, OWNER))
    worker, owner = (url.set(drivername="postgresql+psycopg") for url in urls)
    # A lone post is one statement, so it is its own transaction: one round trip instead of three.
    return create_engine(worker, pool_size=THREADS + 1, isolation_level="AUTOCOMMIT"), create_engine(owner)


def make_rich(db: Connection) -> list[int]:
    """Return customers with more than a round can spend."""
    cash = open_account(db, "cash", "cash")
    customers = [open_account(db, f"customer-{n}", "customer") for n in range(CUSTOMERS)]
    for first in range(0, CUSTOMERS, 500):
        credited = [
            Transfer(f"rich:{account}", TEST, (Entry(account, 10**9), Entry(cash, -(10**9))))
            for account in customers[first : first + 500]
        ]
        assert {posting.outcome for posting in post(db, credited)} == {"posted"}
    return customers


def _per_second(engine: Engine, fees: Fees, draw: Callable[[int], list[Transfer]], *, begun: bool = False) -> float:
    """Run one round, a thread for each of `fees` posting what it draws. Returns transfers posted a second."""
    stop = time.monotonic() + SECONDS

    def thread(fee: int) -> int:
        posted = 0
        with engine.connect() as db:
            while time.monotonic() < stop:
                with db.begin() if begun else nullcontext():
                    postings = post(db, draw(fee))
                assert all(posting.outcome == "posted" for posting in postings), postings
                posted += len(postings)
        return posted

    began = time.monotonic()
    with _rolling_up(engine), ThreadPoolExecutor(len(fees)) as threads:
        posted = sum(threads.map(thread, fees))
        return posted / (time.monotonic() - began)


@contextmanager
def _rolling_up(engine: Engine) -> Iterator[None]:
    """Roll up all the while, as the tick does, so that what is measured is not paid for later."""
    done = threading.Event()

    def roll() -> None:
        while not done.wait(ROLL_UP_EVERY_SECONDS):
            with engine.begin() as db:
                roll_up(db)

    rolling = threading.Thread(target=roll)
    rolling.start()
    try:
        yield
    finally:
        done.set()
        rolling.join()
