"""Costs of one operation of each kind, counted while real ones are made through `serve`: nothing here is timed.

CPU by process from /proc, so that what else runs on the machine hardly shows; PostgreSQL's own counts for its commits,
the log it writes and how often that is made safe; and what each table has grown by, its indexes with it.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from redis import Redis
from sqlalchemy import Connection, Engine, text

from bench.arrivals import Call, offer
from bench.capacity import SHOPS, open_shops
from bench.cpu import CpuMeter
from bench.crowd import fill
from bench.mix import Crowd
from bench.payroll import LINES, Payrolls
from bench.pending import PendingCollection, PendingTown, town, worker
from bench.programs import owning
from bench.send_hop import seconds_of_hash
from bench.sends import PIN
from bench.stage import Stage
from local.ports import LOOPBACK
from local.postgres import OWNER
from wallet.core.database import connect, in_transaction
from wallet.core.secrets import Secrets
from wallet.core.settings import Settings
from wallet.people import pins
from workers.open_redis import open_redis
from workers.waking import wake

DATABASE: Final = "mbongo_bench_costs"
KINDS: Final = ("left", "balance", "send", "withdraw", "till")
WARMING: Final = 20  # calls, before any is counted
SALARY, ENDED, TEXT = "salary", "payment ended", "text"  # what workers do
ENDS: Final = 500  # payments, each with a text
CALLS: Final = 150  # of each kind, each by somebody else
AT_ONCE: Final = 4  # the next ones begin when these are over: a busy machine counts as well as an idle one
COUNTED: Final = text("""SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS wal,
    (SELECT sum(xact_commit)::float8 FROM pg_stat_database) AS commits, (SELECT count(*) FROM notice) AS texts""")
WAITING: Final = text("SELECT count(*) FROM notice WHERE state <> 'sent'")
AGAIN: Final = text("""INSERT INTO notice
      (id, phone, language, sentence, "values", kind, state, tries, due_at, written_at, good_until)
    SELECT gen_random_uuid(), phone, language, sentence, "values", kind, 'waiting', 0, wallet_now(), wallet_now(),
      wallet_now() + interval '1 day' FROM notice WHERE kind = 'receipt'""")
PATIENCE_SECONDS: Final = 120
SIZES: Final = text("""SELECT relname, pg_table_size(c.oid)::float8 AS rows, pg_indexes_size(c.oid)::float8 AS indexes
    FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""")


@dataclass(frozen=True)
class Cost:
    """One operation: its hops, seconds of CPU by process, bytes of log, commits, texts, and bytes that stay by table.

    `session` are the bytes that a call keeps of Valkey's memory until the next day.
    """

    hops: float
    cpu: Mapping[str, float]
    wal: float
    commits: float
    texts: float
    session: float
    stays: Mapping[str, float]

    @property
    def kept(self) -> float:
        """Return the bytes that stay, of all tables."""
        return sum(self.stays.values())


def open_crowd(stage: Stage) -> Crowd:
    """Fill a database with people who may call, and shops."""
    settings = stage.settings(DATABASE)
    secrets = read_secrets(settings)
    people = CALLS * 10  # mix.py's tenth of people who leave calls half-way do so here too
    fill(stage, DATABASE, people, secrets, pins.hash_pin(secrets, PIN))
    with owning(stage, DATABASE) as owner:
        return Crowd(settings, people, in_transaction(owner, partial(open_shops, count=SHOPS)))


def read_secrets(settings: Settings) -> Secrets:
    """Return the secrets of these settings."""
    return Secrets.read(settings.pin_pepper.get_secret_value())


def count_costs(stage: Stage, crowd: Crowd) -> dict[str, Cost]:
    """Make some hundred operations of each kind. Returns what one costs. Two minutes."""
    secrets = read_secrets(crowd.settings)
    hashing = seconds_of_hash(secrets, pins.hash_pin(secrets, PIN), time.process_time)
    owner = connect(stage.postgres.url(DATABASE, OWNER), 1)
    with stage.serving(crowd.settings) as web:
        meter = Meter(owner, stage, {"web": web.pid})
        last = range(crowd.people - WARMING, crowd.people)
        make(web.port, [crowd.make_call("balance", number, random.Random(number)) for number in last])
        costs = {}
        for nth, kind in enumerate(KINDS):
            draw = random.Random(kind)
            calls = [crowd.make_call(kind, nth * CALLS + n, draw) for n in range(CALLS)]
            playing = partial(make, web.port, calls)
            hops = sum(map(len, calls)) / CALLS
            costs[kind] = meter.count(playing, CALLS, hops, pin_seconds=0 if kind == "left" else hashing)
    owner.dispose()
    return costs | {SALARY: count_salary(stage)} | count_workers(stage)


def make(port: int, calls: Sequence[Call]) -> None:
    """Make these calls, a few at a time."""
    for first in range(0, len(calls), AT_ONCE):
        answered = offer(port, calls[first : first + AT_ONCE], per_second=1000)
        assert not answered.lost, answered.lost


def count_salary(stage: Stage) -> Cost:
    """Pay a payroll twice; what the second time costs, by salary."""
    payrolls = Payrolls(stage)
    owner = connect(stage.postgres.url("mbongo_bench_payroll", OWNER), 1)
    payrolls.pay()
    cost = Meter(owner, stage, {}).count(lambda: payrolls.pay(), LINES, 0)  # noqa: PLW0108 - returns seconds
    owner.dispose()
    payrolls.close()
    return cost


def count_workers(stage: Stage) -> dict[str, Cost]:
    """Have an operator's payments ended and their texts sent by their workers. Returns what one of each costs."""
    with town(stage, f"{DATABASE}_town") as there:
        at = replace(there, settings=there.settings.model_copy(update={"at_base_url": gateway_at(there)}))
        with worker(stage, there, "mtn") as process:
            end(there, there.have_paid(WARMING))
            paid, meter = there.have_paid(ENDS), Meter(there.engine, stage, {"worker": int(process.name)})
            ended = meter.count(lambda: end(there, paid), ENDS, 0)
        with worker(stage, at, "notices") as process:
            wait_for_texts(there)
            there.change(AGAIN, {})
            wait_for_texts(there)
            meter, texts = Meter(there.engine, stage, {"worker": int(process.name)}), 2 * (ENDS + WARMING)
            sent = meter.count(lambda: send_again(there), texts, 0)
    return {ENDED: ended, TEXT: sent}


def end(there: PendingTown, paid: list[PendingCollection]) -> None:
    """Have payments wait for their end, and wait until the worker has ended all."""
    there.let_wait("mtn", paid)
    there.confirmed_per_second("mtn", len(paid))


def send_again(there: PendingTown) -> None:
    """Have each receipt wait once more, and wait until all are sent."""
    there.change(AGAIN, {})
    wait_for_texts(there)


def gateway_at(there: PendingTown) -> str:
    """Return where the simulated gateway takes texts."""
    return f"http://{LOOPBACK}:{there.port}/africastalking/version1"


def wait_for_texts(there: PendingTown) -> None:
    """Wake the worker of texts until none is left to send: one job sends some hundreds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while in_transaction(there.engine, lambda db: db.execute(WAITING).scalar_one()):
        assert time.monotonic() < deadline, "texts are not sent"
        wake(there.redis, "notices")
        time.sleep(0.2)


class Meter:
    """Counts what some operations cost."""

    def __init__(self, engine: Engine, stage: Stage, pids: Mapping[str, int]) -> None:
        self.engine, self.valkey, self.pids = engine, stage.valkey.url(0), {**pids, **stage.server_pids}

    def count(self, make: Callable[[], object], operations: int, hops: float, pin_seconds: float = 0) -> Cost:
        """Make these operations. Returns what one of them cost; a PIN's hash is told apart from the rest of web's."""
        before, cpu = self.read(), CpuMeter(self.pids)
        make()
        used, after = cpu.read_used(), self.read()
        each = {name: seconds / operations for name, seconds in used.items()}
        if "web" in each:
            each = {"web": each["web"] - pin_seconds, "pin": pin_seconds} | {
                name: seconds for name, seconds in each.items() if name not in {"web", "load"}
            }
        grown = {name: (size - before.sizes.get(name, 0)) / operations for name, size in after.sizes.items()}
        return Cost(
            hops=hops, cpu=each, wal=(after.wal - before.wal) / operations,
            commits=(after.commits - before.commits) / operations,
            texts=(after.texts - before.texts) / operations,
            session=(after.session - before.session) / operations,
            stays={name: size for name, size in sorted(grown.items(), key=lambda one: -one[1]) if size > 0},
        )  # fmt: skip

    def read(self) -> "ServerCounts":
        """Return what has been counted so far, once all statistics are told."""
        with self.engine.connect() as db, open_redis(self.valkey) as redis:
            return read_counts(db, redis)


@dataclass(frozen=True)
class ServerCounts:
    """Counts of PostgreSQL and Valkey so far, and how large each table is with its indexes."""

    wal: float
    commits: float
    texts: int
    session: int
    sizes: Mapping[str, float]


def read_counts(db: Connection, redis: Redis) -> ServerCounts:
    """Return what has been counted so far; what a session did is told a second later at the latest."""
    time.sleep(1.2)
    row = db.execute(COUNTED).one()
    sizes = {one.relname: one.rows + one.indexes for one in db.execute(SIZES)}
    return ServerCounts(row.wal, row.commits, row.texts, redis.info("memory")["used_memory_dataset"], sizes)
