"""Health as it is asked: connections that the database cut are no failure, and Redis away is no outage."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from flask import Flask
from pydantic import SecretStr
from redis import Redis

from tests.conftest import Database
from tests.world.doors import health_on
from wallet.core.settings import Settings
from web import health
from web.process import NAME

QUESTIONS_AT_ONCE = 20
CUT_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no answer last."""
    monkeypatch.setattr(health, "LASTS_SECONDS", 0.0)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = health_on(settings)
    yield app
    app.extensions[NAME].wallet.engine.dispose()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_first_question_after_the_database_cut_its_connections_is_answered(
    app: Flask, database: Database, path: str
) -> None:
    client = app.test_client()
    assert client.get(path).status_code == 200
    with psycopg.connect(database.url, autocommit=True) as db:
        db.execute(CUT_OTHERS)
    assert client.get(path).status_code == 200


def test_without_redis_it_is_degraded_and_not_down(settings: Settings) -> None:
    app = health_on(settings.model_copy(update={"redis_url": SecretStr("redis://127.0.0.1:9")}))
    answer = app.test_client().get("/readyz")
    app.extensions[NAME].wallet.engine.dispose()
    assert (answer.status_code, answer.text) == (200, "degraded: redis\n")


@pytest.mark.parametrize(
    ("trouble", "over"),
    [("REPLICAOF 127.0.0.1 9", "REPLICAOF NO ONE"), ("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")],
)
def test_with_a_redis_that_takes_nothing_it_is_degraded(app: Flask, redis_url: str, trouble: str, over: str) -> None:
    client = app.test_client()
    with Redis.from_url(redis_url) as redis:
        redis.execute_command(trouble)
        try:
            answer = client.get("/readyz")
            assert (answer.status_code, answer.text) == (200, "degraded: redis\n")
        finally:
            redis.execute_command(over)
    assert client.get("/readyz").text == "ready\n"


def test_without_a_database_it_is_down(settings: Settings) -> None:
    app = health_on(settings.model_copy(update={"web_database_url": SecretStr("postgresql://app@127.0.0.1:9/mbongo")}))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "down: database\n")


def test_many_who_ask_within_a_second_cost_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LASTS_SECONDS", 60.0)
    looks: list[int] = []

    def look() -> str:
        looks.append(len(looks))
        return f"look {len(looks)}"

    lately = health.Lately(look)
    with ThreadPoolExecutor(QUESTIONS_AT_ONCE) as threads:
        assert set(threads.map(lambda _: lately.tell(), range(200))) == {"look 1"}
