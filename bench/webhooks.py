"""webhooks: events told a second to an endpoint that answers in 50 ms, over a bare client with as many connections.

Telling is all of it: the event published, signed, sent, its answer noted. And its memory: the worker's peak after ten
thousand that wait, over that after a thousand.
"""

import time
from pathlib import Path

from redis import Redis
from sqlalchemy import Engine, text

from bench.confirm import peak_megabytes
from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import Call, Exchange, play
from bench.pending import SIMULATE
from bench.programs import open_business, owning
from bench.stage import Stage
from local.ports import LOOPBACK
from wallet.business import endpoints
from wallet.core.database import connect, in_transaction
from workers.open_redis import open_redis
from workers.waking import wake
from workers.webhooks import OF_ONE

DATABASE = "mbongo_bench_webhooks"
FEW, MANY = 500, 5_000
ROUNDS = 3
PATIENCE_SECONDS = 180.0
PATH = "/endpoints/bench"
NOTE = text("""INSERT INTO event (id, merchant_id, kind, object_id, data, at)
    SELECT gen_random_uuid(), CAST(:shop AS uuid), 'checkout.expired', gen_random_uuid()::text,
        '{"id": "chk_1", "amount": 1500, "currency": "XAF", "title": "Gâteau"}', wallet_now()
    FROM generate_series(1, :count)""")
LEFT = text("""SELECT (SELECT count(*) FROM event WHERE number IS NULL)
    + (SELECT count(*) FROM event_delivery WHERE state = 'waiting')""")


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure both figures. Two minutes."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE).model_copy(update={"private_endpoints": LOOPBACK})
    log = stage.data / "logs" / "webhooks.log"
    with (
        owning(stage, DATABASE) as engine,
        stage.running(settings, *SIMULATE, ready="healthz") as outside,
        open_redis(settings.redis_url.get_secret_value()) as redis,
        stage.process(settings, log, "local", "worker", "webhooks") as process,
    ):
        shop, url = open_business(engine, settings.secrets, 1).merchant_id, f"http://{LOOPBACK}:{outside.port}{PATH}"
        web = connect(settings.database_url("web"), 1)
        in_transaction(web, lambda db: endpoints.create(db, settings.secrets, shop, url, ()))
        web.dispose()
        calm(outside.port)
        told_per_second(engine, redis, shop, FEW)
        few = peak_megabytes(Path(f"/proc/{process.pid}"))
        measures = {
            "ours": lambda: told_per_second(engine, redis, shop, MANY),
            "bare": lambda: MANY / play(outside.port, [post()] * MANY, OF_ONE),
        }
        taken = in_turns(measures, ROUNDS)
        memory = {"many": [peak_megabytes(Path(f"/proc/{process.pid}"))], "few": [few]}
    return {
        "webhooks": figure(taken, "ours", "bare", "events/s"),
        "webhooks_memory": figure(memory, "many", "few", "MB"),
    }


def calm(port: int) -> None:
    """Let the endpoint answer each event well, after 50 ms."""
    body = '{"mood": "well"}'
    head = f"PUT {PATH} HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    play(port, [[Exchange(f"{head}\r\n\r\n{body}".encode(), b"\n")]], 1)


def told_per_second(engine: Engine, redis: Redis, shop: str, count: int) -> float:
    """Note events, wake the worker and wait until all are told. Returns events a second."""
    with engine.begin() as db:
        db.execute(NOTE, {"shop": shop, "count": count})
    began = time.perf_counter()
    wake(redis, "webhooks")
    while True:
        with engine.begin() as db:
            if not db.execute(LEFT).scalar_one():
                return count / (time.perf_counter() - began)
        assert time.perf_counter() - began < PATIENCE_SECONDS, "not told"
        time.sleep(0.05)
        wake(redis, "webhooks")  # as the tick does


def post() -> Call:
    """Return the same event as a bare client sends it."""
    body = '{"type":"checkout.paid","timestamp":"2026-11-29T08:00:00.000Z","data":{"id":"chk_1","amount":1500}}'
    head = f"POST {PATH} HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return [Exchange(f"{head}\r\n\r\n{body}".encode(), b"well")]
