"""`serve`, `worker` and `tick`, each alone, as production starts them: by a command, on a port, without a nursery."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from redis import Redis

from bench.doors import path_of
from bench.stage import environment_of
from local.children import open_log
from local.ports import LOOPBACK
from local.probe import Probe
from local.waiting import wait_until
from tests.world.service import jobs_under_way
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings
from wallet.messages import notices
from wallet.messages.notices import Number
from workers.waking import wake

pytestmark = pytest.mark.campaign(of="starts")

CHECKOUT = Path(__file__).parents[2]


@contextmanager
def command(settings: Settings, log: Path, *arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Run `./mbongo ARGUMENTS` while the block lasts; it must end in order when it is told to."""
    argv = [sys.executable, "-m", "local", *arguments]
    environment = {"PATH": os.environ["PATH"], **environment_of(settings)}
    with open_log(log) as written:
        process = subprocess.Popen(argv, cwd=CHECKOUT, env=environment, stdout=written, stderr=written)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0, log.read_text()


@contextmanager
def hold_port() -> Iterator[int]:
    """Hold a port, bound and not listening, while the block lasts: nobody else is given it."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((LOOPBACK, 0))
        yield held.getsockname()[1]


def test_the_web_app_serves_doors_on_one_port_and_health_on_another(settings: Settings, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "serve.log"
    with (
        hold_port() as doors,
        hold_port() as health,
        command(settings, log, "serve", "--port", str(doors), "--health-port", str(health)) as process,
    ):
        wait_until(Probe(f"http://{LOOPBACK}:{health}/readyz").answers_yes, process, log)
        assert requests.post(f"http://{LOOPBACK}:{doors}{path_of('ussd')}", timeout=60).text.startswith("END ")
        for ours in ("/healthz", "/readyz", "/metrics"):
            assert requests.get(f"http://{LOOPBACK}:{doors}{ours}", timeout=60).status_code == 404


def test_a_web_process_that_ends_takes_nothing_of_the_others_with_it(settings: Settings, tmp_path: Path) -> None:
    """Each was forked by the one that made the folder of figures, and leaves it to that one when it ends."""
    log = tmp_path / "logs" / "serve.log"
    two = settings.model_copy(update={"web_processes": 2})
    with (
        hold_port() as doors,
        hold_port() as health,
        command(two, log, "serve", "--port", str(doors), "--health-port", str(health)) as process,
    ):
        wait_until(lambda: log.read_text().count("keys told") == 2, process, log)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        first = int(children.read_text().split()[0])
        os.kill(first, signal.SIGTERM)
        wait_until(lambda: log.read_text().count("keys told") == 3, process, log)
        figures = requests.get(f"http://{LOOPBACK}:{health}/metrics", timeout=60)
        assert figures.status_code == 200
        assert str(first) not in children.read_text().split()


def test_a_worker_whose_rail_has_no_settings_refuses(settings: Settings) -> None:
    argv = [sys.executable, "-m", "local", "worker", "mtn"]
    environment = {"PATH": os.environ["PATH"], **environment_of(settings)}
    refused = subprocess.run(argv, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "MTN MoMo has no settings here, so its worker has nothing to do: give MBONGO_MTN_" in refused.stderr


def test_a_worker_does_jobs(settings: Settings, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "worker.log"
    with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
        wake(redis, "notices")
        with command(settings, log, "worker", "notices") as process:
            wait_until(lambda: jobs_under_way(redis) == 0, process, log)
    assert '"does":"texts what people are to be told"' in log.read_text()


def test_the_tick_wakes_whoever_has_something_to_do(settings: Settings, tmp_path: Path) -> None:
    log, engine = tmp_path / "logs" / "tick.log", connect(settings.database_url("worker"), 1)
    in_transaction(engine, lambda db: notices.tell(db, Number("+237677000001", "fr"), "receipt", "sms.help"))
    engine.dispose()
    with Redis.from_url(settings.redis_url.get_secret_value()) as redis, command(settings, log, "tick") as process:
        wait_until(lambda: redis.llen("rq:queue:notices") == 1, process, log)
