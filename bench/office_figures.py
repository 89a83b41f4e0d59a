"""office_figures: reading today's figures, as the office's first page does, after a million movements over after none.

Both have the same ten thousand of today and of yesterday.
"""

from functools import partial
from statistics import median
from time import perf_counter

from sqlalchemy import Engine, text

from bench.behind import measure_behind
from bench.figures import MeasuredFigure
from bench.stage import Stage
from wallet.core.database import in_transaction
from wallet.staff.day_figures import read_figures

BEFORE = 1_000_000  # movements, over the hundred days before
LATELY = 20_000  # over two days
ROUNDS = 7
ASKED = 5  # a round
MOVE = text("""INSERT INTO movement (transfer_id, reference, kind, amount, fee, at)
    SELECT gen_random_uuid(), 'BNCH', 'send_money', 500 + number % 9000, 5,
        wallet_now() - make_interval(days => :until) - (:count - number) * make_interval(days => :days) / :count
    FROM generate_series(1, :count) number""")


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure it. Half a minute, nearly all of it filling."""
    many, few = (partial(fill, before=before) for before in (BEFORE, 0))
    return {"office_figures": measure_behind(stage, "office_figures", many, few, look, ROUNDS)}


def fill(engine: Engine, before: int) -> None:
    """Let so much have moved before yesterday, and the same since."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        if before:
            db.execute(MOVE, {"count": before, "days": 100, "until": 2})
        db.execute(MOVE, {"count": LATELY, "days": 2, "until": 0})
        db.execute(text("VACUUM ANALYZE movement"))


def look(engine: Engine) -> float:
    """Return the median time that the figures take, in milliseconds."""
    taken = []
    for _ in range(ASKED):
        began = perf_counter()
        in_transaction(engine, read_figures)
        taken.append((perf_counter() - began) * 1000)
    return median(taken)
