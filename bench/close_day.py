"""close_day: a day of a million entries added up and closed, over one of a hundred thousand: µs an entry; and memory.

Adding up goes as ticks do it, some hours a transaction; closing reads the figures twice, when asked and when approved.
The memory is the database process's own, without the pages that all processes share.
"""

from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from sqlalchemy import Engine, text

import bench.books
from bench.figures import MeasuredFigure
from bench.programs import owning
from bench.stage import Stage
from wallet.books import closed_days
from wallet.books.day_sums import IS_DUE, LEGS_AT_A_TIME, SUM_HOURS
from wallet.books.safeguarding import name_sums, read_sheet
from wallet.books.trial_balance import read_trial_balance

MANY, FEW = 1_000_000, 100_000
MIDNIGHT = "date_trunc('day', wallet_now(), 'Africa/Douala')"


class ClosingCost(NamedTuple):
    """A day that was closed: microseconds an entry, and the most megabytes that its database process held."""

    microseconds: float
    megabytes: float


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure both figures. Half a minute, most of it filling."""
    found = []
    for entries in (MANY, FEW):
        name = f"mbongo_bench_close_day_{entries}"
        stage.make_database(name)
        with owning(stage, name) as engine:
            bench.books.post(engine, entries, days=1, until=MIDNIGHT)
            found.append(close(engine, entries))
    many, few = found
    return {
        "close_day": MeasuredFigure(many.microseconds, few.microseconds, "µs/entry", (many[0],), (few[0],)),
        "close_day_memory": MeasuredFigure(many.megabytes, few.megabytes, "MB", (many[1],), (few[1],)),
    }


def close(engine: Engine, entries: int) -> ClosingCost:
    """Add up yesterday and read what closing it takes; return what that took."""
    held = 0.0
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        status = Path(f"/proc/{db.execute(text('SELECT pg_backend_pid()')).scalar_one()}/status")
        began = perf_counter()
        while db.execute(IS_DUE).scalar_one():
            db.execute(SUM_HOURS, {"most": LEGS_AT_A_TIME})
            held = max(held, own_megabytes(status))
        day = bench.books.yesterday(engine)
        for _ in range(2):
            closed_days.hash_figures(db, day)
            assert sum(one.legs for one in read_trial_balance(db, day)) > entries
            name_sums(read_sheet(db, day))
        taken = perf_counter() - began
        return ClosingCost(taken / entries * 1_000_000, max(held, own_megabytes(status)))


def own_megabytes(status: Path) -> float:
    """Return the memory a process holds alone (proc(5): RssAnon)."""
    told = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
    return int(told["RssAnon"].split()[0]) / 1024
