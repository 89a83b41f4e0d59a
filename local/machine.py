"""All of Mbongo on one machine: servers, tables, simulators, web app, office, workers, tick; while a block lasts."""

import fcntl
import json
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import IO

from local.children import is_root
from local.gone_peppers import refuse_gone_peppers
from local.migrate import migrate
from local.nursery import Nursery
from local.office_door import open_office_door
from local.places import GUEST, make_data_folder
from local.ports import listen, port_of, url_of
from local.running_file import Found, hide, show
from local.secrets import read_secrets
from local.servers import Servers, keep_ours, make_environment, run_servers
from local.supervise import Supervisor
from local.trial_levels import open_level_0
from local.unprivileged import choose_user, find_obstacle
from wallet.core.roles import url_variable
from workers.doors import DOORS
from workers.needs import NEEDS, keep_needed
from workers.queues import JOBS

Say = Callable[[str], None]
HEALTH_BEHIND = 2  # ports behind the doors': 8386 behind 8384, the simulators' between them
MAIL_BEHIND = 3  # where the simulators take mail
OFFICE_BEHIND = 4  # where the office's pages are


class AlreadyRunningError(RuntimeError):
    """A data folder that another start uses."""


Listen = Callable[[], socket.socket]


@dataclass(frozen=True)
class Machine:
    """A running Mbongo: its addresses as `up --json` prints them, and the settings of its processes."""

    addresses: dict[str, str]
    environment: dict[str, str]
    servers: Servers
    supervisor: Supervisor
    say: Say

    def watch(self, over: Event) -> None:
        """Start again whatever crashes, servers included, until `over` is set."""
        self.supervisor.watch(over, also=self._look_at_servers)

    def _look_at_servers(self) -> None:
        for name in self.servers.start_fallen():
            self.say(f"{name} had ended; started again")


@contextmanager
def run_machine(
    data: Path, open_web: Listen, open_outside: Listen, say: Say, module: str = "local"
) -> Iterator[Machine]:
    """Run everything for the block, each process as a command of `module`; the simulators listen `outside`.

    No port is opened where a pepper is missing. Raises NotStartedError, AlreadyRunningError, OSError for a port taken.
    """
    with _held(make_data_folder(data)) as file, ExitStack() as stack:
        nursery = Nursery(make_data_folder(data) / "logs", choose_user())  # reads the code while the servers start
        stack.callback(nursery.stop)
        running = stack.enter_context(run_servers(data))
        say("PostgreSQL and Valkey run")
        kept = keep_ours(data, running)
        _migrate(kept, say)
        refuse_gone_peppers(kept, data)
        web, outside = stack.enter_context(open_web()), stack.enter_context(open_outside())
        health = stack.enter_context(listen(None, port_of(web) + HEALTH_BEHIND))
        mail = stack.enter_context(listen(None, port_of(web) + MAIL_BEHIND))
        office = stack.enter_context(listen(None, port_of(web) + OFFICE_BEHIND))
        settings = make_environment(data, running, url_of(web), url_of(outside), port_of(mail)) | say_if_root(say)
        addresses = name_addresses(settings, url_of(web), url_of(outside)) | {
            "health_url": url_of(health), "office_url": f"{url_of(office)}/office",
        }  # fmt: skip
        door = stack.enter_context(open_office_door(data))
        supervisor = Supervisor(nursery, say, module)
        stack.callback(supervisor.stop)
        listeners = {"simulate": [mail, outside], "serve": [web, health], "office": [door, office]}
        _start(supervisor, running, settings, addresses, listeners)
        say("web app, office, workers, tick and simulators run")
        found = {"addresses": addresses, "environment": _only_mbongo(settings)}
        _write(file, hide(found, read_secrets(data)))
        yield Machine(addresses, settings, running, supervisor, say)


def say_if_root(say: Say) -> dict[str, str]:
    """Return the setting that processes need which stay root's; say why they do."""
    if not is_root() or choose_user():
        return {}
    say(f"Everything of ours runs as root: another user ({GUEST}) could not read {find_obstacle()}.\n"
        "Where that matters, start this as a user who is not root, or let every user read there (chmod o+rX, on each"
        " folder above it too).")  # fmt: skip
    return {"MBONGO_RUN_AS_ROOT": "true"}


def find_running(data: Path) -> dict[str, dict[str, str]] | None:
    """Return `addresses` and `environment` of the `up` or `demo` that runs on this data folder, or None."""
    path = data / "running.json"
    if not path.exists():
        return None
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            written: Found | None = json.loads(file.read() or "null")
            return written and show(written, read_secrets(data))
    return None


@contextmanager
def _held(data: Path) -> Iterator[IO[str]]:
    """Hold the data folder until we die. The file that holds it tells the other commands our addresses."""
    descriptor = os.open(data / "running.json", os.O_RDWR | os.O_CREAT, 0o600)
    os.fchmod(descriptor, 0o600)
    with open(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(f"Mbongo already runs on {data}; for another, choose --data") from None
        file.truncate()
        try:
            yield file
        finally:  # a signal to stop comes as an exception
            file.truncate(0)


def _write(file: IO[str], found: Found) -> None:
    file.write(json.dumps(found))
    file.flush()


def _migrate(settings: Mapping[str, str], say: Say) -> None:
    """Migrate, unless only the processes' addresses are given: then its owner is presumed to have migrated."""
    if owner_url := settings.get("MBONGO_MIGRATE_DATABASE_URL"):
        left = migrate(owner_url, settings["MBONGO_PIN_PEPPER"], stopped=True)
        open_level_0(owner_url)  # its operators and processors are simulators
        say("tables are up to date")
        if left:
            say(left)


def name_addresses(settings: Mapping[str, str], web: str, outside: str) -> dict[str, str]:
    """Return where everything is, as `up --json` says it, of a web app and of simulators at these addresses."""

    def at(door: str, way: int = 0) -> str:
        return web + DOORS[door].at(settings[DOORS[door].secrets_variable].split(",")[0], way)

    return {
        "base_url": web,
        "api_url": f"{web}/v1",
        "me_url": f"{web}/me",
        "business_url": f"{web}/business",
        "ussd_url": at("ussd"),
        "ussd_events_url": at("ussd", 1),
        "sms_url": at("sms"),
        "delivery_url": at("delivery"),
        "simulator_url": outside,
        "phone_url": f"{outside}/phone/",
        "mail_url": f"{outside}/mail/",
        "database_url": settings[url_variable("read")],  # to look, not to touch
        "redis_url": settings["MBONGO_REDIS_URL"],
    }


def name_wires(addresses: Mapping[str, str]) -> dict[str, str]:
    """Return what the simulators call, as settings: kept off the command line."""
    wires = ("ussd_url", "ussd_events_url", "sms_url", "delivery_url")
    return {f"MBONGO_SIMULATE_{wire.upper()}": addresses[wire] for wire in wires}


def _only_mbongo(settings: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in settings.items() if name.startswith("MBONGO_")}


def _start(
    supervisor: Supervisor,
    running: Servers,
    settings: Mapping[str, str],
    addresses: Mapping[str, str],
    listeners: Mapping[str, Sequence[socket.socket]],
) -> None:
    """Start all of Mbongo's processes, each with the secrets it needs and no other; ready when this returns.

    `listeners` are the sockets of those that listen; of `serve`, where the doors and where health is.
    """
    given = {process: keep_needed(settings, process) for process in NEEDS}
    simulated = given["simulate"] | name_wires(addresses)
    supervisor.start("simulate", "simulate", environment=simulated, listeners=listeners["simulate"])
    for_web = given["serve"] | running.redis_of("web")
    supervisor.start("serve", "serve", environment=for_web, listeners=listeners["serve"], ready_path="/readyz")
    supervisor.start("office", "office", environment=given["office"], listeners=listeners["office"])
    for queue in JOBS:
        supervisor.start(f"worker {queue}", "worker", queue, environment=given[queue] | running.redis_of("worker"))
    supervisor.start("tick", "tick", environment=given["tick"] | running.redis_of("tick"))
    supervisor.wait_ready()
