"""checkout_api: checkouts made over the API a second, idempotency and all, over a bare view that inserts one row."""

import itertools

from sqlalchemy import text

from bench.bare_insert import GRANT, TABLE
from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import play
from bench.programs import Business, open_business, owning
from bench.stage import Stage
from web.api.limits import A_MINUTE

DATABASE = "mbongo_bench_checkout_api"
CHECKOUTS = 1_500  # a round
CONNECTIONS = 32  # as many as the web app has threads
ROUNDS = 5
KEYS = 2 * ROUNDS * CHECKOUTS * 2 // A_MINUTE  # none reaches its limit, were all rounds in one minute
BODY = {"amount": 1_500, "title": "Gâteau", "reference": "F-118"}
numbers = itertools.count()


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. A minute."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    with owning(stage, DATABASE) as engine:
        with engine.begin() as db:
            db.execute(text(TABLE))
            db.execute(text(GRANT))
        shop = open_business(engine, settings.secrets, KEYS)
        with stage.serving(settings) as ours, stage.running(settings, "bench.bare_insert") as bare:
            measures = {
                "ours": lambda: made_per_second(ours.port, shop),
                "bare": lambda: made_per_second(bare.port, shop),
            }
            taken = in_turns(measures, ROUNDS)
        with engine.begin() as db:
            made = [db.execute(text(f"SELECT count(*) FROM {one}")).scalar_one() for one in ("checkout", "bench_row")]  # noqa: S608 - constants
    assert made == [ROUNDS * CHECKOUTS] * 2, f"not all were made: {made}"
    return {"checkout_api": figure(taken, "ours", "bare", "checkouts/s")}


def made_per_second(port: int, shop: Business) -> float:
    """Run one round. Returns checkouts a second."""
    calls = [shop.ask(next(numbers), "POST", "/checkouts", BODY) for _ in range(CHECKOUTS)]
    return CHECKOUTS / play(port, calls, CONNECTIONS)
