"""list_payments: page 1 and page 1 000 of a business with a million payments, over page 1 of one with a thousand."""

import itertools
from statistics import median
from time import perf_counter

from sqlalchemy import Engine, text

from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import play
from bench.programs import Business, open_business, owning
from bench.stage import Stage
from wallet.core.public_ids import write_id

DATABASE = "mbongo_bench_list_payments"
MANY, FEW = 1_000_000, 1_000
PAGE = 20
FAR = 1_000  # th page
ASKED = 40  # a round
ROUNDS = 5
KEYS = 2
PAY = text("""INSERT INTO movement (transfer_id, reference, kind, merchant_id, till, amount, fee, at)
    SELECT gen_random_uuid(), 'BNCH', 'pay_till', CAST(:shop AS uuid), '44115', 500 + number % 9000, 5,
        wallet_now() - number * interval '7 seconds' FROM generate_series(1, :count) number""")
LAST_BEFORE = text("""SELECT transfer_id::text FROM movement WHERE merchant_id = CAST(:shop AS uuid)
    ORDER BY at DESC, transfer_id DESC OFFSET :skipped LIMIT 1""")
MORE = b'"has_more":true}'  # so ends a page, and no refusal
numbers = itertools.count()


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure both figures. A minute."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    with owning(stage, DATABASE) as engine:
        large, small = (open_business(engine, settings.secrets, KEYS) for _ in range(2))
        pay(engine, large, MANY)
        pay(engine, small, FEW)
        far = find_page(engine, large, FAR)
        with stage.serving(settings) as web:
            measures = {
                "first": lambda: read_milliseconds(web.port, large, ""),
                "far": lambda: read_milliseconds(web.port, large, f"&after={far}"),
                "few": lambda: read_milliseconds(web.port, small, ""),
            }
            taken = in_turns(measures, ROUNDS)
    return {
        "list_payments": figure(taken, "first", "few", "ms"),
        "list_payments_far": figure(taken, "far", "few", "ms"),
    }


def pay(engine: Engine, shop: Business, count: int) -> None:
    """Let a business have been paid so many times."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        db.execute(PAY, {"shop": shop.merchant_id, "count": count})
        db.execute(text("ANALYZE movement"))


def find_page(engine: Engine, shop: Business, page: int) -> str:
    """Return the id of the last payment before a page."""
    with engine.begin() as db:
        row = db.execute(LAST_BEFORE, {"shop": shop.merchant_id, "skipped": (page - 1) * PAGE - 1}).scalar_one()
    return write_id("pay", row)


def read_milliseconds(port: int, shop: Business, after: str) -> float:
    """Return the median time that a page takes."""
    taken = []
    for _ in range(ASKED):
        call = shop.ask(next(numbers), "GET", f"/payments?limit={PAGE}{after}", ends=MORE)
        began = perf_counter()
        play(port, [call], 1)
        taken.append((perf_counter() - began) * 1000)
    return median(taken)
