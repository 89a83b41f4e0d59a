"""Health as it is asked: connections that the database cut are no failure, and Redis away is no outage."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from pydantic import SecretStr
from redis import Redis

from tests.conftest import Database
from wallet.core.settings import Settings
from web.process import NAME
from wsgi import create_app

CUT_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
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
    app = create_app(settings.model_copy(update={"redis_url": SecretStr("redis://127.0.0.1:9")}))
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
    app = create_app(settings.model_copy(update={"web_database_url": SecretStr("postgresql://app@127.0.0.1:9/mbongo")}))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "down: database\n")
