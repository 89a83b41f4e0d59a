"""The embedded servers: they start, survive crashes, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from local.children import NotStartedError
from local.postgres import OWNER, Postgres
from local.valkey import Valkey
from tests.conftest import Database
from tests.local.living import family, lives

CHECKOUT = Path(__file__).parents[2]


def test_postgres_starts_again_on_the_same_address_with_what_it_had(folder: Path) -> None:
    server = Postgres.start(folder, durable=False)
    try:
        server.create_database("kept")
        with psycopg.connect(server.url("kept", OWNER)) as db:
            db.execute("CREATE TABLE noted AS SELECT 42 AS number")
        address = server.url("kept", OWNER)
        server.stop()
        server.start_again()
        with psycopg.connect(address) as db:
            assert db.execute("SELECT number FROM noted").fetchone() == (42,)
    finally:
        server.stop()
    assert not server.sockets.path.exists()


def test_the_app_may_not_even_make_a_temporary_table(database: Database) -> None:
    with psycopg.connect(database.url) as db:
        for statement in ("CREATE TABLE mine (n int)", "CREATE TEMPORARY TABLE mine (n int)", "CREATE SCHEMA mine"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(statement)
            db.rollback()


def test_valkey_keeps_what_it_was_told_through_a_kill(folder: Path) -> None:
    server = Valkey.start(folder)
    try:
        with redis.Redis.from_url(server.url()) as client:
            client.set("said", "yes")
            assert client.waitaof(1, 0, 5000)[0] == 1  # synced
            server.kill()
            server.start_again()
            assert client.get("said") == b"yes"
    finally:
        server.stop()


def test_servers_end_with_whoever_started_them_and_start_again_at_once(folder: Path) -> None:
    """kill -9 of the parent: the kernel ends them, and the next start finds the data free."""
    script = f"""
import sys, pathlib
from local.postgres import Postgres
from local.valkey import Valkey
data = pathlib.Path({str(folder)!r})
servers = Postgres.start(data, durable=False), Valkey.start(data)
print(*(server.process.pid for server in servers), flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    parent.kill()
    parent.wait()
    for server in (Postgres.start(folder, durable=False), Valkey.start(folder)):
        server.stop()
    assert not any(lives(pid) for pid in pids)


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    server = Postgres.start(folder, durable=False)
    server.stop()
    (server.home / "cluster" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(NotStartedError, match="incompatible"):
        Postgres.start(folder, durable=False)


def test_secrets_are_for_their_owner_alone(folder: Path) -> None:
    Valkey.start(folder).stop()
    for name in ("secrets.json", "valkey/valkey.conf"):
        assert (folder / name).stat().st_mode & 0o077 == 0


def test_a_server_killed_with_all_it_started_is_ready_only_when_it_says_so_itself(folder: Path) -> None:
    """The killed one's own file says "ready" for as long as nobody has written anew."""
    for _ in range(5):
        server = Postgres.start(folder, durable=False)
        try:
            psycopg.connect(server.url("postgres", OWNER)).close()
        finally:
            assert server.process
            for pid in (server.process.pid, *family(server.process.pid)):
                os.kill(pid, signal.SIGKILL)
            server.process.wait()
            server.stop()
