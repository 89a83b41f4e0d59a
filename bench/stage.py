"""Servers thrown away after a measure: PostgreSQL and Valkey as `up` runs them, synced to disk; and web apps."""

import signal
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from bench.doors import VARIABLES
from local import children
from local.migrate import migrate
from local.nursery import Forked, Nursery
from local.ports import listen, port_of, url_of
from local.postgres import OWNER, Postgres
from local.probe import Probe
from local.secrets import read_secrets
from local.trial_levels import open_level_0
from local.valkey import Valkey
from local.waiting import wait_until
from wallet.core.roles import ROLES
from wallet.core.settings import Settings

NOT_TMP = "/var/tmp"  # noqa: S108 - /tmp may be memory, where syncing to disk costs nothing; the folder in it is private
NO_RAILS: Final[Mapping[str, str]] = MappingProxyType({})
READY: Final = "readyz"  # of a web app; what else runs here has one port
NOBODY_LISTENS = "http://127.0.0.1:9"  # no worker runs, so nothing is texted


@dataclass(frozen=True)
class WebApp:
    """A running web app: the ports of its doors and of health, and the process that all of its processes come from."""

    port: int
    health_port: int
    pid: int


@dataclass(frozen=True)
class Stage:
    """The servers of a measure, and the folder of their data."""

    data: Path
    postgres: Postgres
    valkey: Valkey
    nursery: Nursery

    @property
    def server_pids(self) -> dict[str, int]:
        """Return the process of each server, by its name."""
        assert self.postgres.process
        assert self.valkey.process
        return {"PostgreSQL": self.postgres.process.pid, "Valkey": self.valkey.process.pid}

    def make_database(self, name: str) -> None:
        """Make a database with Mbongo's newest tables."""
        self.postgres.create_database(name)
        migrate(self.postgres.url(name, OWNER), f"1:{read_secrets(self.data)['pin_pepper']}")
        open_level_0(self.postgres.url(name, OWNER))

    def settings(self, database: str, redis_database: int = 0) -> Settings:
        """Return the settings of a web app on this database."""
        return Settings.model_validate({
            **{f"{kind}_database_url": self.postgres.url(database, role) for kind, role in ROLES.items()},
            "redis_url": self.valkey.url(redis_database),
            "pin_pepper": f"1:{read_secrets(self.data)['pin_pepper']}",
            "service_number": "222123456",
            "at_username": "mbongo",
            "drain_seconds": 0,
            "at_api_key": read_secrets(self.data)["at_api_key"],
            "at_base_url": NOBODY_LISTENS,
            "sandbox": True,
            "run_as_root": children.is_root(),
        })  # fmt: skip

    @contextmanager
    def serving(self, settings: Settings) -> Iterator[WebApp]:
        """Run `./mbongo serve` on these settings while the block lasts."""
        with self.running(settings, "local", "serve") as web:
            yield web

    @contextmanager
    def running(self, settings: Settings, *argv: str, ready: str = READY) -> Iterator[WebApp]:
        """Run a web app on sockets handed to it while the block lasts; it is ready once the last says so at `ready`."""
        with listen(None, usual=0) as doors, listen(None, usual=0) as health:
            log = self.data / "logs" / f"web-{port_of(doors)}.log"
            listeners = [doors, health] if ready == READY else [doors]
            with self.process(settings, log, *argv, listeners=listeners) as process:
                wait_until(Probe(f"{url_of(listeners[-1])}/{ready}").answers_yes, process, log)
                yield WebApp(port_of(doors), port_of(health), process.pid)

    @contextmanager
    def process(
        self,
        settings: Settings,
        log: Path,
        *argv: str,
        listeners: Sequence[socket.socket] = (),
        rails: Mapping[str, str] = NO_RAILS,
    ) -> Iterator[Forked]:
        """Run one of our processes while the block lasts; `rails` are the variables of rails' settings."""
        environment = {**environment_of(settings), **rails}
        process = self.nursery.fork(argv, environment=environment, log=log, listeners=listeners)
        try:
            yield process
        finally:
            children.stop(process, signal.SIGTERM)


@contextmanager
def stage() -> Iterator[Stage]:
    """Start the servers while the block lasts; nothing of them is left afterwards."""
    with TemporaryDirectory(prefix="mbongo-bench-", dir=NOT_TMP) as folder, ExitStack() as stack:
        data = Path(folder)
        data.chmod(0o711)  # PostgreSQL runs as `nobody` when we are root
        nursery = Nursery(data / "logs")
        stack.callback(nursery.stop)
        postgres = Postgres.start(data)
        stack.callback(postgres.stop)
        valkey = Valkey.start(data)
        stack.callback(valkey.stop)
        yield Stage(data, postgres, valkey, nursery)


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the variables that say what was given of these settings, and the doors' secrets."""
    known = settings.model_dump(exclude_unset=True, exclude_none=True)
    return {f"MBONGO_{name.upper()}": _plain(value) for name, value in known.items()} | VARIABLES


def _plain(value: object) -> str:
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value)
