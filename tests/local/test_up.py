"""`./mbongo up`: everything on one machine, beside another, on a busy one, and nothing is left afterwards."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path

import psutil
import psycopg
import pytest
import requests

from faults.polling import wait_for
from local.machine import find_running
from tests.conftest import Database
from tests.local.living import family, lives

CHECKOUT = Path(__file__).parents[2]
WAIT_SECONDS = 60
BUSY_SECONDS = 12
BUSY = "import time\nwhile time.monotonic() < {until}: pass"


class Up:
    """`./mbongo up --json` as its own process, and everything it started."""

    def __init__(self, data: Path, *more: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MBONGO_")}
        self.launcher = subprocess.Popen(
            [sys.executable, "-m", "local", "up", "--json", "--data", str(data), *more],
            cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def wait_ready(self) -> None:
        """Until it prints its addresses."""
        assert self.launcher.stdout
        assert self.launcher.stderr
        line = self.launcher.stdout.readline()
        assert line, self.launcher.stderr.read()
        self.addresses: dict[str, str] = json.loads(line)
        self.see_family()

    def see_family(self) -> None:
        self.family = family(self.launcher.pid)

    def end(self, how: signal.Signals) -> int:
        """Its exit code, once nothing of it is left."""
        self.launcher.send_signal(how)
        ended = self.launcher.wait(WAIT_SECONDS)
        wait_for(self.gone, "nothing to be left")
        return ended

    def ready(self) -> bool:
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            return requests.get(f"{self.addresses['health_url']}/readyz", timeout=60).status_code == 200
        return False

    def gone(self) -> bool:
        ports = [port_of(self.addresses[name]) for name in ("base_url", "health_url", "simulator_url")]
        return not any(map(lives, self.family)) and not any(map(answers, ports))


def port_of(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


def answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.campaign(of="starts")
def test_up_leaves_nothing_behind_however_it_ends_and_keeps_its_data(folder: Path) -> None:
    born, beside, folder = None, Up(folder / "beside"), folder / "data"
    for how in (signal.SIGKILL, signal.SIGINT):
        up = Up(folder)
        up.wait_ready()
        with psycopg.connect(up.addresses["database_url"]) as db:
            assert db.execute("SELECT current_user, current_setting('fsync')").fetchone() == ("mbongo_read", "on")
            oldest = db.execute("SELECT min(opened_at) FROM account").fetchone()
        assert born in {None, oldest}
        born = oldest
        running = find_running(folder)
        assert running is not None
        assert running["addresses"] == up.addresses
        dashboard = requests.get(f"{up.addresses['simulator_url']}/providers/flutterwave", timeout=60).json()
        assert dashboard["webhook_url"].startswith(up.addresses["base_url"])
        assert len(up.family) >= 14, "two servers, nursery, web app and its two, seven queues, tick, simulators"
        assert all("Max core file size        0 " in limits(pid) for pid in up.family)
        if how == signal.SIGKILL:
            two_at_once_have_ports_of_their_own(up, beside)
        if how == signal.SIGINT:
            a_second_is_told(folder)
            servers_killed_are_started_again(up)
            a_nursery_killed_is_started_again(up)
            broken_requests_are_not_quoted(up, folder)
        assert up.end(how) == (-9 if how == signal.SIGKILL else 0)
        assert find_running(folder) is None
        nothing_secret_is_left(folder)
        assert how == signal.SIGKILL or (folder / "running.json").read_text() == ""


def limits(pid: int) -> str:
    return Path(f"/proc/{pid}/limits").read_text()


def nothing_secret_is_left(folder: Path) -> None:
    """In no file but the one that keeps them and the servers' own, however it ended; and nobody else reads a log."""
    secrets = json.loads((folder / "secrets.json").read_text()).values()
    written = (folder / "running.json").read_text()
    assert not [one for one in secrets if one in written]
    for file in (folder / "running.json", folder / "secrets.json", *(folder / "logs").iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file


def two_at_once_have_ports_of_their_own(up: Up, beside: Up) -> None:
    """Also when they start at once; the other one ends, and this one goes on."""
    beside.wait_ready()
    both = (up, beside)
    ports = [port_of(one.addresses[name]) for one in both for name in ("base_url", "health_url", "simulator_url")]
    assert len(set(ports)) == 6
    assert all(one.ready() for one in both)
    assert beside.end(signal.SIGTERM) == 0
    assert up.ready()


def a_second_is_told(folder: Path) -> None:
    argv = [sys.executable, "-m", "local", "up", "--data", str(folder)]
    second = subprocess.run(argv, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "already runs" in second.stderr


def servers_killed_are_started_again(up: Up) -> None:
    """With their own children: a server's process of one connection answers for a moment after the server is gone."""
    killed = [pid for pid in up.family if psutil.Process(pid).name() in ("postgres", "valkey-server")]
    assert len(killed) > 2
    for pid in killed:
        with contextlib.suppress(ProcessLookupError):  # of one that ended with the server
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not any(map(lives, killed)), "the servers to end")
    # /readyz may still say for a second what it said before.
    wait_for(lambda: has_accounts(up.addresses["database_url"]), "the database to be back with what it held")
    wait_for(up.ready, "everything to be back")
    up.see_family()


def has_accounts(database_url: str) -> bool:
    """Return whether a database answers, and holds accounts."""
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(database_url) as db:
        return db.execute("SELECT count(*) > 0 FROM account").fetchone() == (True,)
    return False


def a_nursery_killed_is_started_again(up: Up) -> None:
    """And with it all that it forked."""
    [nursery] = [
        child for child in psutil.Process(up.launcher.pid).children() if "local.nursery_process" in child.cmdline()
    ]
    killed = [nursery.pid, *family(nursery.pid)]
    nursery.kill()
    wait_for(lambda: not any(map(lives, killed)), "what was forked to end")
    wait_for(up.ready, "everything to be back")
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
            caller.settimeout(WAIT_SECONDS)
            assert caller.recv(100).startswith(b"HTTP/1.1 ")
    logs = {log.name: log.read_text() for log in (data / "logs").iterdir()}
    assert "Invalid HTTP header name" in logs["serve.log"]
    assert not [name for name, text in logs.items() if secret in text or "canary-4826" in text]


@pytest.mark.campaign(of="starts")
def test_it_starts_behind_everybody_else_on_a_busy_machine_and_what_it_prints_for_people_holds_no_secret(
    folder: Path,
) -> None:
    """`nice -n 19` beside four loops, which are nice enough to leave the other tests alone."""
    script = BUSY.format(until=time.monotonic() + BUSY_SECONDS)
    loops = [subprocess.Popen(["nice", "-n", "10", sys.executable, "-c", script]) for _ in range(4)]
    argv = ["nice", "-n", "19", sys.executable, "-m", "local", "up", "--data", str(folder)]
    up = subprocess.Popen(argv, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert up.stdout
    printed = list(takewhile(lambda line: not line.startswith("phone_url"), up.stdout))
    for loop in loops:
        loop.kill()
        loop.wait()
    running = find_running(folder)
    up.send_signal(signal.SIGINT)
    said, also = up.communicate(timeout=WAIT_SECONDS)
    assert up.returncode == 0
    assert "base_url" in "".join(printed)
    secrets = json.loads((folder / "secrets.json").read_text()).values()
    assert running
    assert running["addresses"]["ussd_url"].endswith(tuple(secrets)), "the secret that is looked for"
    assert not [one for one in secrets if one in "".join(printed) + said + also]


def test_tables_of_another_version_are_refused_in_a_sentence(database: Database) -> None:
    with psycopg.connect(database.owner_url) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    argv = [sys.executable, "-m", "local", "migrate"]
    refused = subprocess.run(
        argv, cwd=CHECKOUT, env=os.environ | database.environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: Another version of Mbongo made these tables")
    assert "Traceback" not in refused.stderr


def test_check_says_the_ledger_holds_or_names_the_account_where_it_does_not(database: Database) -> None:
    argv = [sys.executable, "-m", "local", "check"]
    environment = os.environ | database.environment

    def check() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(argv, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)

    sound = check()
    assert sound.returncode == 0, sound.stderr
    assert "none broken" in sound.stdout
    with psycopg.connect(database.superuser_url) as db:
        db.execute("""INSERT INTO account (code, kind, accrued, floor, balance, opened_at)
            VALUES ('forged', 'customer', false, 0, 5, wallet_now())""")
    broken = check()
    assert broken.returncode == 1
    assert "BROKEN on forged" in broken.stdout
