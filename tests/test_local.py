"""One machine: the embedded servers and all of Mbongo start, survive crashes, and leave nothing behind."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import psutil
import psycopg
import pytest
import redis
import requests

from local.children import NotStartedError
from local.machine import found_running
from local.places import ShortLivedFolder, place_to_throw_away
from local.ports import choose_port
from local.postgres import OWNER, Postgres
from local.supervise import Supervisor
from local.valkey import Valkey
from tests.conftest import Database

CHECKOUT = Path(__file__).parents[1]
PATIENCE_SECONDS = 60  # two cores may be busy with other tests


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    """A zombie does not: where nobody is init, an orphan stays one for ever."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def folder() -> Iterator[Path]:
    short = ShortLivedFolder(place_to_throw_away())
    yield short.path
    short.remove()


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


def test_a_crashed_process_is_started_again_and_none_is_left(folder: Path) -> None:
    port = choose_port(None)
    wires = {"MBONGO_SIMULATE_USSD_URL": "http://127.0.0.1:9/", "MBONGO_SIMULATE_SMS_URL": "http://127.0.0.1:9/"}
    said: list[str] = []
    supervisor = Supervisor(folder / "logs", {**os.environ, **wires}, said.append)
    try:
        url = f"http://127.0.0.1:{port}/healthz"
        supervisor.start("simulate", "simulate", "--port", str(port), ready_url=url)
        supervisor.wait_ready()
        [process] = supervisor.processes
        assert process.running
        first = process.running.pid
        os.kill(first, signal.SIGKILL)
        over = Event()
        back = Thread(
            target=lambda: (
                eventually(lambda: process.running and process.running.pid != first and process.serves()),
                over.set(),
            )
        )
        back.start()
        supervisor.watch(over)
        back.join()
        assert "ended with -9" in said[0]
        assert process.crashes == 1
        last = process.running.pid
    finally:
        supervisor.stop()
    assert not lives(last)


def test_a_process_that_ends_before_it_serves_is_reported_with_its_log(folder: Path) -> None:
    supervisor = Supervisor(folder / "logs", {"PATH": os.environ["PATH"]}, print)
    try:
        supervisor.start("serve", "serve", "--port", "1", ready_url="http://127.0.0.1:1/")
        with pytest.raises(NotStartedError, match="MBONGO_DATABASE_URL"):
            supervisor.wait_ready()
    finally:
        supervisor.stop()


class Up:
    """`./mbongo up --json` as its own process, and everything it started."""

    def __init__(self, data: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MBONGO_")}
        self.launcher = subprocess.Popen(
            [sys.executable, "-m", "local", "up", "--json", "--data", str(data)],
            cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.launcher.stdout
        assert self.launcher.stderr
        line = self.launcher.stdout.readline()
        assert line, self.launcher.stderr.read()
        self.addresses: dict[str, str] = json.loads(line)
        self.see_family()

    def see_family(self) -> None:
        self.family = [child.pid for child in psutil.Process(self.launcher.pid).children(recursive=True)]

    def ready(self) -> bool:
        with contextlib.suppress(requests.ConnectionError):
            return requests.get(f"{self.addresses['base_url']}/readyz", timeout=10).status_code == 200
        return False

    def gone(self) -> bool:
        ports = [port_of(self.addresses[name]) for name in ("base_url", "simulator_url")]
        return not any(map(lives, self.family)) and not any(map(answers, ports))


def port_of(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


def answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_up_leaves_nothing_behind_however_it_ends_and_keeps_its_data(folder: Path) -> None:
    born = None
    for how in (signal.SIGKILL, signal.SIGINT):
        up = Up(folder)
        with psycopg.connect(up.addresses["database_url"]) as db:
            assert db.execute("SELECT current_user, current_setting('fsync')").fetchone() == ("mbongo_app", "on")
            oldest = db.execute("SELECT min(opened_at) FROM account").fetchone()
        assert born in {None, oldest}
        born = oldest
        running = found_running(folder)
        assert running is not None
        assert running["addresses"] == up.addresses
        assert len(up.family) >= 9, "two servers, web app and its two, two queues, tick, simulators"
        if how == signal.SIGINT:
            a_second_is_told(folder)
            servers_killed_are_started_again(up)
            broken_requests_are_not_quoted(up, folder)
        up.launcher.send_signal(how)
        ended = up.launcher.wait(PATIENCE_SECONDS)
        eventually(up.gone)
        assert ended == (-9 if how == signal.SIGKILL else 0)
        assert found_running(folder) is None


def a_second_is_told(folder: Path) -> None:
    argv = [sys.executable, "-m", "local", "up", "--data", str(folder)]
    second = subprocess.run(argv, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "already runs" in second.stderr


def servers_killed_are_started_again(up: Up) -> None:
    killed = [pid for pid in up.family if psutil.Process(pid).cmdline()[0].endswith(("/postgres", "valkey-server"))]
    assert len(killed) >= 2
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not any(map(lives, killed)))
    eventually(up.ready)
    with psycopg.connect(up.addresses["database_url"]) as db:
        assert db.execute("SELECT count(*) > 0 FROM account").fetchone() == (True,)
    up.see_family()


def broken_requests_are_not_quoted(up: Up, data: Path) -> None:
    """gunicorn would log them, and a body may hold a PIN."""
    path = up.addresses["ussd_url"].removeprefix(up.addresses["base_url"])
    secret = path.rsplit("/", 1)[1]
    to = f"POST {path} HTTP/1.1\r\nHost: mbongo\r\n"
    for request in (
        f"POST {path} HTTP/9.9\r\n\r\n",
        f"{to}Not a header {secret}: 1\r\n\r\n",
        f"{to}Transfer-Encoding: chunked\r\n\r\ncanary-4826\r\n",
        f"POST {path}{'0' * 5000} HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port_of(up.addresses["base_url"]))) as caller:
            caller.sendall(request.encode())
            caller.settimeout(PATIENCE_SECONDS)
            assert caller.recv(100).startswith(b"HTTP/1.1 ")
    logs = {log.name: log.read_text() for log in (data / "logs").iterdir()}
    assert "Invalid HTTP header name" in logs["serve.log"]
    assert not [name for name, text in logs.items() if secret in text or "canary-4826" in text]


def test_check_says_the_ledger_holds_or_names_the_account_where_it_does_not(database: Database) -> None:
    argv = [sys.executable, "-m", "local", "check"]
    environment = os.environ | {"MBONGO_DATABASE_URL": database.url}

    def check() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(argv, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)

    sound = check()
    assert sound.returncode == 0, sound.stderr
    assert "none broken" in sound.stdout
    with psycopg.connect(database.superuser_url) as db:
        db.execute(
            "INSERT INTO account (code, kind, accrued, floor, balance) VALUES ('forged', 'customer', false, 0, 5)"
        )
    broken = check()
    assert broken.returncode == 1
    assert "BROKEN on forged" in broken.stdout


def test_secrets_are_for_their_owner_alone(folder: Path) -> None:
    Valkey.start(folder).stop()
    for name in ("secrets.json", "valkey/valkey.conf"):
        assert (folder / name).stat().st_mode & 0o077 == 0
