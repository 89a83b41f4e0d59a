"""dashboard: what a business's first page reads again and again, and the page, of a million payments over a thousand.

Both are spread over the same twelve weeks, so that both shops sold on each day. `dashboard_database` is what the live
part takes of the database, over the 50 ms that it may.
"""

import uuid
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event, text

from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import Exchange, play
from bench.programs import Business, open_business, owning
from bench.stage import Stage
from local.ports import LOOPBACK
from wallet.business import dashboard, sales
from wallet.core.database import in_transaction
from wallet.members import sessions
from wallet.payouts import schedules

DATABASE = "mbongo_bench_dashboard"
MANY, FEW = 1_000_000, 1_000
DAYS = 84
ASKED = 20  # a round
ROUNDS = 7
ALLOWED_MILLISECONDS = 50.0
AT_ONCE = 100_000
PAY = text("""INSERT INTO movement (transfer_id, reference, kind, merchant_id, till, amount, fee, at)
    SELECT gen_random_uuid(), 'BNCH', 'pay_till', CAST(:shop AS uuid), (44110 + number % 10)::text, 500 + number % 9000,
        5, wallet_now() - number * make_interval(days => :days) / :count FROM generate_series(1, :count) number""")
LOGIN = text("""INSERT INTO member_login (id, email, name, since)
    VALUES (CAST(:login AS uuid), :login || '@shop.example', 'Awa Ngo', wallet_now())""")
MEMBER = text("""INSERT INTO membership (merchant_id, login_id, role, since)
    VALUES (CAST(:shop AS uuid), CAST(:login AS uuid), 'viewer', wallet_now())""")
SESSION = text("""INSERT INTO member_session (digest, login_id, opened_by, address, browser, opened_at, seen_at)
    VALUES (sha256(:digest), CAST(:login AS uuid), 'password', '', '', wallet_now(), wallet_now())""")


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the three figures. Two minutes, nearly all of it filling."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    with owning(stage, DATABASE) as engine:
        large, small = (open_business(engine, settings.secrets, 1) for _ in range(2))
        for shop, count in ((large, MANY), (small, FEW)):
            pay(engine, shop, count)
        roll_up(engine)
        cookies = {shop.merchant_id: let_in(engine, shop) for shop in (large, small)}
        with stage.serving(settings) as web:

            def ask(shop: Business, way: str, end: bytes) -> float:
                return ask_milliseconds(web.port, f"/b/{shop.merchant_id}{way}", cookies[shop.merchant_id], end)

            measures = {
                "live": lambda: ask(large, "/live", b"</div>"), "live_few": lambda: ask(small, "/live", b"</div>"),
                "home": lambda: ask(large, "", b"</html>"), "home_few": lambda: ask(small, "", b"</html>"),
                "database": lambda: read_milliseconds(engine, large), "allowed": lambda: ALLOWED_MILLISECONDS,
            }  # fmt: skip
            in_turns(measures, 1)  # opens connections
            taken = in_turns(measures, ROUNDS)
    return {
        "dashboard": figure(taken, "live", "live_few", "ms"),
        "dashboard_home": figure(taken, "home", "home_few", "ms"),
        "dashboard_database": figure(taken, "database", "allowed", "ms"),
    }


def pay(engine: Engine, shop: Business, count: int) -> None:
    """Let a business have been paid so many times at its tills."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        db.execute(PAY, {"shop": shop.merchant_id, "count": count, "days": DAYS})


def roll_up(engine: Engine) -> None:
    """Fold all that is due into the sums, as ticks do while it comes in."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        while dashboard.roll_up(db, AT_ONCE):
            pass
        for table in ("sale_due", "sale_sum", "movement"):
            db.execute(text(f"VACUUM ANALYZE {table}"))


def let_in(engine: Engine, shop: Business) -> str:
    """Return the cookie of somebody who sees a business's figures."""
    token, login = sessions.draw_token(), str(uuid.uuid4())
    row = {"shop": shop.merchant_id, "login": login, "digest": sessions.digest(token)}
    with engine.begin() as db:
        for statement in (LOGIN, MEMBER, SESSION):
            db.execute(statement, row)
    return token


def ask_milliseconds(port: int, way: str, cookie: str, end: bytes) -> float:
    """Return the median time that a page takes."""
    head = f"GET /business{way} HTTP/1.1\r\nHost: {LOOPBACK}\r\nCookie: mbongo-business={cookie}\r\n\r\n"
    taken = []
    for _ in range(ASKED):
        began = perf_counter()
        play(port, [[Exchange(head.encode(), end)]], 1)
        taken.append((perf_counter() - began) * 1000)
    return median(taken)


def read_milliseconds(engine: Engine, shop: Business) -> float:
    """Return the median time that the statements of the live part take."""
    taken: list[float] = []
    spent = [0.0, 0.0]  # since when, in all

    def begin(*_: Any) -> None:
        spent[0] = perf_counter()

    def end(*_: Any) -> None:
        spent[1] += (perf_counter() - spent[0]) * 1000

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    for _ in range(ASKED):
        spent[1] = 0.0
        in_transaction(engine, lambda db: (
            sales.read_holdings(db, shop.merchant_id), schedules.find(db, shop.merchant_id),
            dashboard.read_today(db, shop.merchant_id),
        ))  # fmt: skip
        taken.append(spent[1])
    event.remove(engine, "before_cursor_execute", begin)
    event.remove(engine, "after_cursor_execute", end)
    return median(taken)
