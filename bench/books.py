"""trial_balance, statement_of_account, sum_days: the books of ten million entries over those of ten thousand.

Both are spread over the same twelve weeks, and each customer has as many entries in both, so that a day has as many
sums, and a month of an account as many lines. `./mbongo bench trial_balance --entries 10000000` is the whole size; less
is usual, since filling takes minutes.
"""

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import Engine, text

from bench.figures import MeasuredFigure, figure, in_turns
from bench.programs import owning
from bench.stage import Stage
from wallet.books.account_statement import find_account, iterate_lines, read_period
from wallet.books.day_sums import IS_DUE, LEGS_AT_A_TIME, SUM_HOURS
from wallet.books.trial_balance import read_trial_balance
from wallet.core import clock
from wallet.core.clock import DOUALA

FEW = 10_000
ENTRIES = 1_000_000  # --entries
EACH = 100  # entries of a customer
DAYS = 84
ASKED = 20  # a round
ROUNDS = 7
OPENED = text("""INSERT INTO account (code, kind, accrued, floor, balance, seq, opened_at)
    SELECT 'bench:' || n, 'customer', false, 0, 1000000, :each, now() FROM generate_series(0, :customers - 1) n""")
# Transfer n is from customer n to the one after, round after round; whoever receives sends next.
DRAWN = """(SELECT n, n / :customers AS round, s.id AS sender, r.id AS recipient, account_named('fees') AS fees,
      transfer_id('bench:' || n) AS id, n % :customers = 0 AS is_first, n % :customers = :customers - 1 AS is_last,
      UNTIL - make_interval(days => :days) * (CAST(:transfers - n AS float8) / :transfers) AS posted_at
    FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n
    JOIN account s ON s.code = 'bench:' || n % :customers
    JOIN account r ON r.code = 'bench:' || (n + 1) % :customers ORDER BY n)"""
POSTED = f"""WITH drawn AS MATERIALIZED {DRAWN},
    entries AS (INSERT INTO entry (account_id, transfer_id, seq, kind, amount, balance_after, posted_at)
      SELECT sender, id, 2 * round + CASE WHEN is_first THEN 1 ELSE 2 END, 'send_money', -101, 1000000 - round,
        posted_at FROM drawn UNION ALL
      SELECT recipient, id, 2 * round + CASE WHEN is_last THEN 2 ELSE 1 END, 'send_money', 100, 1000100 - round,
        posted_at FROM drawn)
    INSERT INTO transfer (id, key, kind, content_hash, accounts, amounts, balances, undoing, posted_at)
    SELECT id, 'bench:' || n, 'send_money', '', legs.accounts, legs.amounts, legs.balances, false, posted_at
    FROM drawn CROSS JOIN LATERAL (SELECT array_agg(account ORDER BY account) AS accounts,
        array_agg(amount ORDER BY account) AS amounts, array_agg(balance ORDER BY account) AS balances
      FROM (VALUES (sender, -101, 1000000), (recipient, 100, 1000000), (fees, 1, NULL))
        leg (account, amount, balance)) legs ORDER BY n"""  # noqa: S608 - constants
STAMPED = text("UPDATE account a SET last_at = e.posted_at FROM entry e WHERE (e.account_id, e.seq) = (a.id, a.seq)")
AT_ONCE = 100_000  # transfers


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the three figures. A minute and a half, nearly all of it filling."""
    many, few, reached = "mbongo_bench_books_many", "mbongo_bench_books_few", {}
    for name, entries in ((many, ENTRIES), (few, FEW)):
        stage.make_database(name)
        with owning(stage, name) as engine:
            post(engine, entries)
            reached[name] = sum_up(engine) / entries * 1_000_000
    with owning(stage, many) as large, owning(stage, few) as small:
        measures: dict[str, Callable[[], float]] = {
            "balance": lambda: read_balance(large), "balance_few": lambda: read_balance(small),
            "statement": lambda: read_statement(large), "statement_few": lambda: read_statement(small),
        }  # fmt: skip
        in_turns(measures, 1)  # reads what lies on disk
        taken = in_turns(measures, ROUNDS)
    return {
        "trial_balance": figure(taken, "balance", "balance_few", "ms"),
        "statement_of_account": figure(taken, "statement", "statement_few", "ms"),
        "sum_days": MeasuredFigure(reached[many], reached[few], "µs/entry", (reached[many],), (reached[few],)),
    }


def post(engine: Engine, entries: int, days: int = DAYS, until: str = "wallet_now()") -> None:
    """Let so many entries have been posted, two a transfer, spread over so many days before a moment."""
    posted = text(POSTED.replace("UNTIL", until))
    transfers, customers = entries // 2, entries // EACH
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        db.execute(OPENED, {"customers": customers, "each": EACH})
        db.execute(text("ANALYZE account"))
        shape = {"transfers": transfers, "customers": customers, "days": days}
        for first in range(0, transfers, AT_ONCE):
            db.execute(posted, {**shape, "first": first, "last": min(first + AT_ONCE, transfers) - 1})
        db.execute(STAMPED)
        for table in ("transfer", "entry", "account"):
            db.execute(text(f"VACUUM ANALYZE {table}"))


def sum_up(engine: Engine) -> float:
    """Add up every day that is over, as ticks do; return the seconds that takes."""
    began = perf_counter()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        while db.execute(IS_DUE).scalar_one():
            db.execute(SUM_HOURS, {"most": LEGS_AT_A_TIME})
        taken = perf_counter() - began
        db.execute(text("VACUUM ANALYZE day_sum"))
    return taken


def read_balance(engine: Engine) -> float:
    """Return the median time of the trial balance of a day that is over, in milliseconds."""
    with engine.connect() as db:
        day = today(engine) - timedelta(days=2)
        return median_milliseconds(lambda: read_trial_balance(db, day))


def read_statement(engine: Engine) -> float:
    """Return the median time of the statement of a customer's month, in milliseconds."""
    with engine.connect() as db:
        account = find_account(db, "bench:7")
        assert account
        last = today(engine) - timedelta(days=10)

        def look() -> int:
            return sum(1 for _ in iterate_lines(db, read_period(db, account, last - timedelta(days=30), last)))

        assert look() > EACH // 4
        return median_milliseconds(look)


def today(engine: Engine) -> date:
    """Return the day it is in Douala."""
    with engine.connect() as db:
        return clock.now(db).astimezone(DOUALA).date()


def yesterday(engine: Engine) -> date:
    """Return the day before it in Douala."""
    return today(engine) - timedelta(days=1)


def median_milliseconds(look: Callable[[], object]) -> float:
    """Return the median time of a look."""
    taken = []
    for _ in range(ASKED):
        began = perf_counter()
        look()
        taken.append((perf_counter() - began) * 1000)
    return median(taken)
