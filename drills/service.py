"""Mbongo's own processes of a drill, as many of each as it wants, on the PostgreSQL and the Valkey that it has."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import requests
from redis import Redis
from redis.exceptions import RedisError

from faults.polling import LONGEST_WAIT_SECONDS, Late
from faults.quick_hash import hash_quickly
from faults.stage import DATABASE, PEPPER, PIN, READ_SECONDS, Stage
from local.machine import Machine, name_addresses, name_wires, say_if_root
from local.migrate import migrate
from local.nursery import Nursery
from local.places import make_data_folder
from local.ports import listen, port_of, url_of
from local.postgres import OWNER
from local.servers import Servers, make_environment
from local.supervise import Supervisor
from local.trial_kinds import allow_trials
from local.trial_levels import open_level_0
from local.unprivileged import choose_user
from wallet.core import database
from wallet.core.hashes import NOBODY
from wallet.core.roles import ROLES, url_variable
from wallet.core.secrets import Secrets
from wallet.payments.rails import RAILS
from wallet.perform import Wallet
from workers.needs import keep_needed
from workers.open_redis import open_redis
from workers.queues import JOBS

DatabaseUrl = Callable[[str, str], str]
RedisUrl = Callable[[str], str]


@dataclass
class AtUrl:
    """A server as faults' stage asks for its address."""

    url: Callable[..., str]
    running: bool = True


@dataclass
class Service(Stage):
    """A stage of faults whose processes stand more than once; `beside` is called at every look."""

    open_url: str = ""
    beside: Callable[[], None] = field(default=lambda: None)
    restarts: dict[str, int] = field(default_factory=dict)

    def look(self) -> None:
        """Start again what has died, as systemd's `Restart=always` would; note whose job was begun."""
        supervisor = self.running.supervisor
        began = {process.name: process.started_at for process in supervisor.processes}
        for process in supervisor.processes:
            if process.name.startswith("worker ") and process.running and process.running.poll() is not None:
                with suppress(RedisError):
                    queue = process.name.split()[1]
                    self.left_behind[queue] = self.begun(queue)
        supervisor.look()
        for process in supervisor.processes:
            if process.started_at != began[process.name]:
                self.restarts[process.name] = self.restarts.get(process.name, 0) + 1
        self.beside()

    def let_go(self, phone: str) -> None:
        """Leave a phone's hop alone: nobody who calls reaches Redis."""

    def all_up(self) -> None:
        """Wait until every process is alive."""
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while not self.all_alive():
            self.look()
            if time.monotonic() > deadline:
                raise Late("a process does not come back")
            time.sleep(0.1)

    def mend(self) -> None:
        """Keep all up."""
        self.look()

    def began(self, name: str) -> float:
        """Return when the last of the processes of that name was started, in seconds of the epoch."""
        known = [one.started_at for one in self.running.supervisor.processes if one.name.startswith(f"{name} ")]
        return time.time() - (time.monotonic() - max(known))

    @cached_property
    def redis(self) -> "Redis":
        """A client that may do anything, and finds the master again."""
        return open_redis(self.open_url)


@contextmanager
def open_port() -> Iterator[int]:
    """Give a port that nobody has now."""
    with listen(None, 0) as taken:
        port = port_of(taken)
    yield port


def wait(service: Service, seconds: float) -> None:
    """Wait, keeping all up meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        service.look()
        time.sleep(0.1)


def prepare(database_url: DatabaseUrl) -> None:
    """Make the tables in a database that is there."""
    migrate(database_url(DATABASE, OWNER), PEPPER)
    open_for_trials(database_url)


def open_for_trials(database_url: DatabaseUrl) -> None:
    """Let businesses and money be as a drill needs them from the start."""
    open_level_0(database_url(DATABASE, OWNER))
    allow_trials(database_url(DATABASE, OWNER))


@dataclass(frozen=True)
class Shape:
    """The addresses of each `serve` and of what is in front of them, and how many there are of each worker."""

    webs: tuple[tuple[str, int, int], ...]  # host, port of the doors, port of health
    front: str
    copies: int


@contextmanager
def serve_all(
    folder: Path,
    database_url: DatabaseUrl,
    redis_url: RedisUrl,
    shape: Shape,
    look: Callable[[], None],
    checkout: Path | None = None,
) -> Iterator[Service]:
    """Run the simulators and all of our processes, of this checkout or another, while the block lasts."""
    with ExitStack() as stack:
        logs = make_data_folder(folder) / "logs"
        nursery = Nursery(logs, choose_user(), checkout)
        stack.callback(nursery.stop)
        outside, mail = stack.enter_context(listen(None, 0)), stack.enter_context(listen(None, 0))
        urls = {url_variable(kind): database_url(DATABASE, role) for kind, role in ROLES.items()}
        given = {**urls, "MBONGO_REDIS_URL": redis_url("default"), "MBONGO_PIN_PEPPER": PEPPER}
        settings = make_settings(folder, given, f"http://{shape.front}", url_of(outside), port_of(mail))
        addresses = name_addresses(settings, f"http://{shape.front}", url_of(outside))
        supervisor = Supervisor(nursery, lambda _: None)
        stack.callback(supervisor.stop)
        outer = keep_needed(settings, "simulate") | name_wires(addresses)
        supervisor.start("simulate", "simulate", environment=outer, listeners=(mail, outside))
        start(supervisor, settings, redis_url, shape)
        secrets = Secrets.read(PEPPER)
        wallets = {
            kind: Wallet(database.connect(database_url(DATABASE, role), 8), secrets) for kind, role in ROLES.items()
        }
        running = Machine(addresses, settings, Servers(None, None), supervisor, lambda _: None)
        service = Service(
            running, cast("Any", AtUrl(database_url)), cast("Any", AtUrl(redis_url)), wallets, folder / "armed",
            hash_quickly(secrets, "pin", NOBODY, PIN), logs, open_url=redis_url("default"), beside=look,
        )  # fmt: skip
        (folder / "armed").mkdir()
        try:
            wait_ready(service, shape)
            yield service
        finally:
            for wallet in wallets.values():
                wallet.engine.dispose()


def make_settings(folder: Path, given: Mapping[str, str], web: str, outside: str, mail_port: int) -> dict[str, str]:
    """Return the environment of Mbongo's processes: what is given here, and the rest as `up` makes it."""
    rails = {f"MBONGO_{rail.upper()}_READ_SECONDS": READ_SECONDS for rail in RAILS}
    before = dict(os.environ)
    try:
        os.environ.update({**given, **rails, "MBONGO_PLAIN_CONNECTIONS": "true"})
        os.environ.pop("MBONGO_MIGRATE_DATABASE_URL", None)
        return make_environment(folder, Servers(None, None), web, outside, mail_port) | say_if_root(lambda _: None)
    finally:
        os.environ.clear()
        os.environ.update(before)


def start(supervisor: Supervisor, settings: Mapping[str, str], redis_url: RedisUrl, shape: Shape) -> None:
    """Start each of our processes as often as is wanted, each with what it needs and no more."""

    def begin(name: str, process: str, user: str, *words: str) -> None:
        environment = keep_needed(settings, process) | {"MBONGO_REDIS_URL": redis_url(user)}
        supervisor.start(name, *words, environment=environment)

    for number, (host, doors, health) in enumerate(shape.webs, 1):
        where = ("--host", host, "--port", str(doors), "--health-host", host, "--health-port", str(health))
        begin(f"serve {number}", "serve", "web", "serve", *where)
    for copy in range(1, shape.copies + 1):
        for queue in JOBS:
            begin(f"worker {queue} {copy}", queue, "worker", "worker", queue)
        begin(f"tick {copy}", "tick", "tick", "tick")


def wait_ready(service: Service, shape: Shape) -> None:
    """Wait until each `serve` is ready, and what is in front of them answers. Raises Late."""
    deadline = time.monotonic() + 2 * LONGEST_WAIT_SECONDS
    waiting = [f"http://{host}:{health}/readyz" for host, _, health in shape.webs] + [
        f"{service.simulator_url}/healthz"
    ]
    waiting.append(f"http://{shape.front}/me")
    while waiting:
        with suppress(requests.RequestException):
            if service.session.get(waiting[0], timeout=3, allow_redirects=False).status_code < 500:
                waiting.pop(0)
                continue
        service.look()
        if time.monotonic() > deadline:
            raise Late(f"{waiting[0]} does not answer: {json.dumps(service.broken_lines())[-2000:]}")
        time.sleep(0.2)
